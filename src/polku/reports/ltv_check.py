"""Would the forecast have come true? Fitted on the first part of the history, compared with the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from polku.analytics.purchases import DAY
from polku.reports.ltv_repeat import MODULES, WEEK, Model, Purchases, fit_buying, purchases
from polku.science.ratio import ratio

if TYPE_CHECKING:
    from polku.reports.report import Scene

SPLIT = 2 / 3  # of the history is the first part
MOST = 7  # repeat purchases told apart; the last group has so many or more
MISSED = 0.1


@dataclass(frozen=True)
class Check:
    """`rows` of the sheet; repeat purchases `predicted` and `actual` in the second part, of `n` customers; `missed`
    when they differ by more than a tenth and more than chance."""

    rows: list[dict[str, Any]]
    predicted: float
    actual: int
    n: int
    weeks: float
    missed: bool


def check(scene: Scene, bought: Purchases, model: Model) -> Check | None:
    """None when the first part is too short or too thin to fit."""
    if not len(bought.person):
        return None
    begin = int(bought.first.min())
    split = begin + int((bought.end - begin) * SPLIT)
    early = purchases(scene, datetime.fromtimestamp(split * DAY, UTC))
    early = early.only(np.isin(early.person, bought.person))
    fit = fit_buying(early, model)
    weeks = (bought.end - split) / WEEK
    if fit.trouble or weeks <= 0:
        return None
    data, place = early.histories()
    more = MODULES[model].expected_more(fit.values, data.x, data.recency, data.age, weeks)[place]
    later = bought.days[np.searchsorted(bought.person, early.person)] - early.days
    x = np.minimum(early.days - 1, MOST)
    rows = []
    for times in range(MOST + 1):
        who = x == times
        if who.any():
            came = ratio(later[who])
            rows.append(
                {
                    "id": str(times),
                    "times": f"{times}" + ("+" if times == MOST else ""),
                    "people": int(who.sum()),
                    "predicted": float(more[who].mean()),
                    "actual": came.value,
                    "actual_low": None if came.low is None else max(0.0, came.low),
                    "actual_high": came.high,
                }
            )
    came = ratio(later)
    predicted, actual = float(more.sum()), int(later.sum())
    outside = came.low is not None and came.high is not None
    outside = outside and not came.low <= predicted / len(later) <= came.high  # type: ignore[operator]
    missed = bool(outside and abs(predicted - actual) > MISSED * max(actual, 1))
    return Check(rows, predicted, actual, len(later), weeks, missed)
