"""The interval of a product of two independent estimates: Goodman (1960), J. American Statistical Association 55,
708-713."""

from __future__ import annotations

from math import sqrt

from polku.science.wilson import Z95


def product(
    a: float, error_a: float, b: float, error_b: float, z: float = Z95
) -> tuple[float, float, float]:
    """a × b with its low and high, from the standard errors of both: the exact variance of a product,
    a²s_b² + b²s_a² + s_a²s_b², and the normal curve. When both estimates are positive, so is the low end: below
    zero it stands at zero."""
    value = a * b
    spread = z * sqrt((a * error_b) ** 2 + (b * error_a) ** 2 + (error_a * error_b) ** 2)
    low = value - spread
    return value, max(0.0, low) if a >= 0 and b >= 0 else low, value + spread
