"""Changes told of daily series: how rarely one is told when nothing changed, and how a break is found."""

from __future__ import annotations

import numpy as np
import pytest

from polku.science.drift import shift, since

QUIET, RECENT = 84, 14


def series(
    rng: np.random.Generator, tries: float, share: float, wobble: float, now: float | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Days of visits of which `share` went on: fewer at weekends, the share different every day by `wobble`; the
    last 7 days at the share `now`."""
    days = np.arange(QUIET + RECENT)
    tried = rng.poisson(tries * np.where(days % 7 < 5, 1.2, 0.5)).astype(float)
    chance = np.clip(share + wobble * rng.standard_normal(len(days)), 0.001, 0.999)
    if now is not None:
        chance[-7:] = now
    went = rng.binomial(tried.astype(int), chance).astype(float)
    usual = went[:QUIET].sum() / tried[:QUIET].sum()
    return went, tried * usual, tried * usual * (1 - usual)


@pytest.mark.parametrize("tries", [3, 30, 3000])
@pytest.mark.parametrize("wobble", [0.0, 0.05])
@pytest.mark.parametrize("share", [0.03, 0.5, 0.8, 0.98])
def test_nothing_is_told_of_a_series_that_does_not_change(
    tries: float, wobble: float, share: float
) -> None:
    """At p < 0.01 fewer than 2 % of series are told, few or many visits, steady or restless."""
    rng = np.random.default_rng(3)
    told = compared = 0
    for _ in range(400):
        for days in (7, 2):
            found = shift(*series(rng, tries, share, wobble), days, QUIET)
            compared += found is not None
            told += found is not None and found.p < 0.01
    assert told <= max(4, 0.02 * compared)


def test_a_break_is_told_and_dated() -> None:
    """The demo's own: of 17 checkouts a day 80 % went on, then 44 % for a week."""
    rng = np.random.default_rng(4)
    days = []
    for _ in range(100):
        went, expected, variance = series(rng, 17, 0.8, 0.0, now=0.44)
        found = shift(went, expected, variance, 7, QUIET)
        assert found is not None
        assert found.p < 0.05 / 150
        days.append(since(went, expected, variance, RECENT))
    assert np.median(days) == 7
    assert np.quantile(np.abs(np.array(days) - 7), 0.8) <= 1


def test_what_never_failed_may_begin_to() -> None:
    """All went on before: ten failures a day are told, one is not."""
    tried = np.full(QUIET + RECENT, 20.0)
    went = tried.copy()
    went[-1] = 19
    one = shift(went, tried, np.zeros_like(tried), 7, QUIET)
    went[-7:] = 10
    many = shift(went, tried, np.zeros_like(tried), 7, QUIET)
    assert one is not None
    assert many is not None
    assert one.p > 0.05
    assert many.p < 1e-6


def test_too_little_is_not_compared() -> None:
    """Fewer than four blocks of the past, or fewer than five expected, say nothing."""
    ones = np.full(QUIET + RECENT, 10.0)
    assert shift(ones[-40:], ones[-40:], ones[-40:], 7, 26) is None
    few = np.full(QUIET + RECENT, 0.5)
    assert shift(few, few, few, 7, QUIET) is None
