"""What a test with a holdout says of a channel, against what a model credited it with."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from polku.science.wilson import Z95


@dataclass(frozen=True)
class Calibration:
    """`caused`: the conversions of those cared for that would not have come without (per-person difference to
    the holdout × people), with its 95 % interval. `credited`: what the model gave the tested channel for the
    same people and time. `factor` = caused / credited: below 1 the model gives too much. None without a
    credit or with fewer than two people on either side."""

    caused: float | None
    caused_low: float | None
    caused_high: float | None
    credited: float
    factor: float | None
    factor_low: float | None
    factor_high: float | None
    cared: int
    held: int


@dataclass(frozen=True)
class Arm:
    """People of one side, and the sums of their conversions and of the squares of them (per person)."""

    people: int
    total: float
    squares: float

    @property
    def mean(self) -> float:
        """Conversions per person."""
        return self.total / self.people

    @property
    def variance(self) -> float:
        """Of one person's conversions (n - 1)."""
        return max(0.0, (self.squares - self.total**2 / self.people) / (self.people - 1))


def calibrated(cared: Arm, held: Arm, credited: float) -> Calibration:
    """The difference of the two means (Welch's standard error, normal interval) against the credit."""
    if cared.people < 2 or held.people < 2:
        return Calibration(None, None, None, credited, None, None, None, cared.people, held.people)
    gap = cared.mean - held.mean
    spread = Z95 * sqrt(cared.variance / cared.people + held.variance / held.people)
    caused = [each * cared.people for each in (gap, gap - spread, gap + spread)]
    factor, low, high = (each / credited if credited > 0 else None for each in caused)
    return Calibration(
        caused[0],
        caused[1],
        caused[2],
        credited,
        factor,
        low,
        high,
        cared.people,
        held.people,
    )
