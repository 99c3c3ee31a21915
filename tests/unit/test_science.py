"""The statistics against published and hand-computed values, and against scipy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from polku.science.difference import counts_differ, durations_differ, shares_differ
from polku.science.survival import cumulative_incidence, kaplan_meier
from polku.science.wilson import share, wilson

# Freireich et al. (1963): weeks in remission with 6-mercaptopurine; 1 = relapse, 0 = censored.
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSE = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]


def test_wilson_gives_the_published_interval() -> None:
    """Newcombe (1998), table I: 81 of 263 gives 0.2553 to 0.3662; 0 of 20 gives 0 to 0.1611."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0, 0.1611), abs=5e-5)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_is_scipys(case: tuple[int, int]) -> None:
    """The interval is that of scipy, and holds the share itself."""
    k, n = case
    theirs = stats.binomtest(k, n).proportion_ci(method="wilson")
    assert wilson(k, n) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    assert wilson(k, n)[0] <= k / n <= wilson(k, n)[1]


def test_no_cases_is_missing_not_zero() -> None:
    """A share of nothing has no value, and n = 0 says why."""
    nothing = share(0, 0)
    assert (nothing.value, nothing.low, nothing.high, nothing.n) == (None, None, None, 0)
    with pytest.raises(ValueError):
        wilson(1, 0)


def test_kaplan_meier_gives_the_published_curve() -> None:
    """Freireich's data: S(6) = 0.857, S(10) = 0.753, S(23) = 0.448, the median 23 weeks."""
    relapse = np.array(RELAPSE)
    curve = kaplan_meier(WEEKS, relapse, 1 - relapse)
    at = dict(zip(curve.times.tolist(), curve.surviving.tolist(), strict=True))
    assert [at[6], at[10], at[23]] == pytest.approx([0.857, 0.753, 0.448], abs=5e-4)
    assert curve.quantile(0.5) == 23
    assert curve.quantile(0.75) is None  # not reached, so not invented
    assert (curve.n, curve.ended) == (21, 9)


cases = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 2)), min_size=1, max_size=80)


@given(cases)
def test_kaplan_meier_is_scipys(rows: list[tuple[int, int]]) -> None:
    """The curve from counts is the curve of scipy from rows, censored cases included."""
    times = np.array([t for t, _ in rows], dtype=float)
    ended = np.array([kind > 0 for _, kind in rows])
    curve = kaplan_meier(times, ended, ~ended)
    if not ended.any():
        assert (curve.surviving == 1).all()
        return
    theirs = stats.ecdf(stats.CensoredData(uncensored=times[ended], right=times[~ended])).sf
    assert theirs.evaluate(curve.times) == pytest.approx(curve.surviving, abs=1e-12)


@given(cases)
def test_incidence_without_waiting_cases_is_the_plain_share(rows: list[tuple[int, int]]) -> None:
    """Nobody open: the probability is wanted / n and its variance p(1 - p) / n, exactly."""
    times = [t for t, _ in rows]
    wanted = np.array([kind == 1 for _, kind in rows])
    result = cumulative_incidence(times, wanted, ~wanted, np.zeros(len(rows)))
    p = wanted.mean()
    assert result.value == pytest.approx(p)
    assert result.variance == pytest.approx(p * (1 - p) / len(rows), abs=1e-12)


@given(cases)
def test_incidences_and_survival_share_out_everybody(rows: list[tuple[int, int]]) -> None:
    """Wanted + other + still waiting = 1, by the Kaplan-Meier curve of either end."""
    times = [t for t, _ in rows]
    kind = np.array([k for _, k in rows])
    wanted = cumulative_incidence(times, kind == 1, kind == 2, kind == 0)
    other = cumulative_incidence(times, kind == 2, kind == 1, kind == 0)
    waiting = kaplan_meier(times, kind > 0, kind == 0).surviving[-1]
    if wanted.value is None or other.value is None:
        assert not (kind > 0).any()
    else:
        assert wanted.value + other.value + waiting == pytest.approx(1)


def test_incidence_by_hand() -> None:
    """Five people: advanced at 1, censored at 2, lost at 3, advanced at 4, censored at 5.
    1/5 + (4/5)(0/3) + (4/5)(2/3)(1/2) = 0.2 + 0.2667 = 0.4667."""
    result = cumulative_incidence(
        [1, 2, 3, 4, 5], [1, 0, 0, 1, 0], [0, 0, 1, 0, 0], [0, 1, 0, 0, 1]
    )
    assert result.value == pytest.approx(7 / 15)


def test_incidence_variance_covers_the_truth() -> None:
    """On simulated competing exponentials the variance is the spread of the estimates."""
    rng = np.random.default_rng(4)
    estimates, variances = [], []
    for _ in range(400):
        first = rng.exponential(1 / 0.03, 300)
        is_wanted = rng.random(300) < 1 / 3
        follow = rng.uniform(5, 60, 300)
        end, open_ = np.minimum(first, 40), follow < np.minimum(first, 40)
        wanted, other = ~open_ & is_wanted & (first <= 40), ~open_ & ~(is_wanted & (first <= 40))
        result = cumulative_incidence(np.minimum(end, follow), wanted, other, open_)
        assert result.value is not None
        estimates.append(result.value)
        variances.append(result.variance)
    assert np.mean(estimates) == pytest.approx((1 - np.exp(-0.03 * 40)) / 3, abs=0.01)
    assert np.mean(variances) == pytest.approx(np.var(estimates), rel=0.15)


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_counts_differ_follows_the_exact_binomial(a: int, b: int) -> None:
    """Close to the exact test of scipy wherever there is enough to judge."""
    if a + b >= 20:
        assert counts_differ(a, b) == pytest.approx(stats.binomtest(a, a + b).pvalue, abs=0.02)


def test_shares_differ_is_the_corrected_chi_square() -> None:
    """The pooled z test squared is the 2 x 2 chi-square with Yates's correction."""
    table = [[40, 160], [25, 175]]
    assert shares_differ(40, 200, 25, 200) == pytest.approx(stats.chi2_contingency(table).pvalue)
    assert shares_differ(0, 0, 3, 10) == 1.0


@given(
    st.lists(st.integers(0, 20), min_size=2, max_size=60),
    st.lists(st.integers(0, 20), min_size=2, max_size=60),
)
def test_durations_differ_is_scipys_rank_sum(a: list[int], b: list[int]) -> None:
    """From counts the same p as scipy from rows."""
    values = sorted({*a, *b})
    ours = durations_differ(values, [a.count(v) for v in values], [b.count(v) for v in values])
    if len(values) == 1:
        assert ours == 1.0
    else:
        theirs = stats.mannwhitneyu(a, b, method="asymptotic").pvalue
        assert ours == pytest.approx(min(1.0, theirs), abs=1e-9)
