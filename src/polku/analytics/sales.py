"""What people paid: every event with revenue, refunds negative, in the workspace's currency.

Sums are in minor units as they came (with VAT when the events have it), so that they reconcile to the cent;
`polku.reports.money` takes VAT off and turns revenue into margin when figures are told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polku.analytics.facts import among, events, moment, question

if TYPE_CHECKING:
    from ibis import Table


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
