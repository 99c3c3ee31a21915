"""What was known of each person at a moment: nothing that happened after it has a part in it.

The moment is one for all (`cut`), or each person's own (`cuts`: person, at), such as when they entered a programme.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.datatypes as dt

from polku.analytics.facts import among, dialect, moment, path_events, question, transitions
from polku.conditions.properties import property_column

if TYPE_CHECKING:
    from ibis import Table

DAY = 86_400
cuts = ibis.table({"person": dt.int64, "at": dt.Timestamp(scale=6)}, name="cuts")
"""Each person's own moment; `ask(…, tables={"cuts": table})` registers them."""


def _known(table: Table, when: str, each: bool) -> tuple[Table, Any]:
    """The rows until the moment, and how many seconds before it they were."""
    if not each:
        rows = table.filter(table[when] <= moment("cut"))
        return rows, _seconds(moment("cut")) - _seconds(rows[when])
    own = cuts.select(who=cuts.person, cut_at=cuts["at"])
    rows = table.inner_join(own, table.person == own.who)
    rows = rows.filter(rows[when] <= rows.cut_at)
    return rows, _seconds(rows.cut_at) - _seconds(rows[when])


def _seconds(when: Any) -> Any:
    """Whole ones: engines differ in what they make of microseconds."""
    return when.epoch_seconds() // 1


@question
def features(currency: str, each: bool, limited: bool) -> Table:
    """A row for each person with an event until the moment. Ages are seconds before it: `last`, `first` of events,
    `order_last`, `order_first` of orders (null: none), `stage_age`. Counts: `events`; `e7`, `e30`, `e90` of the last
    days; `orders`, `orders_90`; `spent` in minor units. Codes: `channel` of the first event, `stage`; its `device` is
    text."""
    rows, age = _known(among(path_events, limited), "ts", each)
    rows = rows.mutate(age=age)
    own = rows.currency.isnull() | (rows.currency == currency)
    order = rows.revenue.notnull() & (rows.revenue > 0) & own
    counted = rows.group_by("person").agg(
        last=rows.age.min(),
        first=rows.age.max(),
        events=rows.count(),
        e7=rows.count(where=rows.age < 7 * DAY),
        e30=rows.count(where=rows.age < 30 * DAY),
        e90=rows.count(where=rows.age < 90 * DAY),
        orders=rows.count(where=order),
        orders_90=rows.count(where=order & (rows.age < 90 * DAY)),
        spent=rows.revenue.sum(where=rows.revenue.notnull() & own).coalesce(0).cast("int64"),
        order_last=rows.age.min(where=order),
        order_first=rows.age.max(where=order),
    )
    begun = among(path_events, limited)
    begun = begun.filter(begun.n == 1)
    device = property_column(begun, "device", dialect()).nullif("")
    begun = begun.select(begun_by=begun.person, channel=begun.channel, device=device)
    moves, ago = _known(among(transitions, limited), "at", each)
    moves = moves.mutate(age=ago)
    stood = moves.group_by("person").agg(
        stage=moves.to_stage.argmax(moves.n), stage_age=moves.age.argmax(moves.n)
    )
    stood = stood.select(stands=stood.person, stage=stood.stage, stage_age=stood.stage_age)
    all_ = counted.left_join(begun, counted.person == begun.begun_by).drop("begun_by")
    all_ = all_.left_join(stood, all_.person == stood.stands).drop("stands")
    return all_.order_by("person")


@question
def buyers_between(currency: str) -> Table:
    """Who bought after the moment `cut`, until `until`."""
    own = path_events.currency.isnull() | (path_events.currency == currency)
    paid = path_events.filter(path_events.revenue > 0, own)
    paid = paid.filter(paid.ts > moment("cut"), paid.ts <= moment("until"))
    return paid.select("person").distinct()


@question
def movers_between(stages: tuple[int, ...]) -> Table:
    """Who came to one of the stages after the moment `cut`, until `until`."""
    moved = transitions.filter(transitions.to_stage.isin(stages or (-1,)))
    moved = moved.filter(moved["at"] > moment("cut"), moved["at"] <= moment("until"))
    return moved.select("person").distinct()
