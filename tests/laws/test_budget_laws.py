"""The laws of the budget planner, against brute force and simulated truths."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polku.science.budget.adstock import adstocked
from polku.science.budget.allocate import allocate, cheapest
from polku.science.budget.curve import Curve, fit
from polku.science.budget.plan import (
    CAP,
    WEEKS,
    Source,
    chance_of,
    most,
    reaching,
    spending,
    surely,
)
from polku.science.budget.rates import share_draws
from polku.science.survival import Incidence

pytestmark = pytest.mark.slow


@given(
    st.lists(st.floats(0, 1e6), min_size=1, max_size=30),
    st.floats(0, 0.95),
)
def test_adstock_is_the_sum_of_what_is_left_of_each_week(spend: list[float], carry: float) -> None:
    found = adstocked(spend, carry)
    for week in range(len(spend)):
        slow = sum((1 - carry) * carry**k * spend[week - k] for k in range(week + 1))
        slow += carry ** (week + 1) * spend[0]
        assert found[week] == pytest.approx(slow, rel=1e-9, abs=1e-6)
    assert adstocked([7.0] * 5, carry) == pytest.approx([7.0] * 5)


def hill(top: float, half: float, spend: np.ndarray) -> np.ndarray:
    return top * spend / (half + spend)


hills = st.lists(st.tuples(st.floats(5, 200), st.floats(50, 3000)), min_size=2, max_size=2)


@given(hills, st.floats(100, 3000))
@settings(max_examples=60, deadline=None)
def test_no_split_on_a_fine_grid_brings_more(
    known: list[tuple[float, float]], budget: float
) -> None:
    grid = np.linspace(0, 3000, 1501)
    best = allocate([(grid, hill(top, half, grid)) for top, half in known], budget)
    first = np.linspace(0, budget, 4001)
    brute = hill(*known[0], first) + hill(*known[1], budget - first)
    assert best.total == pytest.approx(budget)
    worth = sum(hill(t, h, x) for (t, h), x in zip(known, best.spend, strict=True))
    assert worth == pytest.approx(brute.max(), rel=1e-3)
    inner = [x for x in best.spend if 5 < x < 2995]
    if len(inner) == 2:  # equal marginal returns
        slopes = [t * h / (h + x) ** 2 for (t, h), x in zip(known, best.spend, strict=True)]
        assert slopes[0] == pytest.approx(slopes[1], rel=0.1)
        assert best.margin == pytest.approx(slopes[0], rel=0.1)


pieces = st.lists(
    st.lists(st.tuples(st.integers(1, 4), st.integers(0, 9)), min_size=1, max_size=3),
    min_size=1,
    max_size=3,
)


def lines_of(curves: list[list[tuple[int, int]]]) -> list[tuple[np.ndarray, np.ndarray]]:
    made = []
    for curve in curves:
        falling = sorted(curve, key=lambda piece: -piece[1])
        wide, steep = np.array(falling, float).T
        made.append(
            (
                np.concatenate(([0], wide.cumsum())),
                np.concatenate(([2], 2 + (wide * steep).cumsum())),
            )
        )
    return made


@given(pieces, st.integers(0, 40))
@settings(max_examples=200, deadline=None)
def test_of_straight_pieces_every_whole_split_is_tried(
    curves: list[list[tuple[int, int]]], budget: int
) -> None:
    lines = lines_of(curves)
    best = allocate(lines, budget)
    ends = [int(x[-1]) for x, _ in lines]
    brute = max(
        sum(float(np.interp(s, *line)) for s, line in zip(split, lines, strict=True))
        for split in product(*(range(end + 1) for end in ends))
        if sum(split) <= budget
    )
    assert float(best.brings.sum()) == pytest.approx(brute)
    assert best.total <= budget + 1e-9


@given(pieces, st.floats(0, 1))
@settings(max_examples=200, deadline=None)
def test_the_inverse_of_the_forward_is_the_goal(
    curves: list[list[tuple[int, int]]], share: float
) -> None:
    lines = lines_of(curves)
    least = sum(float(y[0]) for _, y in lines)
    most = sum(float(y[-1]) for _, y in lines)
    goal = least + share * (most - least)
    back = cheapest(lines, goal)
    assert back.short == pytest.approx(0, abs=1e-9)
    assert float(allocate(lines, back.total).brings.sum()) == pytest.approx(goal)
    beyond = cheapest(lines, most + 3)
    assert beyond.short == pytest.approx(3)
    if share and goal > least + 1e-6:  # no cheaper way
        assert float(allocate(lines, back.total * 0.99).brings.sum()) < goal


def weeks_of(
    rng: np.random.Generator, weeks: int = 52
) -> tuple[np.ndarray, np.ndarray, dict[str, float]]:
    """Weeks of a known curve."""
    spend = rng.gamma(4, 250, weeks)
    truth = {
        "base": rng.uniform(0, 15),
        "top": rng.uniform(15, 120),
        "bend": float(rng.choice([0, rng.uniform(0, 6)])),
        "carry": float(rng.choice([0, rng.uniform(0, 0.7)])),
        "largest": float(spend.max()),
    }
    mean = at(truth, adstocked(spend, truth["carry"]))
    spread = rng.uniform(1, 3)
    leads = rng.poisson(rng.gamma(mean / (spread - 1 + 1e-9), spread - 1 + 1e-9))
    return spend, leads.astype(float), truth


def at(truth: dict[str, float], spend: np.ndarray) -> np.ndarray:
    a, u = spend / truth["largest"], truth["bend"]
    return truth["base"] + truth["top"] * (1 + u) * a / (1 + u * a)


def coverage(times: int, seed: int = 5) -> tuple[list[float], float]:
    """How often the 95 % interval holds the truth at 0.5, 1 and 1.2 times the largest spend; and how often the
    curve was told at all."""
    rng = np.random.default_rng(seed)
    held = np.zeros(3)
    told = 0
    for _ in range(times):
        spend, leads, truth = weeks_of(rng)
        curve = fit(spend, leads, draws=1000)
        if not curve.known:
            continue
        told += 1
        points = truth["largest"] * np.array([0.5, 1.0, 1.2])
        low, high = np.percentile(curve.at(points), [2.5, 97.5], axis=0)
        true = at(truth, points)
        held += (low <= true) & (true <= high)
    return [float(each) for each in held / told], told / times


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    held, _ = coverage(150)
    assert all(0.88 <= share <= 1 for share in held), held


def test_no_curve_is_told_where_spend_does_nothing() -> None:
    """At most the test's level of false curves (one in twenty, half of which rise)."""
    rng = np.random.default_rng(7)
    told = sum(fit(rng.gamma(4, 250, 52), rng.poisson(40, 52), draws=200).known for _ in range(200))
    assert told / 200 <= 0.10


@pytest.mark.parametrize(
    ("spend", "leads", "why"),
    [
        ([], [], "few-weeks"),
        ([0.0] * 52, [5.0] * 52, "few-weeks"),
        ([100.0] * 5, [5.0] * 5, "few-weeks"),
        ([100.0] * 52, [5.0] * 52, "no-variation"),
        (list(range(52)), [0.0] * 52, "few-leads"),
        (list(range(52)), list(range(104, 52, -1)), "flat"),
    ],
)
def test_what_cannot_be_known_is_said(spend: list[float], leads: list[float], why: str) -> None:
    curve = fit(spend, leads)
    assert curve.why == why
    assert not curve.known
    mean = float(np.mean(leads)) if leads else 0.0
    assert float(curve.at(1e9).mean()) == pytest.approx(mean, rel=0.1, abs=1e-9)


@pytest.mark.parametrize(
    ("spend", "leads"),
    [([1.0], [1.0, 2.0]), ([-1.0] * 20, [1.0] * 20), ([np.nan] * 20, [1.0] * 20)],
)
def test_nonsense_is_refused(spend: list[float], leads: list[float]) -> None:
    with pytest.raises(ValueError, match="spend"):
        fit(spend, leads)


def test_a_curve_never_falls_and_never_bends_up() -> None:
    rng = np.random.default_rng(11)
    spend, leads, _ = weeks_of(rng)
    curve: Curve = fit(spend, leads)
    steps = np.diff(curve.at(np.linspace(0, 3000, 200)), axis=1)
    assert (steps >= -1e-9).all()
    assert (np.diff(steps, axis=1) <= 1e-9).all()
    again = fit(spend, leads)
    assert (again.base == curve.base).all()


def test_shares_as_draws() -> None:
    rng = np.random.default_rng(1)
    draws = share_draws(Incidence(0.2, 0.2 * 0.8 / 400, 400), 20_000, rng)
    assert draws.mean() == pytest.approx(0.2, abs=0.005)
    assert draws.std() == pytest.approx(0.02, abs=0.001)
    assert share_draws(Incidence(0.0, 0.0, 50), 5_000, rng).mean() == pytest.approx(
        0.5 / 51, abs=0.002
    )
    assert share_draws(Incidence(None, 0.0, 0), 5_000, rng).std() > 0.3


def market(seed: int = 4) -> list[Source]:
    """Two known channels, one whose spend never varied, and one without spend."""
    rng = np.random.default_rng(seed)
    made = []
    for place in range(2):
        spend, leads, _ = weeks_of(rng)
        made.append(Source(fit(spend, leads, seed=place), rng.beta(20 + 40 * place, 80, 2000)))
    made.append(Source(fit([100.0] * 52, rng.poisson(9, 52), seed=8), rng.beta(30, 70, 2000)))
    made.append(
        Source(fit([0.0] * 52, rng.poisson(20, 52), seed=9), rng.beta(30, 70, 2000), paid=False)
    )
    assert [each.curve.known for each in made] == [True, True, False, False]
    return made


def test_a_goal_costs_what_brings_it() -> None:
    sources = market()
    for share in (0.3, 0.6, 0.9):
        budget = share * most(sources)
        there = spending(sources, budget)
        assert float(there.spend.sum()) == pytest.approx(budget)
        back = reaching(sources, there.expected)
        assert back.expected == pytest.approx(there.expected, rel=1e-3)
        assert float(back.spend.sum()) == pytest.approx(budget, rel=0.01)


def test_money_stops_where_the_weeks_seen_end() -> None:
    sources = market()
    there = spending(sources, 100 * most(sources))
    assert there.left == pytest.approx(99 * most(sources))
    for source, spend in zip(sources[:2], there.spend, strict=False):
        assert spend == pytest.approx(CAP * source.curve.largest)
    assert there.spend[2] == pytest.approx(sources[2].curve.usual)  # not known: as it was
    assert there.spend[3] == 0
    assert reaching(sources, 1e6).short > 0
    wide = spending(sources, 2 * most(sources), beyond=True)
    assert wide.left == 0


def test_the_chance_of_a_goal_falls_with_the_goal_and_rises_with_money() -> None:
    sources = market()
    plans = [spending(sources, part * most(sources)) for part in (0.2, 0.5, 1.0)]
    goals = [plan.expected * WEEKS for plan in plans]
    assert goals == sorted(goals)
    chances = [chance_of(plan, goals[1], 1) for plan in plans]
    assert chances == sorted(chances)
    assert chances[1] == pytest.approx(0.5, abs=0.1)
    assert chance_of(plans[1], 0, 1) == 1
    sure = surely(sources, goals[1], 1, 0.8)
    assert sure is not None
    assert chance_of(spending(sources, sure), goals[1], 1) == pytest.approx(0.8, abs=0.02)
    assert surely(sources, 1e7, 1, 0.8) is None


def test_too_little_money_for_what_is_held_is_shared_in_proportion() -> None:
    sources = market()
    held = sources[2].curve.usual
    poor = spending(sources, held / 4)
    assert poor.spend.tolist() == pytest.approx([0, 0, held / 4, 0])
    assert poor.customers[:, 2].mean() == pytest.approx(sources[2].customers(held).mean() / 4)
