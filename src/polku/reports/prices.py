"""What a lead and a customer cost and bring, beside what one is willing to pay: of the reports `costs` and `ltv`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from polku.reports.answer import Answer, Cell, Figure, written

REPORTS = ("costs", "ltv")
PRICES = {  # name → report, figure, and the figure of what is wanted
    "cpa": ("costs", "cpa", "lead_price"),
    "cac": ("costs", "cac", "customer_price"),
    "ltv": ("ltv", "ltv", "customer_value"),
}


@dataclass(frozen=True)
class Price:
    """Minor units; None: not known, not said. `of_paid`: of those alone who came by a channel that
    money was spent on."""

    value: Cell
    low: Cell
    high: Cell
    n: int | None
    target: Cell
    of_paid: bool


def prices(answers: Mapping[str, Answer]) -> dict[str, Price]:
    """cpa, cac and ltv."""
    return {name: _price(answers[key], own, wanted) for name, (key, own, wanted) in PRICES.items()}


def _price(answer: Answer, own: str, wanted: str) -> Price:
    figures = {each.key: each for each in answer.figures}
    # Those who came without being paid for make the mean cheap: what is paid for is what one is willing to pay.
    of_paid = figures.get(f"{own}_paid")
    its = of_paid if of_paid and of_paid.value is not None else figures.get(own)
    its = its or Figure(own, "money", None)
    target = figures.get(wanted)
    return Price(
        written(its.value),
        written(its.low),
        written(its.high),
        its.n,
        written(target.value) if target else None,
        its is of_paid,
    )
