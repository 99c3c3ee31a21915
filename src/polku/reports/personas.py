"""The personas in figures: where their people stand, how long the way takes, what they read and what they bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from polku.analytics.content_met import LOOKED_BACK, MOVES_WITHIN, moved_on
from polku.analytics.people_by_stage import stages_of_people
from polku.analytics.person_groups import person_groups
from polku.analytics.stage_conversion import people_of, stage_conversion
from polku.analytics.stage_value import worths
from polku.analytics.touchpoint_counts import hashable_codes
from polku.errors import NotFound, Problem
from polku.reports.answer import Answer, Column, Sheet
from polku.reports.asked import Asked
from polku.reports.filtering import among_group
from polku.reports.money import earned, money_notes
from polku.reports.report import Report, Scene
from polku.reports.said import Both, Count
from polku.science.wilson import Z95

if TYPE_CHECKING:
    from polku.analytics.path import Arrow
    from polku.journey.content import Piece
    from polku.journey.persona import Persona

ENOUGH = 10
"""Who reached the goal, or moved on after a piece, below which neither a median nor a top is told."""
NOBODY = "none"
KINDS = ("event", "source", "channel")


def answer(scene: Scene, asked: Asked) -> Answer:
    """A row for each persona that has a segment, and where its people stand now."""
    personas = scene.journey.personas
    found = [(each, its) for each in personas if (its := _of(scene, each)) is not None]
    without = len(personas) - len(found)
    notes = money_notes(scene)
    if without or not personas:
        code = "personas.without-segment" if personas else "personas.none"
        notes.append(Problem(code, params={"n": Count(without)}, level="hint"))
    if not found:
        return Answer(n=0, notes=notes)
    channels = person_groups(scene.reader, "channel", scene.words("channel"), scene.period.end)
    now = scene.ask(stages_of_people())
    arrow = _arrow(scene)
    if arrow is not None:
        params = {
            "from": Both.of(scene.stage(arrow.source.key)),
            "to": Both.of(scene.stage(arrow.target.key)),
            "days": round(arrow.window_days),
        }
        notes.append(Problem("personas.goal", params=params, level="hint"))
    columns = [
        Column("persona", "text"),
        Column("people", people=True),
        Column("days", "days"),
        Column("reached", people=True),
        Column("content", "text"),
        Column("moved"),
        Column("channel", "text"),
        Column("ltv", "money", interval=True),
        Column("customers"),
    ]
    split = [Column("persona", "text"), Column("stage", "text"), Column("people", people=True)]
    rows = [_row(each, *its, arrow, channels) for each, its in found]
    stages = [row for each, its in found for row in _stages(each, *its, now)]
    return Answer(
        n=sum(row["people"] for row in rows),
        sheets=[Sheet("personas", columns, rows), Sheet("stages", split, stages)],
        notes=notes,
        details={"segments": {each.key: each.segment for each, _ in found}},
    )


def _of(scene: Scene, persona: Persona) -> tuple[Scene, pa.Table] | None:
    """The scene of the persona's people, and them; None without a segment that there is."""
    if persona.segment is None:
        return None
    try:
        its = among_group(scene, f"persona:{persona.key}")
    except NotFound:
        return None
    return None if its.chosen is None else (its, its.chosen)


def _arrow(scene: Scene) -> Arrow | None:
    """The goal's, else from the beginning to the customers."""
    goal, path = scene.journey.goal, scene.path
    if goal is not None:
        return path.arrow(goal.from_stage, goal.to_stage, goal.within_days)
    customer = path.customer(scene.money.customer)
    if customer is None or customer == path.forward[0]:
        return None
    return path.arrow(path.forward[0].key, customer.key)


def _row(
    persona: Persona, its: Scene, chosen: pa.Table, arrow: Arrow | None, channels: pa.Table
) -> dict[str, Any]:
    goal = arrow and stage_conversion(its.reader, arrow, its.period, chosen)
    known = goal if goal and goal.advanced >= ENOUGH else None
    content, moved = _content(its)
    return {
        "id": persona.key,
        "persona": persona.name.both(),
        "people": len(chosen),
        "days": known and known.middle_days,
        "reached": goal.advanced if goal else 0,
        "content": content,
        "moved": moved,
        "channel": _commonest(chosen, channels),
        **_worth(its),
    }


def _content(its: Scene) -> tuple[dict[str, str] | None, int]:
    """The piece that most of those met who then moved on, and how many they were."""
    bound: list[tuple[Piece, str]] = [
        (piece, piece.event.model_dump_json(exclude_defaults=True))
        for topic in its.journey.topics
        for piece in topic.pieces
        if piece.event is not None
    ]
    if not bound:
        return None, 0
    codes = hashable_codes({kind: its.codes.get(kind, {}) for kind in KINDS})
    order = tuple(step.code for step in its.path.forward)
    end = its.period.end
    asked = moved_on(tuple(each for _, each in bound), codes, order, True)
    moments = {"looked_back": end - LOOKED_BACK, "followed": end - MOVES_WITHIN}
    rows = its.ask(asked, **moments).to_pylist()
    top = max(rows, key=lambda row: (row["moved"], -row["piece"]), default=None)
    if top is None or top["moved"] < ENOUGH:
        return None, top["moved"] if top else 0
    return bound[top["piece"]][0].name.both(), top["moved"]


def _commonest(chosen: pa.Table, channels: pa.Table) -> str | None:
    """The channel that most of them came by first."""
    here = _here(channels, chosen)
    counts = here.group_by("value").aggregate([([], "count_all")]).to_pylist()
    top = max(counts, key=lambda row: (row["count_all"], row["value"]), default=None)
    return None if top is None else str(top["value"])


def _worth(its: Scene) -> dict[str, Any]:
    """What one who has become a customer pays in the year after; None when too few have been followed."""
    customer = its.path.customer(its.money.customer)
    found = worths(its, (customer.code,))[customer.code] if customer else None
    row: dict[str, Any] = dict.fromkeys(("ltv", "ltv_low", "ltv_high"))
    if found is not None and found.value is not None:
        one, spread = earned(found.value, its.money), earned(found.error, its.money)
        row = {"ltv": one, "ltv_low": one - Z95 * spread, "ltv_high": one + Z95 * spread}
    return row | {"customers": found.n if found else 0}


def _stages(persona: Persona, its: Scene, chosen: pa.Table, now: pa.Table) -> list[dict[str, Any]]:
    """Each stage of the journey in its order, and those on none."""
    here = _here(now, chosen)
    counted = here.group_by("stage").aggregate([([], "count_all")]).to_pylist()
    counts = {row["stage"]: row["count_all"] for row in counted}
    keys = {step.code: step.key for step in its.path.steps}
    lost = sum(n for code, n in counts.items() if code not in keys)
    rows = [(key, its.stage(key), counts.get(code, 0)) for code, key in keys.items()]
    if lost:
        rows.append((NOBODY, its.stage(None), lost))
    return [
        {"id": f"{persona.key}>{key}", "persona": persona.name.both(), "stage": name, "people": n}
        for key, name, n in rows
    ]


def people(scene: Scene, asked: Asked, row: str, column: str) -> pa.Table:
    """Everybody of a persona, those on one stage, or those who reached the goal."""
    key, _, stage = row.partition(">")
    persona = next(each for each in scene.journey.personas if each.key == key)
    found = _of(scene, persona)
    if found is None or column not in ("people", "reached"):
        raise KeyError(row)
    its, chosen = found
    if column == "reached":
        arrow = _arrow(scene)
        if arrow is None or stage:
            raise KeyError(column)
        return people_of(its.reader, arrow, its.period, "advanced", chosen)
    if not stage:
        return chosen
    codes = {step.key: step.code for step in its.path.steps}
    here = _here(scene.ask(stages_of_people()), chosen)
    on = pc.is_in(here["stage"], value_set=pa.array(codes.values(), pa.int32()))
    at = pc.invert(on) if stage == NOBODY else pc.equal(here["stage"], codes[stage])
    return here.filter(pc.fill_null(at, stage == NOBODY)).select(["person"])


def _here(rows: pa.Table, chosen: pa.Table) -> pa.Table:
    """The rows of the chosen people."""
    return rows.filter(pc.is_in(rows["person"], value_set=chosen["person"].combine_chunks()))


REPORT = Report("personas", "people", Asked, answer, people)
