"""The places that may be mended: what it would bring to make each arrow of the path a little better."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from polku.analytics.breakdown import breakdown
from polku.analytics.path import Arrow
from polku.analytics.stage_conversion import Conversion, conversion_of, outcome_counts
from polku.analytics.stage_value import HORIZON, StageValue, stage_values
from polku.reports.gains import GroupGain, best_gain
from polku.reports.money import earned
from polku.science.wilson import Z95

if TYPE_CHECKING:
    from polku.reports.report import Scene

DIMENSIONS = ("channel", "device")
DRAWS = 20_000
YEAR = 365.0
ENOUGH = 30  # people who entered, below which an arrow is not ranked

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Place:
    """One arrow: `entered` and `advanced` people a year; `one` is what one more person on its far side brings,
    in minor units earned, drawn from its uncertainty; `gain` how much better it could be."""

    arrow: Arrow
    conversion: Conversion
    entered: float
    advanced: float
    value: StageValue
    one: Floats
    gain: GroupGain | None

    @property
    def point(self) -> Floats:
        """What +1 percentage point brings in a year."""
        return self.entered * 0.01 * self.one

    @property
    def day(self) -> Floats:
        """What one day less on the stage brings in a year: each who advances pays a day longer."""
        return self.advanced * self.one / HORIZON

    @property
    def achievable(self) -> Floats | None:
        """What it brings in a year to be as good as the best comparable group."""
        return None if self.gain is None else self.entered * self.gain.gain.draws * self.one


def places(scene: Scene) -> list[Place]:
    """The arrows of which enough is known, in the order of the journey."""
    values = stage_values(scene)
    rng = np.random.default_rng(20_261_122)  # the same question gets the same answer
    by = [(each, breakdown(scene, each)) for each in DIMENSIONS]
    shared: dict[tuple[float | None, float], Floats] = {}
    years = _years(scene)
    found = []
    for arrow in scene.path.arrows():
        counts = outcome_counts(scene.reader, arrow, scene.period, scene.chosen)
        conversion = conversion_of(counts, arrow.window_days)
        value = values.get(arrow.target.code)
        if value is None or value.value is None or conversion.entered < ENOUGH:
            continue
        found.append(
            Place(
                arrow,
                conversion,
                conversion.entered / years,
                conversion.entered / years * (conversion.value or 0.0),
                value,
                _one(scene, value, shared, rng),
                best_gain(scene, arrow, counts, by, rng, DRAWS, _onward(scene, arrow)),
            )
        )
    return found


def _onward(scene: Scene, arrow: Arrow) -> Arrow | None:
    """The way from the arrow's far side to the customers; None when it ends among them."""
    customer = scene.path.customer(scene.money.customer)
    forward = scene.path.forward
    if customer is None or forward.index(arrow.target) >= forward.index(customer):
        return None
    return scene.path.arrow(arrow.target.key, customer.key, float(HORIZON))


def _years(scene: Scene) -> float:
    length = scene.period.cohort_end - max(
        scene.period.cohort_start, scene.period.first or scene.period.cohort_start
    )
    return max(length / timedelta(days=YEAR), 1 / YEAR)


def _one(
    scene: Scene,
    value: StageValue,
    shared: dict[tuple[float | None, float], Floats],
    rng: np.random.Generator,
) -> Floats:
    """Draws of what one more person brings. What a customer pays is the same uncertain number on all arrows
    before the customers, so it is drawn once for all of them."""
    worth = value.worth
    key = (worth.value, worth.error)
    if key not in shared:
        shared[key] = (worth.value or 0.0) + worth.error * rng.standard_normal(DRAWS)
    draws = shared[key]
    its = value.conversion
    if its is not None and its.low is not None and its.high is not None:
        spread = (its.high - its.low) / (2 * Z95)
        draws = draws * ((its.value or 0.0) + spread * rng.standard_normal(DRAWS))
    return earned(1, scene.money) * draws
