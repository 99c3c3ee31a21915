"""Did those whom a programme cared for reach its goal more often than its holdout? (docs: definitions)

A person counts once, by their first entry, and only when the whole window after it has passed: those who
entered later are open. Both sides are measured by the same rule, from events or stages, never from what the
programme did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import ibis
import ibis.expr.datatypes as dt

from polku.analytics.facts import ask, dialect, events, moment, number, question, transitions
from polku.analytics.touchpoint_counts import Codes, hashable_codes
from polku.conditions.event import EventCondition
from polku.science.experiments.effect import sequential, within
from polku.science.experiments.moments import Moments
from polku.science.experiments.point import mean
from polku.science.experiments.srm import balance_of_lots
from polku.science.experiments.verdict import Verdict, verdict
from polku.science.newcombe import Difference
from polku.science.wilson import Share, share

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from ibis import Table

    from polku.analytics.reader import Reader

DAY = 86_400
NOWHERE = (-1,)
"""The number of no place."""

entries = ibis.table(
    {
        "place": dt.int32,
        "entry": dt.int64,
        "person": dt.int64,
        "at": dt.Timestamp(scale=6),
        "uid": dt.int64,
    },
    name="entries",
)


@dataclass(frozen=True)
class Results:
    """`cared` and `held`: the closed cases of each arm; `open`: people whose window has not passed yet. The interval of
    `lift` holds however often one looks (`polku.science.experiments.sequence`).
    `entered` = closed of both arms + open. `by_day`: (day, share of cared, share of holdout) who had
    reached the goal within so many days; None without cases."""

    cared: Share
    held: Share
    reached: tuple[int, int]
    entered: int
    open: int
    lift: Difference
    verdict: Verdict
    by_day: tuple[tuple[int, float | None, float | None], ...]


def first_entries(cared: tuple[int, ...], held: tuple[int, ...]) -> Table:
    """The first entry of each person: person, at, held (0 or 1), place."""
    mine = entries.filter(entries.place.isin(cared + held), entries.at <= moment("as_of"))
    first = ibis.struct(
        {"at": mine.at, "entry": mine.entry}
    )  # two at one moment: the same on every engine
    return mine.group_by("person").agg(
        at=mine.at.min(),
        held=mine.place.isin(held).cast("int8").argmin(first),
        place=mine.place.argmin(first),
    )


@question
def outcomes(
    cared: tuple[int, ...],
    held: tuple[int, ...],
    goal: str | None,
    stage: int | None,
    codes: Codes,
) -> Table:
    """People by arm and place, closed or open, and the whole days it took to reach the goal (null: not in time)."""
    who = first_entries(cared, held)
    if stage is not None:
        there = transitions.filter(transitions.to_stage == stage)
        done = there.select(got=there.person, then=there.at)
    else:
        condition = EventCondition.model_validate_json(goal or "")
        named = {kind: dict(pairs) for kind, pairs in codes}
        found = events.filter(events.event == named.get("event", {}).get(condition.event, -1))
        found = found.filter(condition.compile(found, named, dialect()))
        done = found.select(got=found.person, then=found.ts)
    window = number("window_seconds")
    after = who.left_join(done, [who.person == done.got, who.at < done.then])
    took = (after.then.epoch_seconds() - after.at.epoch_seconds()).min()
    each = after.group_by("person").agg(
        at=after.at.min(), held=after.held.min(), place=after.place.min(), took=took
    )
    open_ = each.at.epoch_seconds() + window > moment("as_of").epoch_seconds()
    day = ibis.cases((each.took <= window, each.took // DAY))
    each = each.mutate(open=open_, day=day.cast("int64"))
    return each.group_by("held", "place", "open", "day").agg(people=each.count())


def programme_results(
    cursor: Reader | DuckDBPyConnection,
    *,
    cared: Sequence[int],
    held: Sequence[int],
    goal: EventCondition | None,
    stage: int | None,
    codes: Mapping[str, Mapping[str, int]],
    window: timedelta,
    as_of: datetime,
    lots: Sequence[Mapping[int, float]] = (),
) -> Results:
    """The comparison. `cared`, `held`: the place codes of entries; `goal` or `stage` (its code) is what counts
    as reached. `lots`: place -> the share that was to come there, for each lot that was drawn (a version)."""
    sql = outcomes(
        tuple(sorted(cared)) or NOWHERE,
        tuple(sorted(held)) or NOWHERE,
        None if goal is None else goal.model_dump_json(exclude_defaults=True),
        stage,
        hashable_codes({"event": {}} if goal is None else codes),
    )
    rows = ask(cursor, sql, as_of=as_of, window_seconds=int(window.total_seconds())).to_pylist()
    closed = [row for row in rows if not row["open"]]
    days = window.days
    people, by = [0, 0], [[0] * (days + 1), [0] * (days + 1)]
    for row in closed:
        people[row["held"]] += row["people"]
        if row["day"] is not None:
            by[row["held"]][min(int(row["day"]), days)] += row["people"]
    reached = (sum(by[0]), sum(by[1]))
    sides = [
        mean(Moments.of_share(got, n), share=True) for got, n in zip(reached, people, strict=True)
    ]
    effect = within(sequential(sides[0], sides[1]))
    lift = Difference(effect.value, effect.low, effect.high, effect.n)
    came: Counter[int] = Counter()
    for row in rows:
        came[row["place"]] += row["people"]
    arms = [
        {place: part for lot in lots for place, part in lot.items() if place in side}
        for side in (set(cared), set(held))
    ]
    blocked = balance_of_lots(came, arms, [list(lot) for lot in lots]).blocks
    return Results(
        cared=share(reached[0], people[0]),
        held=share(reached[1], people[1]),
        reached=reached,
        entered=sum(row["people"] for row in rows),
        open=sum(row["people"] for row in rows if row["open"]),
        lift=lift,
        verdict=verdict(lift.low, lift.high, min(people), blocked=blocked),
        by_day=tuple(_series(by, people)),
    )


def _series(by: list[list[int]], people: list[int]) -> list[tuple[int, float | None, float | None]]:
    rows, so_far = [], [0, 0]
    for day in range(len(by[0])):
        so_far = [so_far[0] + by[0][day], so_far[1] + by[1][day]]
        shares = [so_far[arm] / people[arm] if people[arm] else None for arm in (0, 1)]
        rows.append((day, shares[0], shares[1]))
    return rows
