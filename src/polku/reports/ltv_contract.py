"""Customer value where contracts are renewed: payments at even gaps until they end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from polku.analytics.purchases import DAY, payments_of, sales_by_event
from polku.reports.ltv_repeat import Value
from polku.science.clv.contract import Renewals, fit_contract, survival
from polku.science.clv.fitting import ENOUGH, Fit

if TYPE_CHECKING:
    from polku.reports.report import Scene
    from polku.science.clv.histories import Floats

SIGNS = ("subscription", "contract", "renew", "invoice", "tilausmaksu", "sopimus")
LATE = 1.5  # a contract whose last payment is so many gaps ago has ended


@dataclass(frozen=True, eq=False)
class Contracts:
    """`renewals`, the usual gap between payments in days (None: too few have paid twice) and what is paid at a time
    (minor units)."""

    renewals: Renewals
    gap: float | None
    payment: float
    n: int


def contract_events(scene: Scene) -> tuple[tuple[int, ...], float]:
    """The events that pay for contracts, by their names, and their share of sales (0..1)."""
    words = scene.words("event")
    rows = scene.ask(sales_by_event(scene.money.currency, scene.limited)).to_pylist()
    total = sum(row["gross"] for row in rows)
    ours = [r for r in rows if any(s in words.get(r["event"], "").lower() for s in SIGNS)]
    share = sum(row["gross"] for row in ours) / total if total else 0.0
    return tuple(sorted(row["event"] for row in ours)), share


def contracts(scene: Scene, events: tuple[int, ...]) -> Contracts:
    """Of the people of the scene."""
    rows = scene.ask(payments_of(events, scene.money.currency, scene.limited))
    n, first, last, gross = (
        rows[name].to_numpy().astype(np.int64) for name in ("n", "first_s", "last_s", "gross")
    )
    again = n > 1
    nothing = Renewals(np.zeros(1), np.zeros(1))
    payment = float(gross.sum() / n.sum()) if n.sum() else float("nan")
    if again.sum() < ENOUGH:
        return Contracts(nothing, None, payment, len(n))
    gap = float(np.median((last - first)[again] / (n[again] - 1)))
    if gap < DAY / 2:
        return Contracts(nothing, None, payment, len(n))
    ended = scene.period.end.timestamp() - last > LATE * gap
    most = int(n.max())
    counted = Renewals(
        np.bincount(n[ended] - 1, minlength=most).astype(np.float64),
        np.bincount(n[~ended] - 1, minlength=most).astype(np.float64),
    )
    return Contracts(counted, gap / DAY, payment, len(n))


def contract_value(
    found: Contracts, months: int, yearly: float, days: float
) -> tuple[Fit, Value | None]:
    """The fit, and what a new contract brings in 0, 1, … `months` (each `days` long), discounted by `yearly`."""
    fit = fit_contract(found.renewals)
    if fit.trouble or found.gap is None:
        return fit, None
    steps = int(months * days / found.gap)
    paid_at = np.arange(steps + 1) * found.gap
    weight = (1 + yearly) ** (-paid_at / 365.25)
    due = np.arange(months + 1) * days

    def worth(params: tuple[float, ...]) -> Floats:
        sums = np.cumsum(survival(params, steps) * weight) * found.payment
        return sums[np.searchsorted(paid_at, due + 1e-9, side="right") - 1]

    value, low, high = fit.interval(worth)
    return fit, Value(value, low, high)
