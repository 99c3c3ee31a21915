"""From money to customers and back, with everything that is not known carried along as draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from polku.science.budget.adstock import Floats
from polku.science.budget.allocate import Line, Split, allocate, cheapest
from polku.science.budget.curve import SEED, Curve

WEEKS = 365.25 / 12 / 7  # of a month
CAP = 1.2  # × the largest weekly spend seen: nothing is promised beyond
BEYOND = 5.0  # … unless it is asked for
POINTS = 241


@dataclass(frozen=True, eq=False)
class Source:
    """A channel: leads a week by weekly spend, and draws of the share of leads who become customers. Money is
    spent on it when it is `paid`."""

    curve: Curve
    share: Floats
    paid: bool = True

    def customers(self, spend: float) -> Floats:
        """Customers a week, a value for each draw."""
        return np.asarray(self.curve.at(spend)[:, 0] * self.share, np.float64)


@dataclass(frozen=True, eq=False)
class Plan:
    """Money a week for each source, and draws of the customers a week from each: (draws, sources).
    `margin`: customers that one more unit of money brings at best; `left`: money that found no place;
    `short`: customers a week that lack of the goal."""

    spend: Floats
    customers: Floats
    margin: float
    left: float
    short: float

    @property
    def expected(self) -> float:
        """Customers a week, in the mean."""
        return float(self.customers.sum(1).mean())


def spending(sources: Sequence[Source], budget: float, *, beyond: bool = False) -> Plan:
    """The best split of so much money a week. Sources whose curve is not known keep their usual spend (all in
    proportion when the money does not reach)."""
    held = _held(sources)
    total = float(held.sum())
    if total > budget:
        return _plan(sources, held * (budget / total), Split(np.zeros(0), np.zeros(0), 0.0))
    return _moved(sources, held, allocate(_lines(sources, beyond), budget - total))


def reaching(sources: Sequence[Source], goal: float, *, beyond: bool = False) -> Plan:
    """The least money a week that is expected to bring `goal` customers a week."""
    held = _held(sources)
    fixed = sum(
        float(each.customers(float(spend)).mean())
        for each, spend in zip(sources, held, strict=True)
        if not (each.paid and each.curve.known)
    )
    return _moved(sources, held, cheapest(_lines(sources, beyond), goal - fixed))


def surely(
    sources: Sequence[Source],
    goal: float,
    months: float,
    chance: float,
    *,
    beyond: bool = False,
) -> float | None:
    """The least money a week by which `goal` customers a month come with that chance; None when no money that may
    be spent does it. To one part in 10,000."""
    high = most(sources, beyond=beyond)

    def reached(budget: float) -> bool:
        found = spending(sources, budget, beyond=beyond)
        return chance_of(found, goal, months) >= chance

    if not reached(high):
        return None
    low = 0.0
    if reached(low):
        return low
    while high - low > 1e-4 * max(1.0, high):
        middle = (low + high) / 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high


def most(sources: Sequence[Source], *, beyond: bool = False) -> float:
    """All the money a week that has a place."""
    ends = [float(np.asarray(x)[-1]) for x, _ in _lines(sources, beyond)]
    return float(_held(sources).sum()) + sum(ends)


def counted(plan: Plan, months: float, place: int | None = None) -> Floats:
    """Draws of the customers of so many months: what the rates may be, and the chance of counts; of the source
    at `place`, or of all."""
    rng = np.random.default_rng(SEED + 1)
    weekly = plan.customers.sum(1) if place is None else plan.customers[:, place]
    return np.asarray(rng.poisson(weekly * WEEKS * months), np.float64)


def chance_of(plan: Plan, goal: float, months: float) -> float:
    """That at least `goal` customers a month come, in the mean of the months."""
    return float((counted(plan, months) >= goal * months - 1e-9).mean())


def _held(sources: Sequence[Source]) -> Floats:
    usual = [s.curve.usual if s.paid and not s.curve.known else 0.0 for s in sources]
    return np.asarray(usual, np.float64)


def _lines(sources: Sequence[Source], beyond: bool) -> list[Line]:
    made: list[Line] = []
    for each in sources:
        if each.paid and each.curve.known:
            grid = np.linspace(0, each.curve.largest * (BEYOND if beyond else CAP), POINTS)
            made.append((grid, (each.curve.at(grid) * each.share[:, None]).mean(0)))
        else:
            made.append(([0.0], [0.0]))
    return made


def _moved(sources: Sequence[Source], held: Floats, split: Split) -> Plan:
    return _plan(sources, held + split.spend, split)


def _plan(sources: Sequence[Source], spend: Floats, split: Split) -> Plan:
    customers = [s.customers(float(x)) for s, x in zip(sources, spend, strict=True)]
    drawn = np.stack(customers, 1) if customers else np.zeros((1, 0))
    return Plan(spend, drawn, split.margin, split.left, split.short)
