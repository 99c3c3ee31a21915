"""What did advertising cost, by day and channel? The ledger that every price is reconciled with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polku.analytics.facts import question, spend

if TYPE_CHECKING:
    from ibis import Table


@question
def spend_days() -> Table:
    """day, channel (code), currency, cost (minor units), clicks and impressions (0 where not told)."""
    return spend.group_by("day", "channel", "currency").agg(
        cost=spend.cost.sum().coalesce(0).cast("int64"),
        clicks=spend.clicks.sum().coalesce(0).cast("int64"),
        impressions=spend.impressions.sum().coalesce(0).cast("int64"),
    )
