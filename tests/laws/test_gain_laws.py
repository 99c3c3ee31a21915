"""Shrinking and the gain of the best group: against the formula by hand, known spreads, and groups all alike."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polku.science.gain import gain
from polku.science.shrinkage import shrink

MEASURED = st.lists(st.tuples(st.floats(0, 1), st.floats(0.005, 0.3)), min_size=1, max_size=12)


@given(MEASURED)
def test_shrinking_is_the_formula_by_hand(measured: list[tuple[float, float]]) -> None:
    """DerSimonian and Laird, a group at a time."""
    found = shrink(*zip(*measured, strict=True))
    weights = [1 / error**2 for _, error in measured]
    total = sum(weights)
    middle = sum(w * y for w, (y, _) in zip(weights, measured, strict=True)) / total
    q = sum(w * (y - middle) ** 2 for w, (y, _) in zip(weights, measured, strict=True))
    scale = total - sum(w * w for w in weights) / total
    spread = max(0.0, (q - (len(measured) - 1)) / scale) if scale > 1e-9 * total else 0.0
    again = [1 / (error**2 + spread) for _, error in measured]
    middle = sum(w * y for w, (y, _) in zip(again, measured, strict=True)) / sum(again)
    assert found.middle == pytest.approx(middle, abs=1e-6)
    assert found.spread == pytest.approx(spread**0.5, abs=1e-6)
    for (value, _), mean in zip(measured, found.means, strict=True):
        assert min(value, middle) - 1e-6 <= mean <= max(value, middle) + 1e-6


def test_the_spread_between_groups_is_found() -> None:
    """Forty groups whose true shares differ by 0.1."""
    rng = np.random.default_rng(1)
    found = [
        shrink(rng.normal(0.5, 0.1, 40) + rng.normal(0, 0.03, 40), np.full(40, 0.03)).spread
        for _ in range(200)
    ]
    assert float(np.mean(found)) == pytest.approx(0.1, abs=0.01)


def test_groups_that_are_alike_promise_nothing() -> None:
    """Where only chance differs, the lower end of the gain is above one point in at most one case of twenty."""
    rng = np.random.default_rng(2)
    cried = 0
    for _ in range(300):
        n = rng.integers(100, 2_000, 6)
        shares = rng.binomial(n, 0.4) / n
        errors = np.sqrt(shares * (1 - shares) / n)
        found = gain(list(shares), list(errors), list(n / n.sum()), rng, 2_000)
        assert found is not None
        cried += found.low > 0.01
    assert cried / 300 <= 0.05


def test_a_planted_gain_is_within_its_interval() -> None:
    """A third of the people convert at 20 %, the others at 50 %: ten points are within reach."""
    rng = np.random.default_rng(3)
    n = np.array([3_000, 3_000, 3_000])
    hits = 0
    for _ in range(200):
        shares = rng.binomial(n, [0.5, 0.5, 0.2]) / n
        errors = np.sqrt(shares * (1 - shares) / n)
        found = gain(list(shares), list(errors), [1 / 3] * 3, rng, 2_000)
        assert found is not None
        hits += found.low <= 0.1 <= found.high
    assert hits / 200 >= 0.9


def test_one_group_is_compared_with_nothing() -> None:
    """No gain is made up."""
    assert gain([0.5], [0.1], [1.0], np.random.default_rng(0), 10) is None
