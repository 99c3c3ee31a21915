"""How wide an interval must be that holds whenever one looks: an asymptotic confidence sequence.

Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2024), "Time-uniform central limit theory and asymptotic
confidence sequences", Annals of Statistics 52 (preprint 2021), theorem 2.2: after t people, the mean plus and minus
sigma * sqrt(2 (t rho^2 + 1) / (t^2 rho^2) * log(sqrt(t rho^2 + 1) / alpha)) covers the truth at all t at once with
probability 1 - alpha, in the limit. The difference of two arms is such a mean (its influence function), with
sigma^2 / t = the variance of the difference.

Tuning: rho is set once, never from the data, so that the interval is tightest at `TUNED` people; it is valid at any
number. The price of looking when one likes, against 1.96 standard errors: 2.8-3.0 near there.
"""

from __future__ import annotations

from math import log, sqrt

ALPHA = 0.05
TUNED = 2_000
"""People in both arms together at which the interval is tightest."""


def rho_squared(alpha: float = ALPHA, tuned: int = TUNED) -> float:
    """The tuning for a sequence that is tightest at `tuned` people (the paper's appendix B.2)."""
    return (-2 * log(alpha) + log(1 - 2 * log(alpha))) / tuned


def multiplier(t: int, alpha: float = ALPHA, tuned: int = TUNED) -> float:
    """By what the standard error after `t` people is multiplied, where a fixed look would take 1.96."""
    if t < 1:
        raise ValueError(f"{t} people have no interval")
    mixed = t * rho_squared(alpha, tuned)
    return sqrt(2 * (mixed + 1) / mixed * log(sqrt(mixed + 1) / alpha))


def always_valid_p(z: float, t: int, tuned: int = TUNED) -> float:
    """The least alpha at which the sequence, tuned as at 5 %, leaves out no difference: z = difference / standard
    error after t people. It may be looked at any time; the least of all looks so far is valid too."""
    mixed = t * rho_squared(ALPHA, tuned)
    # z^2 = 2 (m + 1) / m * log(sqrt(m + 1) / alpha), solved for alpha.
    power = log(mixed + 1) / 2 - z * z * mixed / (2 * (mixed + 1))
    return 1.0 if power >= 0 else 2.718281828459045**power
