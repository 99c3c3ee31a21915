"""Customer value where nobody says good-bye: buying as BG/NBD or Pareto/NBD, spending as Gamma-Gamma."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from polku.analytics.purchases import DAY, purchase_histories
from polku.reports.months import DAYS
from polku.science.clv import bg_nbd, pareto_nbd
from polku.science.clv.fitting import Fit
from polku.science.clv.gamma_gamma import expected_spend, fit_gamma_gamma, mean_spend
from polku.science.clv.histories import Buyers, buyers, spenders
from polku.science.wilson import Z95

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from polku.reports.report import Scene

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

WEEK = 7.0
Model = Literal["bg-nbd", "pareto-nbd"]
MODULES: dict[str, Any] = {"bg-nbd": bg_nbd, "pareto-nbd": pareto_nbd}
_SHARP = 20_000  # histories on which intervals are measured; all of them would add nothing but time


@dataclass(frozen=True, eq=False)
class Purchases:
    """Of each person (ascending): first and last day of purchase and how many days; money in minor units."""

    person: Ints
    first: Ints
    last: Ints
    days: Ints
    gross: Ints
    first_gross: Ints
    end: int

    def histories(self) -> tuple[Buyers, Ints]:
        """Counted, in weeks."""
        return buyers(self.days - 1, self.last - self.first, self.end - self.first, WEEK)

    def only(self, keep: NDArray[np.bool_]) -> Purchases:
        """Those people."""
        return Purchases(
            self.person[keep], self.first[keep], self.last[keep], self.days[keep],
            self.gross[keep], self.first_gross[keep], self.end,
        )  # fmt: skip


def purchases(scene: Scene, until: datetime) -> Purchases:
    """What the people of the scene had bought by then."""
    rows = scene.ask(purchase_histories(scene.money.currency, scene.limited), until=until)
    names = ("person", "first_day", "last_day", "days", "gross", "first_gross")
    found = [rows[name].to_numpy().astype(np.int64) for name in names]
    order = np.argsort(found[0], kind="stable")
    end = int(until.timestamp()) // DAY
    person, first, last, days, gross, first_gross = (each[order] for each in found)
    return Purchases(person, first, last, days, gross, first_gross, end)


def fit_buying(bought: Purchases, model: Model) -> Fit:
    """How often they buy."""
    data, _ = bought.histories()
    return bg_nbd.fit_bg_nbd(data) if model == "bg-nbd" else pareto_nbd.fit_pareto_nbd(data)


def best(bought: Purchases, wanted: str) -> tuple[Fit, Model]:
    """The model wanted; of "auto" that under which the purchases are likelier (both have four parameters), or BG/NBD
    when histories are so many that trying both would take long."""
    if wanted == "pareto-nbd":
        return fit_buying(bought, "pareto-nbd"), "pareto-nbd"
    one = fit_buying(bought, "bg-nbd")
    data, _ = bought.histories()
    if wanted == "bg-nbd" or len(data.x) > _SHARP or one.trouble == "too-few":
        return one, "bg-nbd"
    other = fit_buying(bought, "pareto-nbd")
    if other.trouble is None and (one.trouble or other.likelihood > one.likelihood):
        return other, "pareto-nbd"
    return one, "bg-nbd"


def fit_spending(bought: Purchases) -> Fit:
    """What they spend at a time: the repeat purchases of those who came back."""
    return fit_gamma_gamma(spenders(bought.days - 1, bought.gross - bought.first_gross))


def dependence(bought: Purchases) -> float | None:
    """The correlation of how often and how much at a time, of those who came back; the models take it for none."""
    again = bought.days > 1
    if again.sum() < 3:
        return None
    x = (bought.days[again] - 1).astype(np.float64)
    mean = (bought.gross - bought.first_gross)[again] / x
    if x.std() == 0 or mean.std() == 0:
        return None
    return float(np.corrcoef(x, mean)[0, 1])


@dataclass(frozen=True, eq=False)
class Value:
    """An estimate with its limits; arrays of one length. NaN where not known."""

    value: Floats
    low: Floats
    high: Floats


def new_customer(
    buying: Fit,
    model: Model,
    spend: float,
    spread: float,
    first: float,
    first_sd: float,
    months: int,
    yearly: float,
) -> Value:
    """What a new customer is worth after 0, 1, … `months` (discounted by `yearly`, 0.1 = 10 %), in the unit of
    `spend` and `first`: the first order and the repeat orders expected. `spread` is the standard deviation of the
    logarithm of spend, `first_sd` that of the first order's mean."""
    weeks = np.arange(months + 1) * DAYS / WEEK
    middle = (1 + yearly) ** -((np.arange(months) + 0.5) / 12)

    def worth(params: tuple[float, ...]) -> Floats:
        seen = MODULES[model].expected(params, weeks)
        return np.concatenate(([0.0], np.cumsum(np.diff(seen) * middle))) + 1e-12

    repeat, _, high = buying.interval(worth)
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = np.sqrt((np.log(high / repeat) / Z95) ** 2 + spread**2)
    sd = np.sqrt(first_sd**2 + (repeat * spend * relative) ** 2)
    total = first + repeat * spend
    return Value(total, np.maximum(total - Z95 * sd, 0), total + Z95 * sd)


def spending_spread(spending: Fit) -> tuple[float | None, float]:
    """The mean spend and the standard deviation of its logarithm."""
    mean = None if spending.trouble else mean_spend(spending.values)
    if mean is None:
        return None, 0.0
    found, _, high = spending.interval(lambda p: np.array([mean_spend(p) or np.nan]))
    wide = float(np.log(high[0] / found[0]) / Z95)
    return mean, wide if np.isfinite(wide) else 0.0


def to_come(
    bought: Purchases,
    group: Ints,
    groups: int,
    buying: Fit,
    model: Model,
    spending: Fit,
    plain: float,
    months: int,
    yearly: float,
) -> tuple[Value, Value]:
    """For each group of the people: the share still alive, and what they will bring within `months` in all
    (discounted from the middle), in the unit of the purchases. `plain`: spending at a time where Gamma-Gamma says
    nothing."""
    data, place = bought.histories()
    weeks = months * DAYS / WEEK
    less = (1 + yearly) ** (-months / 24)
    x = (bought.days - 1).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(x > 0, (bought.gross - bought.first_gross) / x, 0.0)
    size: Floats = np.full(len(x), plain)
    if not spending.trouble and mean_spend(spending.values) is not None:
        size = expected_spend(spending.values, x, mean)
    here = np.maximum(np.bincount(group, minlength=groups), 1)
    module = MODULES[model]
    _, spread = spending_spread(spending)
    found = []
    for what, scale, extra in (("alive", here, 0.0), ("more", np.ones(groups), spread)):

        def count(params: tuple[float, ...], every: int, what: str = what) -> Floats:
            """By group, of each `every`-th history: a whole count and a sharp enough slope are two things."""
            h = slice(None, None, every)
            seen = (data.x[h], data.recency[h], data.age[h])
            own = place % every == 0
            at = place[own] // every
            if what == "alive":
                each = module.alive(params, *seen)[at]
            else:
                each = module.expected_more(params, *seen, weeks)[at] * size[own] * less
            summed: Floats = np.bincount(group[own], each, groups) + np.float64(1e-12)
            return summed

        middle = count(buying.values, 1)
        every = max(1, len(data.x) // _SHARP)
        part, _, high = buying.interval(lambda p, c=count, e=every: c(p, e))  # type: ignore[misc]
        with np.errstate(divide="ignore", invalid="ignore"):
            wide = np.exp(np.sqrt(np.log(high / part) ** 2 + (Z95 * extra) ** 2))
        found.append(Value(middle / scale, middle / wide / scale, middle * wide / scale))
    return found[0], found[1]


def spread_of(low: float | None, high: float | None) -> float:
    """The standard deviation of an interval of a mean."""
    return 0.0 if low is None or high is None else (high - low) / (2 * Z95)
