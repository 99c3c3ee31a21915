"""When and for how much did each person buy? Sums of whole minor units: they reconcile to the cent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.datatypes as dt

from polku.analytics.acquisition import whole_seconds
from polku.analytics.facts import moment, number, question
from polku.analytics.sales import sales

if TYPE_CHECKING:
    from ibis import Table

DAY = 86_400
AGE_MONTH = 2_629_800  # seconds of a month of a customer's life: a twelfth of 365.25 days
started = ibis.table(
    {
        "person": dt.int64,
        "start": dt.int64,
        "lived": dt.int64,
        "grp": dt.int32,
        "block": dt.int32,
    },
    name="started",
)
"""Customers: since when (seconds since 1970), how many whole months ago that is, their group, and a block for the
interval; the asker's own."""


@question
def sales_by_month(currency: str, months: int, limited: bool) -> Table:
    """person, month, orders, gross, refunds (negative) of the cohort period. month 0 is before the moment
    month_0, 1 from it to month_1, and so on; `months` such moments are given."""
    rows = sales(currency, limited)
    rows = rows.filter(rows.ts > moment("cohort_start"), rows.ts <= moment("cohort_end"))
    begun = [(rows.ts >= moment(f"month_{place}")).cast("int32") for place in range(months)]
    rows = rows.mutate(month=_added(begun) if begun else ibis.literal(0).cast("int32"))
    rows = rows.mutate(
        paid=(rows.minor > 0).ifelse(rows.minor, 0),
        back=(rows.minor < 0).ifelse(rows.minor, 0),
        order=(rows.minor > 0).cast("int64"),
    )
    return rows.group_by("person", "month").agg(
        orders=rows.order.sum().cast("int64"),
        gross=rows.paid.sum().cast("int64"),
        refunds=rows.back.sum().cast("int64"),
    )


def _added(terms: list[Any]) -> Any:
    """The sum, by halves: a hundred years of months added one by one is deeper than a program may go."""
    half = len(terms) // 2
    return terms[0] if not half else _added(terms[:half]) + _added(terms[half:])


@question
def net_sales(currency: str, limited: bool) -> Table:
    """person, orders, gross, refunds (negative): all that was paid until window_end."""
    rows = sales(currency, limited)
    rows = rows.mutate(
        paid=(rows.minor > 0).ifelse(rows.minor, 0),
        back=(rows.minor < 0).ifelse(rows.minor, 0),
        order=(rows.minor > 0).cast("int64"),
    )
    return rows.group_by("person").agg(
        orders=rows.order.sum().cast("int64"),
        gross=rows.paid.sum().cast("int64"),
        refunds=rows.back.sum().cast("int64"),
    )


@question
def purchase_histories(currency: str, limited: bool) -> Table:
    """person, first_day, last_day (days since 1970, UTC), days (different days of purchase), gross, first_gross
    (of the first day): payments above zero until the moment `until`."""
    rows = sales(currency, limited)
    rows = rows.filter(rows.minor > 0, rows.ts <= moment("until"))
    rows = rows.mutate(day=(rows.ts.epoch_seconds() // DAY).cast("int64"))
    daily = rows.group_by("person", "day").agg(gross=rows.minor.sum().cast("int64"))
    return daily.group_by("person").agg(
        first_day=daily.day.min(),
        last_day=daily.day.max(),
        days=daily.count(),
        gross=daily.gross.sum().cast("int64"),
        first_gross=daily.gross.argmin(daily.day),
    )


@question
def sales_by_age(currency: str) -> Table:
    """grp, block, age (whole months since the start), minor (refunds taken off): what the `started` have paid in
    the whole months that they have lived, `most_age` of them at most. What came before the start counts at age 0."""
    rows = sales(currency, False)
    rows = rows.join(started, "person")
    age = ((whole_seconds(rows.ts) - rows.start) // AGE_MONTH).cast("int64")
    rows = rows.mutate(age=(age < 0).ifelse(0, age))
    rows = rows.filter(rows.age < number("most_age"), rows.age < rows.lived)
    return rows.group_by("grp", "block", "age").agg(minor=rows.minor.sum().cast("int64"))


@question
def sales_by_event(currency: str, limited: bool) -> Table:
    """event (code), orders, gross: payments above zero until window_end."""
    rows = sales(currency, limited)
    rows = rows.filter(rows.minor > 0)
    return rows.group_by("event").agg(orders=rows.count(), gross=rows.minor.sum().cast("int64"))


@question
def payments_of(events: tuple[int, ...], currency: str, limited: bool) -> Table:
    """person, n, first_s, last_s, gross: payments above zero by these events, until window_end."""
    rows = sales(currency, limited)
    rows = rows.filter(rows.minor > 0, rows.event.isin(events))
    return rows.group_by("person").agg(
        n=rows.count(),
        first_s=whole_seconds(rows.ts.min()),
        last_s=whole_seconds(rows.ts.max()),
        gross=rows.minor.sum().cast("int64"),
    )
