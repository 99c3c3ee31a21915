"""Churn: who is likely to leave, and why?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from polku.reports.answer import Answer
from polku.reports.asked import Asked
from polku.reports.prediction_answer import answered, people_of_band
from polku.reports.report import Report, Scene
from polku.reports.targets import churn, days_that_fit

if TYPE_CHECKING:
    import pyarrow as pa


class ChurnAsked(Asked):
    """How far ahead."""

    days: Annotated[int, Field(ge=7, le=365)] = Field(default=60, description="Days ahead")


def answer(scene: Scene, asked: ChurnAsked) -> Answer:
    """The probability of leaving within the days."""
    return answered(scene, churn(scene, days_that_fit(scene, asked.days)))


def people(scene: Scene, asked: ChurnAsked, row: str, column: str) -> pa.Table:
    """The customers of a band."""
    return people_of_band(scene, churn(scene, days_that_fit(scene, asked.days)), row, column)


REPORT = Report("churn", "forecast", ChurnAsked, answer, people)
