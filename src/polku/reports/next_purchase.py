"""The next purchase: who is likely to buy soon, and why?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from polku.reports.answer import Answer
from polku.reports.asked import Asked
from polku.reports.prediction_answer import answered, people_of_band
from polku.reports.report import Report, Scene
from polku.reports.targets import days_that_fit, next_purchase

if TYPE_CHECKING:
    import pyarrow as pa


class NextPurchaseAsked(Asked):
    """How far ahead."""

    days: Literal["30", "60", "90"] = "30"


def answer(scene: Scene, asked: NextPurchaseAsked) -> Answer:
    """The probability of buying within the days."""
    return answered(scene, next_purchase(scene, days_that_fit(scene, int(asked.days))))


def people(scene: Scene, asked: NextPurchaseAsked, row: str, column: str) -> pa.Table:
    """The people of a band."""
    target = next_purchase(scene, days_that_fit(scene, int(asked.days)))
    return people_of_band(scene, target, row, column)


REPORT = Report("next-purchase", "forecast", NextPurchaseAsked, answer, people)
