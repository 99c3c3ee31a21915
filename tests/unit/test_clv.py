"""Buy-till-you-die models against slow references: quadrature, differences, and customers made by the model itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad, simpson
from scipy.special import beta as beta_function
from scipy.special import gammaln
from scipy.stats import beta as beta_law
from scipy.stats import gamma as gamma_law

from polku.science.clv import bg_nbd, contract, gamma_gamma, pareto_nbd
from polku.science.clv.fitting import Fit
from polku.science.clv.histories import Buyers, buyers, spenders
from polku.verify.catalogue import all_checks
from polku.verify.cdnow import WEEK, cdnow

PARAMS = st.tuples(*[st.floats(0.1, 8.0)] * 4)
HISTORY = st.tuples(st.integers(0, 12), st.floats(0.05, 1.0), st.floats(1.0, 60.0))


def one(x: int, share: float, age: float) -> Buyers:
    recency = share * age if x else 0.0
    return Buyers(*(np.array([float(v)]) for v in (x, recency, age, 1)))


def slope_by_differences(likelihood: object, theta: np.ndarray) -> np.ndarray:
    found = []
    for place in range(len(theta)):
        step = np.zeros_like(theta)
        step[place] = 1e-5
        found.append((likelihood(theta + step)[0] - likelihood(theta - step)[0]) / 2e-5)  # type: ignore[operator]
    return np.array(found)


@settings(max_examples=15, deadline=None)
@given(PARAMS, HISTORY)
def test_bg_nbd_is_its_two_mixtures(
    params: tuple[float, ...], history: tuple[int, float, float]
) -> None:
    """The likelihood is the integral over everybody's rate and chance to leave; its gradient that of differences."""
    r, alpha, a, b = params
    data = one(*history)
    x, recency, age = data.x[0], data.recency[0], data.age[0]

    def mixed(p_power: float, q_power: float, time: float) -> float:
        rate = quad(
            lambda v: v**x * np.exp(-v * time) * gamma_law.pdf(v, r, scale=1 / alpha),
            0,
            np.inf,
            limit=200,
        )[0]
        chance = beta_function(a + p_power, b + q_power) / beta_function(a, b)
        return float(rate * chance)

    slow = mixed(0, x, age) + (mixed(1, x - 1, recency) if x else 0)
    likelihood = bg_nbd.Likelihood(data)
    value, slope = likelihood(np.log(params))
    assert value == pytest.approx(np.log(slow), rel=1e-4, abs=1e-4)
    assert slope == pytest.approx(
        slope_by_differences(likelihood, np.log(params)), rel=1e-4, abs=1e-5
    )


@settings(max_examples=15, deadline=None)
@given(PARAMS, HISTORY)
def test_pareto_nbd_is_its_integral(
    params: tuple[float, ...], history: tuple[int, float, float]
) -> None:
    """Against the integral over the moment of leaving, and its gradient against differences."""
    r, alpha, s, beta = params
    data = one(*history)
    x, recency, age = data.x[0], data.recency[0], data.age[0]
    stayed = (alpha + age) ** -(r + x) * (beta + age) ** -s
    # by relative error alone: the integral may be smaller than the error that quad allows by default
    left = quad(
        lambda y: s * (alpha + y) ** -(r + x) * (beta + y) ** -(s + 1),
        recency,
        age,
        epsabs=0,
        epsrel=1e-10,
        limit=200,
    )[0]
    slow = (
        gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta) + np.log(stayed + left)
    )
    likelihood = pareto_nbd.Likelihood(data)
    value, slope = likelihood(np.log(params))
    assert value == pytest.approx(slow, rel=1e-6, abs=1e-6)
    assert slope == pytest.approx(
        slope_by_differences(likelihood, np.log(params)), rel=1e-4, abs=1e-5
    )
    alive = pareto_nbd.alive(params, data.x, data.recency, data.age)[0]
    assert alive == pytest.approx(stayed / (stayed + left), rel=1e-6)


@pytest.mark.parametrize(
    "params", [(0.243, 4.414, 0.793, 2.426), (0.9, 9.0, 1.0, 3.0), (0.3, 8.0, 40.0, 130.0)]
)
@pytest.mark.parametrize("x", [0, 2, 40])
def test_bg_nbd_expects_what_the_mixture_does(params: tuple[float, ...], x: int) -> None:
    """Purchases to come, against the integral over the chance to leave, on both sides of each switch of formula."""
    r, alpha, a, b = params
    age, recency, time = 38.9, 30.0 if x else 0.0, 39.0

    def inside(share: float) -> float:
        p = beta_law.ppf(share, a, b + x)
        return float(-np.expm1(-(r + x) * np.log1p(p * time / (alpha + age))) / p)

    slow = quad(inside, 0, 1, epsabs=1e-9, limit=200)[0]
    found = bg_nbd.expected_more(
        params, np.array([float(x)]), np.array([recency]), np.array([age]), time
    ) / bg_nbd.alive(params, np.array([float(x)]), np.array([recency]), np.array([age]))
    assert found[0] == pytest.approx(slow, rel=1e-4)


def test_the_two_formulas_of_bg_nbd_agree() -> None:
    """The closed form and the mean over quantiles, where both hold."""
    for params in ((0.243, 4.414, 0.793, 2.426), (0.9, 9.0, 5.0, 13.0), (2.0, 30.0, 20.0, 35.0)):
        x, age = np.array([0.0, 1.0, 7.0, 60.0]), np.array([39.0, 12.0, 50.0, 50.0])
        closed = bg_nbd._expected(params, x, age, np.asarray(26.0))
        assert bg_nbd._by_quantiles(params, x, age, np.asarray(26.0)) == pytest.approx(
            closed, rel=2e-4
        )


@settings(max_examples=15, deadline=None)
@given(st.tuples(*[st.floats(0.5, 8.0)] * 3), st.integers(1, 20), st.floats(0.1, 90.0))
def test_gamma_gamma_is_its_mixture(params: tuple[float, ...], x: int, mean: float) -> None:
    """The density of a mean of x purchases, mixed over levels; and its gradient."""
    p, q, gamma = params
    data = spenders([x], [x * mean])
    after = gamma_law(p * x + q, scale=1 / (gamma + x * mean))  # where the mass of the levels is
    levels = np.linspace(after.ppf(1e-13), after.ppf(1 - 1e-13), 20_001)
    each = gamma_law.pdf(mean, p * x, scale=1 / (levels * x)) * gamma_law.pdf(
        levels, q, scale=1 / gamma
    )
    slow = float(simpson(each, x=levels))
    likelihood = gamma_gamma.Likelihood(data)
    value, slope = likelihood(np.log(params))
    if slow > 1e-200:
        assert value == pytest.approx(np.log(slow), rel=1e-3, abs=1e-3)
    assert slope == pytest.approx(
        slope_by_differences(likelihood, np.log(params)), rel=1e-3, abs=1e-4
    )


def made(rng: np.random.Generator, n: int) -> Buyers:
    """Customers of BG/NBD r 0.8, alpha 6, a 0.9, b 3, seen 10 to 60 weeks, in days."""
    rate, leave = rng.gamma(0.8, 1 / 6, n), rng.beta(0.9, 3.0, n)
    age = rng.integers(70, 420, n)
    x, recency = np.zeros(n, np.int64), np.zeros(n)
    now, going = np.zeros(n), np.ones(n, np.bool_)
    while going.any():
        now = now + rng.exponential(1, n) / rate * 7
        going &= now <= age
        x[going] += 1
        recency[going] = now[going]
        going &= rng.random(n) >= leave
    recency = np.where(x > 0, np.maximum(np.ceil(recency), 1), 0).astype(np.int64)
    return buyers(x, recency, age, 7)[0]


@pytest.mark.slow
def test_intervals_hold_what_made_the_data() -> None:
    """The mean repeat purchases of a year, from which customers were drawn, lies in 95 % of intervals (Wilson: of 40,
    at least 33)."""
    rng = np.random.default_rng(7)
    truth = (0.8, 6.0, 0.9, 3.0)
    real = bg_nbd.expected(truth, 52.0)[0]
    held = 0
    for _ in range(40):
        fit = bg_nbd.fit_bg_nbd(made(rng, 800))
        assert fit.trouble is None
        _, low, high = fit.interval(lambda p: bg_nbd.expected(p, 52.0))
        held += bool(low[0] <= real <= high[0])
    assert held >= 33


def test_too_little_is_said_and_never_made_up() -> None:
    """Nobody, one person, nobody who came back, everybody alike: a word of trouble or a sound fit."""
    nothing = buyers([], [], [], 7)[0]
    alone = buyers([1], [10], [20], 7)[0]
    never = buyers([0] * 500, [0] * 500, range(500), 7)[0]
    for data in (nothing, alone, never):
        for fitted in (bg_nbd.fit_bg_nbd(data), pareto_nbd.fit_pareto_nbd(data)):
            assert fitted.trouble == "too-few"
            assert fitted.limits("r") is None
    alike = buyers([3] * 200, [90] * 200, [100] * 200, 7)[0]
    for fitted in (bg_nbd.fit_bg_nbd(alike), pareto_nbd.fit_pareto_nbd(alike)):
        assert isinstance(fitted, Fit)
        assert fitted.trouble is not None or np.isfinite(fitted.values).all()
    assert gamma_gamma.fit_gamma_gamma(spenders([1, 2], [0, -5])).trouble == "too-few"
    same = gamma_gamma.fit_gamma_gamma(spenders([1] * 50, [10] * 50))
    assert same.trouble is not None or gamma_gamma.mean_spend(same.values) == pytest.approx(
        10, rel=0.05
    )
    with pytest.raises(ValueError, match="history"):
        buyers([0], [5], [10], 7)


def test_contracts_live_as_the_curve_says() -> None:
    """S(k) is the product of what stays; those renewed before are likelier to renew again."""
    curve = contract.survival((0.668, 3.806), 7)
    assert curve[1] == pytest.approx(1 - contract.mean_churn((0.668, 3.806)))
    assert (np.diff(curve) < 0).all()
    later = contract.still((0.668, 3.806), 3, 4)
    assert later == pytest.approx(curve[3:] / curve[3])
    assert contract.fit_contract(contract.Renewals(np.zeros(3), np.ones(3))).trouble == "too-few"


@pytest.mark.slow
def test_published_numbers_agree() -> None:
    """All of `polku verify` for customer value."""
    found = list(all_checks(("cdnow", "contracts")))
    assert len(found) > 15
    assert [each.subject for each in found if not each.agrees] == []


def test_the_small_data_are_those_of_the_sample(real_data: Path) -> None:
    """What the package ships is what the master file says."""
    begin, end = np.datetime64("1997-01-01"), 272
    days: dict[str, Counter[int]] = defaultdict(Counter)
    for line in (real_data / "cdnow_sample.txt").read_text("utf-8").splitlines():
        if len(cells := line.split()) == 5:
            day = np.datetime64(f"{cells[2][:4]}-{cells[2][4:6]}-{cells[2][6:]}")
            days[cells[1]][int((day - begin).astype(int))] += round(float(cells[4]) * 100)
    x, recency, age, spent = [], [], [], []
    for each in days.values():
        seen = sorted(day for day in each if day <= end)
        x.append(len(seen) - 1)
        recency.append(seen[-1] - seen[0])
        age.append(end - seen[0])
        spent.append(sum(each[day] for day in seen[1:]) / 100)
    ours, money = cdnow()
    theirs = buyers(x, recency, age, WEEK)[0]
    for name in ("x", "recency", "age", "people"):
        assert getattr(ours, name) == pytest.approx(getattr(theirs, name))
    wanted = spenders(x, spent)
    assert sorted(zip(money.x, money.mean.round(6), strict=True)) == sorted(
        zip(wanted.x, wanted.mean.round(6), strict=True)
    )
