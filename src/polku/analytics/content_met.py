"""Who met a piece of content, and who of them moved on to a later stage soon after?"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import ibis

from polku.analytics.facts import among, dialect, events, moment, question, transitions
from polku.analytics.touchpoint_counts import Codes
from polku.conditions.event import EventCondition

if TYPE_CHECKING:
    from ibis import Table

LOOKED_BACK = timedelta(days=90)
MOVES_WITHIN = timedelta(days=30)


def _met(conditions: tuple[str, ...], codes: Codes, limited: bool) -> Table:
    """piece (place of its condition), person, at: the first time each met it in the time looked back."""
    named = {kind: dict(pairs) for kind, pairs in codes}
    asked = [EventCondition.model_validate_json(each) for each in conditions]
    wanted = sorted({named.get("event", {}).get(each.event, -1) for each in asked})
    recent = events.filter(
        events.event.isin(wanted),
        events.ts > moment("looked_back"),
        events.ts <= moment("window_end"),
    )
    recent = among(recent, limited)
    parts = []
    for place, condition in enumerate(asked):
        rows = recent.filter(condition.compile(recent, named, dialect()))
        first = rows.group_by("person").agg(at=rows.ts.min())
        parts.append(
            first.mutate(piece=ibis.literal(place, "int32")).select("piece", "person", "at")
        )
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


@question
def met(conditions: tuple[str, ...], codes: Codes, limited: bool) -> Table:
    """piece, people, followed: who met each piece, and who of them has been followed long enough."""
    rows = _met(conditions, codes, limited)
    return rows.group_by("piece").agg(
        people=rows.person.nunique(),
        followed=rows.person.nunique(where=rows.at <= moment("followed")),
    )


@question
def moved_on(
    conditions: tuple[str, ...], codes: Codes, order: tuple[int, ...], limited: bool
) -> Table:
    """piece, moved: who of the followed came to a later stage (`order`: the codes of the way forward) in time."""
    rows = _met(conditions, codes, limited)
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
