"""What people paid: every event with revenue, refunds negative, in the workspace's currency.

Sums are in minor units as they came (with VAT when the events have it), so that they reconcile to the cent;
`polku.reports.money` takes VAT off and turns revenue into margin when figures are told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from polku.analytics.facts import among, events, moment, question

if TYPE_CHECKING:
    from ibis import Table

    from polku.reports.report import Scene


def sales(currency: str, limited: bool) -> Table:
    """person, ts, seq, event, channel, minor: until window_end. An event that names no currency is in the
    workspace's; events in other currencies are left out."""
    paid = events.filter(
        events.revenue.notnull(),
        events.currency.isnull() | (events.currency == currency),
        events.ts <= moment("window_end"),
    )
    found = paid.select("person", "ts", "seq", "event", "channel", minor=paid.revenue)
    return among(found, limited)


@question
def left_out(currency: str, limited: bool) -> Table:
    """Events with revenue in other currencies: currency, events."""
    other = events.filter(
        events.revenue.notnull(),
        events.currency.notnull() & (events.currency != currency),
        events.ts <= moment("window_end"),
    )
    other = among(other, limited)
    return other.group_by("currency").agg(events=other.count())


@dataclass(frozen=True)
class Paid:
    """Sums of one period: `gross` of sales, `refunds` (negative), in minor units; `orders` are events with
    revenue above zero, `buyers` the different people who made them."""

    gross: int
    refunds: int
    orders: int
    buyers: int


@question
def totals_of_sales(currency: str, limited: bool) -> Table:
    """One row: the sums of sales within the cohort period."""
    rows = sales(currency, limited)
    rows = rows.filter(rows.ts > moment("cohort_start"), rows.ts <= moment("cohort_end"))
    return rows.agg(
        gross=rows.minor.sum(where=rows.minor > 0).coalesce(0).cast("int64"),
        refunds=rows.minor.sum(where=rows.minor < 0).coalesce(0).cast("int64"),
        orders=rows.count(where=rows.minor > 0),
        buyers=rows.person.nunique(where=rows.minor > 0),
    )


def paid(scene: Scene) -> Paid:
    """What was paid in the period of the scene by the people of the scene."""
    row = scene.ask(totals_of_sales(scene.money.currency, scene.limited)).to_pylist()[0]
    return Paid(row["gross"], row["refunds"], row["orders"], row["buyers"])
