"""The next stage: who of those on a stage is likely to go on, and why?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from polku.errors import Problem
from polku.reports.answer import Answer
from polku.reports.asked import Asked, StageKey
from polku.reports.prediction import Target
from polku.reports.prediction_answer import answered, people_of_band
from polku.reports.report import Report, Scene
from polku.reports.targets import days_that_fit, next_stage

if TYPE_CHECKING:
    import pyarrow as pa


class NextStageAsked(Asked):
    """Which stage, and how far ahead."""

    stage: StageKey | None = Field(default=None, description="Else the leads, or the first stage")
    days: Annotated[int, Field(ge=7, le=365)] | None = Field(
        default=None, description="Days ahead; else the stage's window, as far as history has room"
    )


def target_of(scene: Scene, asked: NextStageAsked) -> Target | None:
    """None when there is no such stage with another after it."""
    forward = scene.path.forward
    if asked.stage is not None:
        stage = next((step for step in forward[:-1] if step.key == asked.stage), None)
    else:
        lead = scene.path.lead(scene.money.lead, scene.money.customer)
        stage = lead if lead in forward[:-1] else (forward[0] if len(forward) > 1 else None)
    if stage is None:
        return None
    return next_stage(scene, stage, days_that_fit(scene, asked.days or stage.window_days))


def answer(scene: Scene, asked: NextStageAsked) -> Answer:
    """The probability of coming to a later stage within the days."""
    target = target_of(scene, asked)
    if target is None:
        known = ", ".join(step.key for step in scene.path.forward[:-1]) or "–"
        params = {"stage": asked.stage or "–", "known": known}
        return Answer(
            n=None, notes=[Problem("prediction.no-stage", params=params, level="warning")]
        )
    return answered(scene, target)


def people(scene: Scene, asked: NextStageAsked, row: str, column: str) -> pa.Table:
    """The people of a band."""
    target = target_of(scene, asked)
    if target is None:
        raise KeyError(row)
    return people_of_band(scene, target, row, column)


REPORT = Report("next-stage", "forecast", NextStageAsked, answer, people)
