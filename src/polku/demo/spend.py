"""What the advertising cost, a row a Finnish day and channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa

from polku.demo.data import SPEND
from polku.demo.pace import HELSINKI, HISTORY_DAYS, Floats, Ints


@dataclass(frozen=True)
class Prices:
    """`cost_per_click` in cents; one click in `clicks_per_visitor` becomes a visitor we see."""

    campaign: str
    cost_per_click: float
    clicks_per_visitor: float
    clicks_of_impressions: float


def ad_spend(
    rng: np.random.Generator,
    start: datetime,
    arrives: Floats,
    channel: Ints,
    paid: Mapping[int, tuple[str, Prices]],
) -> pa.Table:
    """Spend of the paid channels. `paid`: channel code → (name, prices). Shape: SPEND."""
    midnight = start.astimezone(HELSINKI).replace(hour=0, minute=0, second=0, microsecond=0)
    shift = (start - midnight) / timedelta(days=1)
    day = (arrives + shift).astype(np.int64)
    first = np.datetime64(midnight.date(), "D")
    days = first + np.arange(HISTORY_DAYS + 1)
    tables = []
    for code, (name, prices) in paid.items():
        visitors = np.bincount(day[channel == code], minlength=len(days))[: len(days)]
        clicks = rng.poisson(visitors * prices.clicks_per_visitor)
        cost = clicks * prices.cost_per_click * np.exp(0.12 * rng.standard_normal(len(days)))
        seen = rng.poisson(clicks / prices.clicks_of_impressions)
        columns = [
            pa.array(days),
            pa.array([name] * len(days)),
            pa.array([prices.campaign] * len(days)),
            pa.array(np.rint(cost).astype(np.int64)),
            pa.array(["EUR"] * len(days)),
            pa.array(clicks),
            pa.array(seen),
        ]
        tables.append(pa.table(columns, schema=SPEND).filter(pa.array(clicks > 0)))
    return pa.concat_tables(tables)
