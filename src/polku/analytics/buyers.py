"""Each buyer: when they bought last, how often, and for how much in all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polku.analytics.facts import moment, question
from polku.analytics.sales import sales

if TYPE_CHECKING:
    from ibis import Table

DAY = 86_400


@question
def buyers(currency: str, limited: bool) -> Table:
    """person, days (whole days from the last order to window_end), orders, minor (refunds taken off), of who have
    an order within the cohort period; sums are of the period. In order of person."""
    rows = sales(currency, limited)
    rows = rows.filter(rows.ts > moment("cohort_start"), rows.ts <= moment("cohort_end"))
    each = rows.group_by("person").agg(
        last=rows.ts.max(where=rows.minor > 0),
        orders=rows.count(where=rows.minor > 0),
        minor=rows.minor.sum().cast("int64"),
    )
    each = each.filter(each.orders > 0)
    days = (moment("window_end").epoch_seconds() - each.last.epoch_seconds()) // DAY
    return each.select("person", "orders", "minor", days=days).order_by("person")
