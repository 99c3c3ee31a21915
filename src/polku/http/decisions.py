"""Home's decisions: the reports in short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polku.errors import Language
from polku.http.shapes.home import Decisions, FirstPlace, MoneyStrip, NextBody, PriceBody
from polku.http.shapes.parts import ProblemBody
from polku.reports.answer import Answer
from polku.reports.prices import prices

if TYPE_CHECKING:
    from polku.http.desk import Desk

MOST = 3


def decisions(desk: Desk, language: Language) -> Decisions | None:
    """None while they are being made for the first time."""
    found = desk.decisions()
    if found is None:
        return None
    strip = {name: PriceBody(**vars(price)) for name, price in prices(found).items()}
    alerts = [each for each in found["alerts"].notes if each.level == "warning"]
    first = found["mend"].details.get("first")
    return Decisions(
        first=None if first is None else FirstPlace.model_validate(first),
        next=_next(found["mend"]),
        money=MoneyStrip(currency=desk.workspace.settings.money.currency, **strip),
        alerts=[ProblemBody.of(each, language) for each in alerts[:MOST]],
    )


def _next(mend: Answer) -> list[NextBody]:
    # The second sheet tells the sums of the same rows.
    rows = [row for sheet in mend.sheets[:1] for row in sheet.rows if row["why"] is not None]
    return [
        NextBody(
            stage=row["id"],
            **{
                name: row[name]
                for name in ("from", "to", "why", "point", "point_low", "point_high")
            },
            gain=row["achievable"],
            gain_low=row["achievable_low"],
            gain_high=row["achievable_high"],
            best=row["best"],
            group=row["group"],
        )
        for row in rows[:MOST]
    ]
