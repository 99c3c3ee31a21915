"""What an experiment needs to know of an arm: how many, their sums, squares and cross-products."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Moments:
    """One arm. y: the metric of a person; x: the same metric before they came in; b: the denominator of a
    ratio metric. Sums over `n` people; `yy` is the sum of y squared, `xy` of x times y, and so on."""

    n: int = 0
    y: float = 0.0
    yy: float = 0.0
    x: float = 0.0
    xx: float = 0.0
    xy: float = 0.0
    b: float = 0.0
    bb: float = 0.0
    yb: float = 0.0

    def __add__(self, other: Moments) -> Moments:
        """Both together."""
        return Moments(
            *(getattr(self, each.name) + getattr(other, each.name) for each in fields(self))
        )

    @classmethod
    def of_share(cls, reached: int, n: int) -> Moments:
        """Of a metric that is 0 or 1."""
        return cls(n, float(reached), float(reached))

    @property
    def mean(self) -> float:
        """Of y. Raises ZeroDivisionError without cases."""
        return self.y / self.n

    def covariance(self, a: str, b: str) -> float:
        """Of two of "y", "x", "b" over the people of the arm, with n - 1; 0 with fewer than two."""
        if self.n < 2:
            return 0.0
        both = getattr(self, _PAIRS[frozenset((a, b))])
        found = (both - getattr(self, a) * getattr(self, b) / self.n) / (self.n - 1)
        # A variance below zero is rounding: the sums of equal values cancel.
        return float(max(0.0, found) if a == b else found)


_PAIRS = {
    frozenset("y"): "yy",
    frozenset("x"): "xx",
    frozenset("b"): "bb",
    frozenset("xy"): "xy",
    frozenset("yb"): "yb",
}
