"""What goes before being lost: events and short sequences, as association."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from polku.analytics.precursors import (
    ALONE,
    ENOUGH,
    Precursor,
    Search,
    landmark_hours,
    marks_of,
    people_who_did,
    precursors,
    shape_of,
)
from polku.analytics.stage_conversion import conversion_of
from polku.analytics.walks import counted, outcomes_of, walks
from polku.analytics.weakest_arrow import weakest_arrow
from polku.errors import Problem
from polku.reports.answer import Answer, Chart, Column, Figure, Sheet
from polku.reports.asked import Asked, StageKey
from polku.reports.report import Report, Scene
from polku.reports.said import Both, Count, Number, Share

if TYPE_CHECKING:
    import pyarrow as pa

    from polku.analytics.path import Arrow

SURE = 0.05
ROWS = 60


class AskedPrecursors(Asked):
    """`stage`: where people are lost (the weakest, if not said); `longest` sequences; what was found to go before
    being `lost`, before having `advanced`, or both."""

    stage: StageKey | None = None
    longest: Literal[1, 2] = Field(default=2)
    before: Literal["lost", "advanced", "both"] = Field(default="both")


COLUMNS = [
    Column("did", "text"),
    Column("people", people=True),
    Column("lost", people=True),
    Column("lost_share", "share", interval=True),
    Column("others_share", "share", interval=True),
    Column("difference", "points", interval=True),
    Column("lift", "number", interval=True),
    Column("chance", "p"),
    Column("sure", "flag"),
]


def answer(scene: Scene, asked: AskedPrecursors) -> Answer:
    """A row for each event and sequence that was compared, the surest first."""
    arrow, counts = _shown(scene, asked)
    sheet = Sheet("precursors", COLUMNS, [])
    if arrow is None or counts is None:
        if asked.stage is not None:
            params = {"stage": asked.stage}
            note = Problem("conversion.no-arrow", params=params, level="warning")
        else:
            note = Problem("precursors.no-stage", level="warning")
        return Answer(n=0, sheets=[sheet], notes=[note])
    found = precursors(scene, arrow, landmark_hours(counts), asked.longest)
    told = [each for each in found.found if _wanted(each, asked.before)]
    words = scene.words("event")
    rows = [_row(each, words) for each in told[:ROWS]]
    return Answer(
        n=found.people,
        figures=[
            Figure("watched", "count", found.people),
            Figure("lost", "count", found.lost),
            Figure("compared", "count", found.compared),
        ],
        sheets=[Sheet("precursors", COLUMNS, rows, more=max(0, len(told) - ROWS))],
        charts=[Chart("precursors", "bars", "precursors", x="did", y=["lift"])],
        notes=_notes(scene, arrow, found, told, words),
        details={"landmark_hours": list(found.hours)},
    )


def _shown(scene: Scene, asked: AskedPrecursors) -> tuple[Arrow | None, pa.Table | None]:
    """The arrow and the counts of its cohort."""
    arrows = scene.path.arrows()
    if asked.stage is not None:
        arrows = tuple(each for each in arrows if each.source.key == asked.stage)
    walked = walks(scene)
    counts = [counted(*outcomes_of(walked, each)[1:]) for each in arrows]
    if not arrows:
        return None, None
    if len(arrows) == 1:
        return arrows[0], counts[0]
    found = [conversion_of(c, a.window_days) for a, c in zip(arrows, counts, strict=True)]
    weakest, _ = weakest_arrow(found, [each.entered > 0 for each in found])
    return (None, None) if weakest is None else (arrows[weakest], counts[weakest])


def _wanted(each: Precursor, before: str) -> bool:
    gap = each.difference.value or 0.0
    return before == "both" or (gap > 0) == (before == "lost")


def _name(each: Precursor, words: dict[int, str]) -> str:
    first = words.get(each.first, str(each.first))
    return first if each.second is None else f"{first} → {words.get(each.second, each.second)}"


def _row(each: Precursor, words: dict[int, str]) -> dict[str, Any]:
    second = ALONE if each.second is None else each.second
    exposed, others, gap, ratio = each.exposed, each.others, each.difference, each.ratio
    return {
        "id": f"{each.first}>{second}",
        "did": _name(each, words),
        "people": exposed.n,
        "lost": round((exposed.value or 0.0) * exposed.n),
        "lost_share": exposed.value,
        "lost_share_low": exposed.low,
        "lost_share_high": exposed.high,
        "others_share": others.value,
        "others_share_low": others.low,
        "others_share_high": others.high,
        "difference": gap.value,
        "difference_low": gap.low,
        "difference_high": gap.high,
        "lift": ratio.value,
        "lift_low": ratio.low,
        "lift_high": ratio.high,
        "chance": each.chance,
        "sure": each.chance <= SURE,
    }


def _notes(
    scene: Scene, arrow: Arrow, found: Search, told: list[Precursor], words: dict[int, str]
) -> list[Problem]:
    stage = Both.of(scene.stage(arrow.source.key))
    params: dict[str, Any] = {"stage": stage, "n": Count(found.people)}
    if not found.compared:
        params["enough"] = ENOUGH
        return [Problem("precursors.too-few", params=params, level="hint")]
    params["days"] = _moments(found.hours)
    notes = [Problem("precursors.association", params=params, level="hint")]
    surest = [each for each in told if each.chance <= SURE and (each.ratio.value or 0) > 1]
    for each in surest[:3]:
        notes.append(
            Problem(
                "precursors.found",
                params={
                    "stage": stage,
                    "did": _name(each, words),
                    "share": Share(each.exposed.value or 0.0),
                    "others": Share(each.others.value or 0.0),
                    "lift": Number(each.ratio.value or 0.0, 2),
                    "n": Count(each.exposed.n),
                },
                level="hint",
            )
        )
    if not surest:
        params = {"stage": stage, "n": Count(found.compared)}
        notes.append(Problem("precursors.nothing", params=params, level="hint"))
    return notes


def _moments(hours: Sequence[int]) -> Both:
    """9, 13, 16 ja 22 päivää; in hours when the first is within two days."""
    days = min(hours, default=0) >= 48
    counts = list(dict.fromkeys(str(round(each / 24) if days else each) for each in hours))
    fi, en = ("päivää", "days") if days else ("tuntia", "hours")
    return Both(f"{_listed(counts, 'ja')} {fi}", f"{_listed(counts, 'and')} {en}")


def _listed(words: list[str], last: str) -> str:
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def people(scene: Scene, asked: AskedPrecursors, row: str, column: str) -> pa.Table:
    """Those who did what the row says, or those of them who were lost."""
    if column not in ("people", "lost"):
        raise KeyError(column)
    arrow, counts = _shown(scene, asked)
    if arrow is None or counts is None:
        raise KeyError(row)
    first, _, second = row.partition(">")
    pair = (int(first), int(second))
    lost = None if column == "people" else True
    question = people_who_did(*shape_of(arrow, scene), pair, lost)
    return scene.ask(question, **marks_of(arrow, scene, landmark_hours(counts)))


REPORT = Report("precursors", "journey", AskedPrecursors, answer, people)
