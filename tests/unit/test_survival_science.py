"""Intervals of quantiles, the log-rank test, incidence by day: published values and slow references."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats

from polku.science.discovery import benjamini_hochberg, benjamini_yekutieli, holm
from polku.science.incidence import incidence_curve
from polku.science.logrank import logrank
from polku.science.product import product
from polku.science.quantile import quantile, survival_limits
from polku.science.stratified import mantel_haenszel
from polku.science.survival import cumulative_incidence, kaplan_meier
from polku.science.wilson import wilson

# Freireich et al. (1963): weeks in remission with 6-mercaptopurine and with placebo; 1 = relapse, 0 = censored.
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSE = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a busy machine

cases = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 2)), min_size=1, max_size=25
)  # time, and 0 = the wanted end, 1 = another, 2 = still waiting


def test_the_interval_of_the_median_is_the_published_one() -> None:
    """6-MP by log-log: 23 weeks, from 13 to not reached (SAS PROC LIFETEST, R survfit conf.type="log-log");
    placebo: 8 weeks, 4 to 11."""
    relapse = np.array(RELAPSE)
    found = quantile(kaplan_meier(WEEKS, relapse, 1 - relapse), 0.5)
    assert (found.value, found.low, found.high) == (23, 13, None)
    ones = np.ones(len(PLACEBO))
    found = quantile(kaplan_meier(PLACEBO, ones, 0 * ones), 0.5)
    assert (found.value, found.low, found.high) == (8, 4, 11)


def test_who_has_all_gone_at_once_tells_by_how_many() -> None:
    """Two who left on the same day say nothing of how long others might stay; two thousand do."""
    few = quantile(kaplan_meier([120], [2], [0]), 0.5)
    many = quantile(kaplan_meier([120], [2000], [0]), 0.5)
    assert (few.value, few.high) == (120, None)
    assert (many.value, many.high) == (120, 120)


@CALM
@given(cases)
def test_limits_hold_the_curve(case: list[tuple[int, int]]) -> None:
    """Low <= curve <= high, within 0..1; low and high of a quantile stand on either side of it."""
    times = [t for t, _ in case]
    ended = np.array([k < 2 for _, k in case])
    curve = kaplan_meier(times, ended, ~ended)
    low, high = survival_limits(curve)
    assert (low <= curve.surviving + 1e-12).all()
    assert (high >= curve.surviving - 1e-12).all()
    assert (low >= 0).all()
    assert (high <= 1).all()
    for share in (0.25, 0.5, 0.75):
        found = quantile(curve, share)
        if found.value is not None:
            assert found.low is not None
            assert found.low <= found.value
            assert found.high is None or found.high >= found.value


def test_the_log_rank_test_is_the_published_one() -> None:
    """Freireich's trial: chi-square 16.79 (Kalbfleisch and Prentice; R survdiff), expected 19.3 of 6-MP's 9."""
    times = WEEKS + PLACEBO
    ended = np.array(RELAPSE + [1] * len(PLACEBO))
    first = [True] * len(WEEKS) + [False] * len(PLACEBO)
    found = logrank(times, ended, 1 - ended, first)
    assert found.observed == 9
    assert found.expected == pytest.approx(19.25, abs=0.01)
    assert found.p == pytest.approx(stats.chi2.sf(16.793, 1), rel=1e-3)


@CALM
@given(cases, st.data())
def test_the_log_rank_test_is_scipys(case: list[tuple[int, int]], data: st.DataObject) -> None:
    """The same p as scipy.stats.logrank, from counts."""
    mine = data.draw(st.lists(st.booleans(), min_size=len(case), max_size=len(case)))
    times = np.array([t for t, _ in case], dtype=float)
    ended = np.array([k < 2 for _, k in case])
    first = np.array(mine)
    found = logrank(times, ended, ~ended, first)
    if not (ended.any() and first.any() and (~first).any()):
        return
    parts = [
        stats.CensoredData(times[side & ended], right=times[side & ~ended])
        for side in (first, ~first)
    ]
    with np.errstate(all="ignore"):
        theirs = stats.logrank(*parts).pvalue
    if np.isfinite(theirs):
        assert found.p == pytest.approx(theirs, abs=1e-9)


@CALM
@given(cases)
def test_incidence_by_day_is_that_of_a_slow_count(case: list[tuple[int, int]]) -> None:
    """Step by step: at each time, those still there times the chance of the wanted end; its end is that of
    `cumulative_incidence`, with the same variance."""
    times = np.array([t for t, _ in case])
    kind = np.array([k for _, k in case])
    curve = incidence_curve(times, kind == 0, kind == 1, kind == 2)
    here, reached = 1.0, 0.0
    for time in sorted(set(times.tolist())):
        at_risk = (times >= time).sum()
        wanted, ended = ((times == time) & (kind == 0)).sum(), ((times == time) & (kind < 2)).sum()
        reached += here * wanted / at_risk
        here *= 1 - ended / at_risk
        place = curve.place(time)
        assert (curve.value[place] if place >= 0 else 0.0) == pytest.approx(reached, abs=1e-12)
        assert (curve.waiting[place] if place >= 0 else 1.0) == pytest.approx(here, abs=1e-12)
    whole = cumulative_incidence(times, kind == 0, kind == 1, kind == 2)
    if whole.value is not None:
        assert curve.value[-1] == pytest.approx(whole.value)
        assert curve.variance[-1] == pytest.approx(whole.variance, abs=1e-12)
        told = curve.at(31)
        assert told is not None
        assert 0 <= told[1] <= told[0] + 1e-9
        assert told[0] - 1e-9 <= told[2] <= 1


def test_the_middle_of_those_who_advance() -> None:
    """Nobody censored: the median of the waits of those who advanced, whoever else was lost."""
    rng = np.random.default_rng(1)
    waits = rng.integers(1, 100, 401)
    curve = incidence_curve(
        np.concatenate([waits, [120] * 500]),
        [1] * 401 + [0] * 500,
        [0] * 401 + [1] * 500,
        [0] * 901,
    )
    found = curve.middle(130)
    assert found.value == np.median(waits)
    assert curve.effective == pytest.approx(401)
    ordered = np.sort(waits)
    assert found.low == pytest.approx(ordered[180], abs=2)
    assert found.high == pytest.approx(ordered[220], abs=2)


@CALM
@given(st.lists(st.floats(0, 1), max_size=30))
def test_corrections_are_scipys(p: list[float]) -> None:
    """Benjamini-Hochberg and Benjamini-Yekutieli are scipy's; Holm is never above Bonferroni, never below p."""
    if p:
        assert benjamini_hochberg(p) == pytest.approx(stats.false_discovery_control(p, method="bh"))
        assert benjamini_yekutieli(p) == pytest.approx(
            stats.false_discovery_control(p, method="by")
        )
    adjusted = holm(p)
    assert (adjusted <= np.minimum(1, np.array(p) * len(p)) + 1e-12).all()
    assert (adjusted >= np.array(p) - 1e-12).all()


def test_holm_is_the_published_procedure() -> None:
    """p = 0.01, 0.04, 0.03, 0.005: adjusted 0.03, 0.06, 0.06, 0.02 (R p.adjust)."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


tables = st.lists(
    st.tuples(st.integers(1, 30), st.integers(1, 30)).flatmap(
        lambda n: st.tuples(
            st.integers(0, n[0]), st.just(n[0]), st.integers(0, n[1]), st.just(n[1])
        )
    ),
    min_size=1,
    max_size=5,
)


@CALM
@given(tables)
def test_mantel_haenszel_is_the_textbook_sum(strata: list[tuple[int, int, int, int]]) -> None:
    """The risk ratio of Rothman's formula, written out; the p is that of the hypergeometric moments."""
    top = sum(a * n0 / (n1 + n0) for a, n1, c, n0 in strata)
    bottom = sum(c * n1 / (n1 + n0) for a, n1, c, n0 in strata)
    found = mantel_haenszel(*(np.array(each) for each in zip(*strata, strict=True)))
    if top > 0 and bottom > 0:
        assert found.value == pytest.approx(top / bottom)
        assert found.low is not None
        assert found.high is not None
        assert found.low <= found.value <= found.high
    else:
        assert found.value is None
    sizes = [(n1 + n0, a + c, n1) for a, n1, c, n0 in strata]  # hypergeometric: all, ends, drawn
    variance = sum(n * k * (m - n) * (m - k) / (m**2 * (m - 1)) for m, k, n in sizes)
    gap = abs(sum(a for a, *_ in strata) - sum(k * n / m for m, k, n in sizes))
    if variance > 1e-12:
        z = max(0.0, gap - 0.5) / np.sqrt(variance)
        assert found.p == pytest.approx(2 * stats.norm.sf(z), abs=1e-9)


def test_a_ratio_in_one_stratum_is_the_plain_one() -> None:
    """60 of 100 against 30 of 100: 2.0, 1.42 to 2.81 (log risk ratio, Katz, which one stratum of Greenland and
    Robins is)."""
    found = mantel_haenszel([60], [100], [30], [100])
    assert found.value == pytest.approx(2.0)
    error = np.sqrt(1 / 60 - 1 / 100 + 1 / 30 - 1 / 100)
    assert found.low == pytest.approx(2 * np.exp(-1.959964 * error), rel=1e-6)
    assert found.high == pytest.approx(2 * np.exp(1.959964 * error), rel=1e-6)


def test_the_interval_of_a_product_covers() -> None:
    """Of 4,000 draws of both estimates, about 95 % of the intervals hold the product of the true values."""
    rng = np.random.default_rng(2)
    a, b = 500 + 20 * rng.standard_normal(4000), 80 + 6 * rng.standard_normal(4000)
    held = 0
    for x, y in zip(a, b, strict=True):
        _, low, high = product(x, 20, y, 6)
        held += low <= 500 * 80 <= high
    assert held / 4000 == pytest.approx(0.95, abs=0.012)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 40)), min_size=1, max_size=40))
def test_when_all_came_to_the_wanted_end_nothing_is_uncertain(case: list[tuple[int, int]]) -> None:
    """Rounding leaves no variance behind, from which a number of cases (of none) would be made."""
    times, wanted = zip(*case, strict=True)
    none = [0] * len(case)
    found = cumulative_incidence(times, wanted, none, none)
    assert (found.value, found.variance) == (1.0, 0.0)
    at = incidence_curve(times, wanted, none, none).at(max(times))
    assert at is not None
    assert at[0] == pytest.approx(1, abs=1e-12)
    assert (at[1], at[2]) == pytest.approx(wilson(sum(wanted), sum(wanted)))
