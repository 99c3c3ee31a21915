"""One person as the API shows them: who, where on the path, what happened and why."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from polku.analytics.person_timeline import Timeline, person_timeline
from polku.analytics.reason import Move, reason, rule_of
from polku.clock import as_naive_utc
from polku.conditions.inactive import InactiveCondition
from polku.errors import Language, NotFound, Problem
from polku.http.event_rows import money, properties
from polku.http.message_entries import message_entries, with_messages
from polku.http.shapes.parts import Words
from polku.http.shapes.people import (
    IdentityBody,
    NextDue,
    Person,
    ReasonBody,
    RibbonPart,
    TimelineEntry,
)

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from polku.http.desk import Desk

Row = dict[str, Any]


def person_card(
    desk: Desk, asked: str, before: datetime | None, language: Language = "en"
) -> Person:
    """By number or by any id. Raises NotFound."""
    control = desk.workspace.control
    found = desk.numbers(patience=0)  # only for what is usual here: yesterday's will do
    now = desk.now()
    with desk.workspace.warehouse.read() as cursor:
        number, timeline = _find(desk, cursor, asked, before)
        due = _next_due(desk, cursor, number, timeline.row["due"])
    stages = desk.workspace.warehouse.words("stage")
    messages = message_entries(control, number, language)
    ids, names = desk.labels(np.array([number], np.int64))
    stay = found.stays.get(timeline.row["stage"])
    since = timeline.row["since"]
    return Person(
        person=str(number),
        id=ids[0],
        name=names[0],
        traits=control.traits.of(number),
        identities=[
            IdentityBody(kind=each.kind, value=each.value, first_seen=each.first_seen)
            for each in control.identities.of(number)
        ],
        stage=stages.get(timeline.row["stage"]),
        since=since,
        days=_days(since, now) if since else None,
        usual_days=stay.median_days if stay else None,
        next_due=due,
        ribbon=_ribbon(timeline, stages, now),
        timeline=with_messages(
            [_entry(desk, kind, row) for kind, row in timeline.entries],
            messages,
            before,
            more=timeline.total > len(timeline.entries),
        ),
        timeline_total=timeline.total + len(messages),
        as_of=now,
    )


def _find(
    desk: Desk, cursor: DuckDBPyConnection, asked: str, before: datetime | None
) -> tuple[int, Timeline]:
    # An id may look like a number, so ids are asked first.
    by_id = desk.workspace.control.identities.find(asked)
    numbers = [by_id] if by_id is not None else []
    if asked.isascii() and asked.isdigit() and int(asked) < 2**63:
        numbers.append(_canonical(cursor, int(asked)))
    for number in numbers:
        timeline = person_timeline(cursor, number, before)
        if timeline is not None:
            return number, timeline
    raise NotFound(Problem("api.no-person", asked, {"person": asked}))


def _canonical(cursor: DuckDBPyConnection, number: int) -> int:
    """The person that this one was merged into: an old address still opens them."""
    row = cursor.execute("SELECT person FROM aliases WHERE identity = ?", [number]).fetchone()
    return int(row[0]) if row else number


def _ribbon(timeline: Timeline, stages: Any, now: datetime) -> list[RibbonPart]:
    parts = []
    first = timeline.row["first_ts"]
    moves = timeline.moves
    if not moves or moves[0]["at"] > first:
        until = moves[0]["at"] if moves else None
        parts.append(RibbonPart(stage=None, from_=first, to=until, days=_days(first, until or now)))
    for place, move in enumerate(moves):
        until = moves[place + 1]["at"] if place + 1 < len(moves) else None
        parts.append(
            RibbonPart(
                stage=stages.get(move["to_stage"]),
                from_=move["at"],
                to=until,
                days=_days(move["at"], until or now),
            )
        )
    return parts


def _entry(desk: Desk, kind: str, row: Row) -> TimelineEntry:
    words = desk.workspace.warehouse.words
    if kind == "event":
        return TimelineEntry(
            at=row["ts"],
            kind="event",
            event=words("event").get(row["event"]),
            channel=words("channel").get(row["channel"]),
            source=words("source").get(row["source"]),
            revenue=money(row),
            properties=properties(row["properties"]),
        )
    stages = words("stage")
    to = stages.get(row["to_stage"], "")
    event = words("event").get(row["event"])
    journey = desk.loaded.journey
    written = rule_of(journey, row["rule"])
    sentence = reason(journey, Move(row["rule"], to, row["at"], event), desk.zone)
    return TimelineEntry(
        at=row["at"],
        kind="stage",
        from_=stages.get(row["from_stage"]),
        to=to,
        rule=row["rule"],
        reason=ReasonBody(
            rule=row["rule"],
            event=event,
            sentence=Words(fi=sentence["fi"], en=sentence["en"]),
            timed=written is not None and isinstance(written.condition, InactiveCondition),
        ),
    )


def _next_due(
    desk: Desk, cursor: DuckDBPyConnection, number: int, due: datetime | None
) -> NextDue | None:
    """What time alone will do: fold the person as of that moment and see which rule moved them."""
    if due is None:
        return None
    from polku.stages.compile import compile_stages
    from polku.stages.read import fold_people

    compiled = compile_stages(desk.loaded.journey)
    folded = fold_people(cursor, compiled, np.array([number], np.int64), as_naive_utc(due))
    moves = folded.transitions.to_pylist()
    if not moves or moves[-1]["at"] != as_naive_utc(due):
        return NextDue(at=due, rule=None, to=None)
    stages = desk.workspace.warehouse.words("stage")
    return NextDue(at=due, rule=moves[-1]["rule"], to=stages.get(moves[-1]["to_stage"]))


def _days(start: datetime, end: datetime) -> float:
    return round(max(0.0, (end - start).total_seconds() / 86_400), 1)
