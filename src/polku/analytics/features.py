"""What was known of each person at a moment: nothing that happened after it has a part in it.

The moment is one for all (`cut`), or each person's own (`cuts`: person, at), such as when they entered a programme.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.datatypes as dt

from polku.analytics.facts import among, dialect, moment, path_events, question, transitions
from polku.conditions.properties import property_column

if TYPE_CHECKING:
    from ibis import Table

DAY = 86_400
LATELY = (7, 30, 90)
cuts = ibis.table({"person": dt.int64, "at": dt.Timestamp(scale=6)}, name="cuts")
"""Each person's own moment; `ask(…, tables={"cuts": table})` registers them."""


def known_at(cut: datetime) -> dict[str, datetime]:
    """The moments that `features` of one moment for all needs."""
    return {"cut": cut} | {f"after_{days}": cut - timedelta(days=days) for days in LATELY}


def _known(table: Table, when: str, each: bool) -> Table:
    """The rows until the moment, with `cut_at`, the moment."""
    if not each:
        rows = table.filter(table[when] <= moment("cut"))
        return rows.mutate(cut_at=moment("cut"))
    own = cuts.select(who=cuts.person, cut_at=cuts["at"])
    rows = table.inner_join(own, table.person == own.who)
    return rows.filter(rows[when] <= rows.cut_at)


def _seconds(when: Any) -> Any:
    """Whole ones: engines differ in what they make of microseconds."""
    return when.epoch_seconds() // 1


@question
def features(currency: str, each: bool, limited: bool) -> Table:
    """A row for each person with an event until the moment. Ages are seconds before it: `last`, `first` of events,
    `order_last`, `order_first` of orders (null: none), `stage_age`. Counts: `events`; `e7`, `e30`, `e90` of the last
    days; `orders`, `orders_90`; `spent` in minor units. Codes: `channel` of the first event, `stage`; its `device` is
    text."""
    rows = _known(among(path_events, limited), "ts", each)
    if each:
        age = _seconds(rows.cut_at) - _seconds(rows.ts)
        late = {days: age < days * DAY for days in LATELY}
    else:  # comparing moments is several times as fast as reckoning ten million ages
        late = {days: rows.ts > moment(f"after_{days}") for days in LATELY}
    own = rows.currency.isnull() | (rows.currency == currency)
    order = rows.revenue.notnull() & (rows.revenue > 0) & own
    counted = rows.group_by("person").agg(
        cut_at=rows.cut_at.max(),
        last_ts=rows.ts.max(),
        first_ts=rows.ts.min(),
        events=rows.count(),
        e7=rows.count(where=late[7]),
        e30=rows.count(where=late[30]),
        e90=rows.count(where=late[90]),
        orders=rows.count(where=order),
        orders_90=rows.count(where=order & late[90]),
        spent=rows.revenue.sum(where=rows.revenue.notnull() & own).coalesce(0).cast("int64"),
        last_order=rows.ts.max(where=order),
        first_order=rows.ts.min(where=order),
    )
    begun = among(path_events, limited)
    begun = begun.filter(begun.n == 1)
    device = property_column(begun, "device", dialect()).nullif("")
    begun = begun.select(begun_by=begun.person, channel=begun.channel, device=device)
    moves = _known(among(transitions, limited), "at", each)
    stood = moves.group_by("person").agg(
        stage=moves.to_stage.argmax(moves.n), since=moves["at"].argmax(moves.n)
    )
    stood = stood.select(stands=stood.person, stage=stood.stage, since=stood.since)
    all_ = counted.left_join(begun, counted.person == begun.begun_by).drop("begun_by")
    all_ = all_.left_join(stood, all_.person == stood.stands).drop("stands")

    def age_of(when: Any) -> Any:
        return _seconds(all_.cut_at) - _seconds(when)

    return all_.select(
        "person",
        "events",
        "e7",
        "e30",
        "e90",
        "orders",
        "orders_90",
        "spent",
        "channel",
        "device",
        "stage",
        last=age_of(all_.last_ts),
        first=age_of(all_.first_ts),
        order_last=age_of(all_.last_order),
        order_first=age_of(all_.first_order),
        stage_age=age_of(all_.since),
    ).order_by("person")


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
