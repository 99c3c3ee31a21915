"""Home's decisions: the reports in short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polku.errors import Language
from polku.http.shapes.home import Decisions, MoneyStrip, NextBody, PriceBody
from polku.http.shapes.parts import ProblemBody
from polku.reports.answer import Answer, Figure, written

if TYPE_CHECKING:
    from polku.http.desk import Desk

MOST = 3
PRICES = {  # of the strip → report, figure, and the figure of what is wanted
    "cpa": ("costs", "cpa", "lead_price"),
    "cac": ("costs", "cac", "customer_price"),
    "ltv": ("ltv", "ltv", "customer_value"),
}


def decisions(desk: Desk, language: Language) -> Decisions | None:
    """None while they are being made for the first time."""
    found = desk.decisions()
    if found is None:
        return None
    prices = {name: _price(found[key], own, wanted) for name, (key, own, wanted) in PRICES.items()}
    alerts = [each for each in found["alerts"].notes if each.level == "warning"]
    return Decisions(
        next=_next(found["mend"]),
        money=MoneyStrip(currency=desk.workspace.settings.money.currency, **prices),
        alerts=[ProblemBody.of(each, language) for each in alerts[:MOST]],
    )


def _next(mend: Answer) -> list[NextBody]:
    rows = [row for sheet in mend.sheets for row in sheet.rows if row["point"] is not None]
    return [
        NextBody(
            stage=row["id"],
            **{name: row[name] for name in ("from", "to", "point", "point_low", "point_high")},
            gain=row["achievable"],
            gain_low=row["achievable_low"],
            gain_high=row["achievable_high"],
            best=row["best"],
            group=row["group"],
        )
        for row in rows[:MOST]
    ]


def _price(answer: Answer, own: str, wanted: str) -> PriceBody:
    figures = {each.key: each for each in answer.figures}
    # Those who came without being paid for make the mean cheap: what is paid for is what one is willing to pay.
    of_paid = figures.get(f"{own}_paid")
    its = of_paid if of_paid and of_paid.value is not None else figures.get(own)
    its = its or Figure(own, "money", None)
    target = figures.get(wanted)
    return PriceBody(
        value=written(its.value),
        low=written(its.low),
        high=written(its.high),
        n=its.n,
        target=written(target.value) if target else None,
        of_paid=its is of_paid,
    )
