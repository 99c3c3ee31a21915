"""The pieces of the plan: who met them, and how many of those moved on. Reach never stands without its next step."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import ibis

from polku.analytics.facts import dialect, events, moment, question, transitions
from polku.analytics.touchpoint_counts import Codes, hashable_codes
from polku.conditions.event import EventCondition

if TYPE_CHECKING:
    from ibis import Table

    from polku.journey.content import Piece
    from polku.journey.model import Journey
    from polku.reports.report import Scene
    from polku.studio.content.held import Held

LOOKED_BACK = timedelta(days=90)
MOVES_WITHIN = timedelta(days=30)


def _met(conditions: tuple[str, ...], codes: Codes) -> Table:
    """piece (place of its condition), person, at: the first time each met it in the time looked back."""
    named = {kind: dict(pairs) for kind, pairs in codes}
    asked = [EventCondition.model_validate_json(each) for each in conditions]
    wanted = sorted({named.get("event", {}).get(each.event, -1) for each in asked})
    recent = events.filter(
        events.event.isin(wanted),
        events.ts > moment("looked_back"),
        events.ts <= moment("window_end"),
    )
    parts = []
    for place, condition in enumerate(asked):
        rows = recent.filter(condition.compile(recent, named, dialect()))
        first = rows.group_by("person").agg(at=rows.ts.min())
        parts.append(
            first.mutate(piece=ibis.literal(place, "int32")).select("piece", "person", "at")
        )
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


@question
def met(conditions: tuple[str, ...], codes: Codes) -> Table:
    """piece, people, followed: who met each piece, and who of them has been followed long enough."""
    rows = _met(conditions, codes)
    return rows.group_by("piece").agg(
        people=rows.person.nunique(),
        followed=rows.person.nunique(where=rows.at <= moment("followed")),
    )


@question
def moved_on(conditions: tuple[str, ...], codes: Codes, order: tuple[int, ...]) -> Table:
    """piece, moved: who of the followed came to a later stage (`order`: the codes of the way forward) in time."""
    rows = _met(conditions, codes)
    rows = rows.filter(rows.at <= moment("followed"))
    rank = [(code, place) for place, code in enumerate(order)]
    t = transitions.filter(transitions.to_stage.isin(order), transitions.at > moment("looked_back"))
    onward = ibis.cases(*((t.to_stage == code, place) for code, place in rank), else_=-1)
    before = ibis.cases(*((t.from_stage == code, place) for code, place in rank), else_=-1)
    t = t.filter(onward > before).select("person", moved_at="at")
    both = rows.join(t, "person")
    both = both.filter(
        both.moved_at >= both.at, both.moved_at <= both.at + ibis.interval(days=MOVES_WITHIN.days)
    )
    return both.group_by("piece").agg(moved=both.person.nunique())


def pieces(scene: Scene, journey: Journey, held: Held, *, running: bool) -> list[dict[str, Any]]:
    """One row for each piece, in the order of the plan. Without an event, or in a journey that does not run, nothing
    is known of who met it (null)."""
    rows = [(topic, piece) for topic in journey.topics for piece in topic.pieces]
    reach = _reach(scene, [piece for _, piece in rows], held) if running else {}
    return [
        {
            "topic": topic.key,
            "key": piece.key,
            "stages": list(topic.stages),
            "personas": list(topic.personas),
            "bound": piece.event is not None,
            **reach.get(place, {"people": None, "followed": None, "moved": None, "rate": None}),
        }
        for place, (topic, piece) in enumerate(rows)
    ]


def _reach(scene: Scene, found: list[Piece], held: Held) -> dict[int, dict[str, Any]]:
    bound = [(i, piece.event) for i, piece in enumerate(found) if piece.event is not None]
    if not bound:
        return {}
    conditions = tuple(event.model_dump_json(exclude_defaults=True) for _, event in bound)
    rows = held.get(("reach", *conditions), lambda: _reach_of(scene, conditions))
    return {i: row for (i, _), row in zip(bound, rows, strict=True)}


def _reach_of(scene: Scene, conditions: tuple[str, ...]) -> list[dict[str, Any]]:
    """One row for each condition."""
    codes = hashable_codes(
        {kind: scene.codes.get(kind, {}) for kind in ("event", "source", "channel")}
    )
    end = scene.period.end
    given = {"looked_back": end - LOOKED_BACK, "followed": end - MOVES_WITHIN}
    order = tuple(step.code for step in scene.path.forward)
    reached = {row["piece"]: row for row in scene.ask(met(conditions, codes), **given).to_pylist()}
    moved = {
        row["piece"]: row["moved"]
        for row in scene.ask(moved_on(conditions, codes, order), **given).to_pylist()
    }
    rows = []
    for place in range(len(conditions)):
        row = reached.get(place, {"people": 0, "followed": 0})
        people, followed, went = row["people"], row["followed"], moved.get(place, 0)
        rate = went / followed if followed else None
        rows.append({"people": people, "followed": followed, "moved": went, "rate": rate})
    return rows
