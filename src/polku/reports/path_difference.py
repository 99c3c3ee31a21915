"""Two groups: which moves, or steps, does one make more than the other, beyond chance?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pyarrow.compute as pc
from pydantic import Field

from polku.analytics.person_groups import person_groups
from polku.errors import Problem
from polku.reports.answer import Answer, Chart, Column, Figure, Sheet
from polku.reports.asked import Dimension, Group
from polku.reports.filtering import people_of_group
from polku.reports.path_asked import (
    PathAsked,
    left_out_notes,
    log,
    name_of,
    steps_of,
    table_of,
    too_few,
    top_codes,
)
from polku.reports.report import Report, Scene
from polku.reports.said import Count
from polku.science.difference import shares_differ
from polku.science.discovery import benjamini_hochberg
from polku.science.newcombe import newcombe
from polku.science.paths.doing import Doing, moved, stepped

if TYPE_CHECKING:
    import pyarrow as pa

    from polku.science.paths.log import Ints, Log

LEVEL = 0.05


class DifferenceAsked(PathAsked):
    """And which two groups."""

    a: Group | None = Field(default=None, description="One group; by default the largest")
    b: Group | None = Field(default=None, description="The other; by default the next largest")
    by: Dimension = Field(
        default="device", description="What the groups differ in, if none is named"
    )
    measure: Literal["moves", "steps"] = Field(default="moves", description="What is compared")
    steps: int = Field(default=6, ge=1, le=20, description="How many steps")
    most: int = Field(default=12, ge=2, le=30, description="Events that are told apart")
    least: int = Field(default=30, ge=1, description="People on each side of a comparison")


@dataclass(frozen=True)
class Sides:
    """The people of two groups (sorted), nobody in both; `dropped` were."""

    names: tuple[str, str]
    people: tuple[Ints, Ints]
    dropped: int

    @property
    def titles(self) -> tuple[str, str]:
        """As they are read: "mobile" tells enough when the other is "desktop"."""
        one, two = (name.partition(":")[2] or name for name in self.names)
        return self.names if one == two else (one, two)


def answer(scene: Scene, asked: DifferenceAsked) -> Answer:
    """A row for each move (or event at a step) that enough people of both groups could make."""
    steps = steps_of(scene, asked)
    sides, wrong = _sides(scene, asked)
    columns = _columns(sides)
    if sides is None:
        return Answer(n=0, sheets=[Sheet("differences", columns, [])], notes=wrong)
    walked = log(scene, steps)
    codes = top_codes(walked, asked.most)
    one, two = (_doing(walked, codes, asked, people) for people in sides.people)
    rows: list[dict[str, Any]] = []
    for a, b in np.argwhere((one.did + two.did) > 0).tolist():
        n_a, n_b = int(one.could[a]), int(two.could[a])
        if min(n_a, n_b) < asked.least:
            continue
        did_a, did_b = int(one.did[a, b]), int(two.did[a, b])
        gap = newcombe(did_a, n_a, did_b, n_b)
        first = f"{a + 1}." if asked.measure == "steps" else _name(scene, steps, codes, a)
        rows.append(
            {
                "id": f"{a}>{b}",
                "what": _joined(first, _name(scene, steps, codes, b)),
                "n_a": n_a,
                "n_b": n_b,
                "did_a": did_a,
                "did_b": did_b,
                "share_a": did_a / n_a,
                "share_b": did_b / n_b,
                "difference": gap.value,
                "difference_low": gap.low,
                "difference_high": gap.high,
                "p": shares_differ(did_a, n_a, did_b, n_b),
            }
        )
    q = benjamini_hochberg([row["p"] for row in rows])
    for row, one_q in zip(rows, q.tolist(), strict=True):
        row |= {"q": one_q, "found": one_q <= LEVEL}
    rows.sort(key=lambda row: (not row["found"], -abs(row["difference"]), row["id"]))
    found = sum(row["found"] for row in rows)
    notes = [*wrong, *too_few(walked.paths), *left_out_notes(scene, steps)]
    if rows and not found:
        notes.append(Problem("paths.no-difference", params={"n": Count(len(rows))}, level="hint"))
    if not rows:
        notes.append(Problem("paths.too-few", params={"n": asked.least}, level="warning"))
    return Answer(
        n=sum(len(each) for each in sides.people),
        figures=[Figure("compared", "count", len(rows)), Figure("found", "count", found)],
        sheets=[Sheet("differences", columns, rows)],
        charts=[Chart("differences", "bars", "differences", x="what", y=["difference"])],
        notes=notes,
        rule=dict.fromkeys(("fi", "en"), " – ".join(sides.titles)),
    )


def people(scene: Scene, asked: DifferenceAsked, row: str, column: str) -> pa.Table:
    """Who of the group did it."""
    if column not in ("did_a", "did_b"):
        raise KeyError(column)
    steps = steps_of(scene, asked)
    sides, _ = _sides(scene, asked)
    if sides is None:
        raise KeyError(row)
    walked = log(scene, steps)
    codes = top_codes(walked, asked.most)
    a, b = (int(part) for part in row.split(">"))
    coded = walked.coded(codes)
    if asked.measure == "steps":
        hit = (coded.position == a) & (coded.event == b)
    else:
        hit = np.zeros(len(coded.event), bool)
        hit[1:] = coded.follows & (coded.event[:-1] == a) & (coded.event[1:] == b)
    who = coded.person[coded.path[hit]]
    return table_of(who[np.isin(who, sides.people[column == "did_b"])])


def _doing(walked: Log, codes: list[int], asked: DifferenceAsked, people: Ints) -> Doing:
    coded = walked.coded(codes)
    if asked.measure == "steps":
        return stepped(coded, people, len(codes) + 1, asked.steps)
    return moved(coded, people, len(codes) + 1)


def _name(scene: Scene, steps: Any, codes: list[int], place: int) -> Any:
    return name_of(scene, steps, codes[place] if place < len(codes) else -1)


def _joined(first: Any, second: Any) -> dict[str, str]:
    one, two = (
        {"fi": each, "en": each} if isinstance(each, str) else each for each in (first, second)
    )
    arrow = " " if str(first).endswith(".") and isinstance(first, str) else " → "
    return {lang: f"{one[lang]}{arrow}{two[lang]}" for lang in ("fi", "en")}


def _sides(scene: Scene, asked: DifferenceAsked) -> tuple[Sides | None, list[Problem]]:
    """The groups that were named; else the two largest ones by device, or by channel when nobody has a device."""
    named = [each for each in (asked.a, asked.b) if each is not None]
    for dimension in dict.fromkeys((asked.by, "device", "channel")):
        if len(named) == 2:
            break
        named += _largest(scene, dimension, named)[: 2 - len(named)]
        named = named if len(named) == 2 else [each for each in (asked.a, asked.b) if each]
    if len(named) < 2:
        return None, [Problem("paths.no-groups", level="warning")]
    first, second = (np.unique(people_of_group(scene, each)["person"].to_numpy()) for each in named)
    if scene.chosen is not None:
        chosen = scene.chosen["person"].to_numpy()
        first, second = first[np.isin(first, chosen)], second[np.isin(second, chosen)]
    both = np.intersect1d(first, second)
    notes = []
    if both.size:
        notes = [Problem("paths.in-both", params={"n": Count(both.size)}, level="hint")]
        first, second = np.setdiff1d(first, both), np.setdiff1d(second, both)
    return Sides((named[0], named[1]), (first, second), int(both.size)), notes


def _largest(scene: Scene, dimension: str, but: list[str]) -> list[str]:
    rows = person_groups(scene.reader, dimension, scene.words("channel"), scene.period.end)
    counted = pc.value_counts(rows["value"]).to_pylist()
    counted.sort(key=lambda each: (-each["counts"], each["values"]))
    names = [f"{dimension}:{each['values']}" for each in counted]
    return [name for name in names if name not in but]


def _columns(sides: Sides | None) -> list[Column]:
    a, b = sides.titles if sides else ("A", "B")
    part = {"fi": "osuus", "en": "share"}
    of = {"fi": "tapauksia", "en": "cases"}
    did = {"fi": "teki", "en": "did"}

    def titled(key: str, kind: Any, name: str, what: dict[str, str], **more: bool) -> Column:
        title = {lang: f"{name}: {word}" for lang, word in what.items()}
        return Column(key, kind, title=title, **more)

    return [
        Column("what", "text"),
        titled("share_a", "share", a, part),
        titled("share_b", "share", b, part),
        Column("difference", "points", interval=True),
        Column("q", "p"),
        Column("found", "flag"),
        titled("did_a", "count", a, did, people=True),
        titled("n_a", "count", a, of),
        titled("did_b", "count", b, did, people=True),
        titled("n_b", "count", b, of),
    ]


REPORT = Report("path-difference", "journey", DifferenceAsked, answer, people)
