"""What can be predicted: leaving, the next purchase, the next stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from polku.analytics.features import buyers_between, movers_between
from polku.reports.prediction import LEAST_DAYS, Target

if TYPE_CHECKING:
    from polku.analytics.path import Step
    from polku.reports.report import Scene

SEEN_WITHIN = 365.0


def churn(scene: Scene, days: float) -> Target:
    """Of customers: who comes to an exit stage. Without such a stage, or without a stage of customers: of those who
    have bought, who does not buy."""
    exits = tuple(step.code for step in scene.path.steps if step.exit)
    first = scene.path.customer(scene.money.customer)
    if first is None or not exits:
        return Target(
            days,
            lambda known: known.facts["orders"] > 0,
            buyers_between(scene.money.currency),
            True,
        )
    inside = scene.path.from_on(first)
    return Target(days, lambda known: np.isin(known.facts["stage"], inside), movers_between(exits))


def next_purchase(scene: Scene, days: float) -> Target:
    """Of everybody seen in the year before."""
    return Target(
        days,
        lambda known: known.facts["last"] <= SEEN_WITHIN,
        buyers_between(scene.money.currency),
    )


def next_stage(scene: Scene, stage: Step, days: float) -> Target:
    """Of those on a stage: who comes to a later stage that is not an exit."""
    forward = scene.path.forward
    ahead = tuple(step.code for step in forward[forward.index(stage) + 1 :])
    return Target(days, lambda known: known.facts["stage"] == stage.code, movers_between(ahead))


def days_that_fit(scene: Scene, wanted: float) -> float:
    """So many days, or as many as history has room for: three periods before the present, and what must be known before
    them; a week at least."""
    first = scene.period.first
    if first is None:
        return wanted
    room = ((scene.period.cohort_end - first).total_seconds() / 86_400 - LEAST_DAYS) / 3
    return max(7.0, min(wanted, float(int(room))))
