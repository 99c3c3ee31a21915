"""Experiments: counts against a slow count of each person, intervals against simulation, formulas against people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polku.analytics.experiment_arms import Source, people_on
from polku.analytics.experiment_moments import (
    Metric,
    moments_of_arms,
    people_who_reached,
    summed,
)
from polku.analytics.facts import ask
from polku.science.experiments import bayes
from polku.science.experiments.days import days_needed, people_needed
from polku.science.experiments.discoveries import effects_differ, false_discovery
from polku.science.experiments.effect import fieller, fixed, sequential
from polku.science.experiments.moments import Moments
from polku.science.experiments.point import Point, cuped, mean, ratio
from polku.science.experiments.sequence import always_valid_p, multiplier
from polku.science.experiments.srm import balance, balance_of_lots, sequential_p
from polku.science.experiments.verdict import verdict
from polku.store.tables import DDL

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
WINDOW = timedelta(days=10)
ARMS = (3, 4)
ORDER = 0


def moments_of(y: np.ndarray, x: np.ndarray | None = None, b: np.ndarray | None = None) -> Moments:
    x = np.zeros(len(y)) if x is None else x
    b = np.zeros(len(y)) if b is None else b
    sums = (y, y * y, x, x * x, x * y, b, b * b, y * b)
    return Moments(len(y), *(float(each.sum()) for each in sums))


# Counting

hours = st.integers(0, 24 * 40)
people = st.lists(
    st.tuples(
        st.lists(st.tuples(hours, st.sampled_from([3, 4, 5])), max_size=3),
        st.lists(st.tuples(hours, st.integers(-500, 2000), st.sampled_from(["EUR", None, "SEK"])), max_size=6),
    ),
    max_size=12,
)  # fmt: skip


@dataclass
class Sums:
    n: int = 0
    y: int = 0
    yy: int = 0
    x: int = 0
    xy: int = 0
    b: int = 0
    yb: int = 0


def ago(h: int) -> datetime:
    return (NOW - timedelta(hours=h)).replace(tzinfo=None)


@settings(max_examples=50, deadline=None)
@given(people, st.sampled_from(["revenue", "orders", "buyers"]))
def test_moments_are_those_of_a_count_by_hand(crowd: list, kind: str) -> None:
    con = duckdb.connect()
    con.execute(DDL)
    wanted = {3: Sums(), 4: Sums()}
    opened = {3: 0, 4: 0}
    seq = 0
    for person, (came, paid) in enumerate(crowd):
        for h, place in came:
            seq += 1
            con.execute("INSERT INTO entries VALUES (?, ?, ?, ?, 0)", [place, seq, person, ago(h)])
        for h, minor, currency in paid:
            seq += 1
            con.execute(
                "INSERT INTO tail VALUES (?, ?, ?, 0, ?, 0, 0, NULL, ?, ?, NULL)",
                [person, ago(h), seq, seq, minor, currency],
            )
        entries = [(-h, i, place) for i, (h, place) in enumerate(came) if place in ARMS]
        if not entries:
            continue
        start, _, place = min(entries)
        if ago(-start) + WINDOW > NOW.replace(tzinfo=None):
            opened[place] += 1
            continue
        own = [(h, minor) for h, minor, currency in paid if currency in ("EUR", None)]
        after = [m for h, m in own if ago(-start) < ago(h) <= ago(-start) + WINDOW]
        before = [m for h, m in own if ago(-start) - WINDOW < ago(h) <= ago(-start)]
        orders, earlier = (sum(m > 0 for m in rows) for rows in (after, before))
        y, x = {
            "revenue": (sum(after), sum(before)),
            "orders": (orders, earlier),
            "buyers": (int(orders > 0), int(earlier > 0)),
        }[kind]
        s = wanted[place]
        s.n, s.y, s.yy, s.x = s.n + 1, s.y + y, s.yy + y * y, s.x + x
        s.xy, s.b, s.yb = s.xy + x * y, s.b + orders, s.yb + y * orders
    source, metric = Source("entries", ARMS), Metric(kind, "EUR")  # type: ignore[arg-type]
    moments = {
        "as_of": NOW, "window_end": NOW, "entered_from": NOW - timedelta(days=900), "entered_to": NOW,
        "window_seconds": int(WINDOW.total_seconds()),
    }  # fmt: skip
    rows = ask(con, moments_of_arms(source, metric, False, False), **moments)
    for place in ARMS:
        here = rows["place"].to_numpy() == place
        shut = ~rows["open"].to_numpy(zero_copy_only=False)
        found = summed(rows, lambda _, m=here & shut: m)  # type: ignore[misc]
        s = wanted[place]
        assert (found.n, found.y, found.yy, found.x, found.xy, found.b, found.yb) == (
            s.n, s.y, s.yy, s.x, s.xy, s.b, s.yb,
        )  # fmt: skip
        assert rows["n"].to_numpy()[here & ~shut].sum() == opened[place]
        on = ask(con, people_on(source, (place,), False), **moments)
        assert len(on) == s.n + opened[place]
        got = ask(con, people_who_reached(source, metric, (place,), False), **moments)
        if kind == "buyers":
            assert len(got) == s.y
    con.close()


def test_groups_add_up_to_the_whole() -> None:
    con = duckdb.connect()
    con.execute(DDL)
    con.execute(
        "INSERT INTO entries SELECT 3 + (i % 2), i, i, TIMESTAMP '2026-10-01', 0 FROM range(100) t(i)"
    )
    moments = {
        "as_of": NOW, "window_end": NOW, "entered_from": NOW - timedelta(days=900), "entered_to": NOW,
        "window_seconds": 86_400,
    }  # fmt: skip
    told = pa.table(
        {
            "person": pa.array(range(60), pa.int64()),
            "grp": pa.array([i % 3 for i in range(60)], pa.int32()),
        }
    )
    asked = moments_of_arms(Source("entries", ARMS), Metric("buyers", "EUR"), True, False)
    rows = ask(con, asked, grouped=told, **moments)
    assert rows["n"].to_numpy().sum() == 100
    assert rows["n"].to_numpy()[rows["grp"].to_numpy() == -1].sum() == 40
    con.close()


# The sequence


@pytest.mark.parametrize(
    ("share", "part"), [(0.02, 0.1), (0.1, 0.1), (0.3, 0.5), (0.5, 0.5), (0.95, 0.1)]
)
def test_whoever_looks_all_the_time_is_fooled_at_most_one_time_in_twenty(
    share: float, part: float
) -> None:
    """No difference, looked at after every twenty people of 20,000: ever a verdict in at most 5 %."""
    assert fooled(lambda rng, n: (rng.random(n) < share).astype(float), part, True) <= 0.05


@pytest.mark.parametrize(("share", "part"), [(0.02, 0.1), (0.1, 0.1), (0.3, 0.5)])
def test_nor_by_money_of_which_most_people_spend_none(share: float, part: float) -> None:
    def spent(rng: np.random.Generator, n: int) -> np.ndarray:
        return (rng.random(n) < share) * np.exp(rng.normal(3, 1, n))

    assert fooled(spent, part, False) <= 0.05


def fooled(draw, part: float, is_share: bool, times: int = 500, n: int = 20_000) -> float:  # type: ignore[no-untyped-def]
    """The same arithmetic as `sequential` and `verdict`, for all looks at once; one look is held against them."""
    rng = np.random.default_rng(7)
    looks = np.arange(20, n, 20)
    wide = np.array([multiplier(int(t)) for t in looks])
    wrong = 0
    for time in range(times):
        held, y = rng.random(n) < part, draw(rng, n)
        sides = []
        for mine in (~held, held):
            count, total, square = (np.cumsum(v)[looks - 1] for v in (mine, mine * y, mine * y * y))
            with np.errstate(all="ignore"):
                p = (total + 1) / (count + 2)
                spread = p * (1 - p) if is_share else (square - total**2 / count) / (count - 1)
            sides.append((count, total, square, spread))
        (a, sa, qa, va), (b, sb, qb, vb) = sides
        with np.errstate(all="ignore"):
            pooled = (va * (a - 1) + vb * (b - 1)) / (a + b - 2)
            error = np.sqrt(np.maximum(va, pooled) / a + np.maximum(vb, pooled) / b)
            beyond = np.abs(sa / a - sb / b) > wide * error
        wrong += bool((beyond & (np.minimum(a, b) >= (10 if is_share else 100))).any())
        if time == 0:
            arms = [
                Moments(int(c[-1]), float(s[-1]), float(q[-1]))
                for c, s, q in ((a, sa, qa), (b, sb, qb))
            ]
            found = sequential(*(mean(m, share=is_share) for m in arms))
            high = sa[-1] / a[-1] - sb[-1] / b[-1] + wide[-1] * error[-1]
            assert found.high == pytest.approx(high, rel=1e-9)
    return wrong / times


def test_a_true_difference_is_found_and_the_interval_holds_it() -> None:
    rng = np.random.default_rng(1)
    a, b = (rng.random(8_000) < 0.3), (rng.random(2_000) < 0.2)
    found = sequential(
        mean(Moments.of_share(int(a.sum()), 8_000), share=True),
        mean(Moments.of_share(int(b.sum()), 2_000), share=True),
    )
    assert found.low is not None
    assert found.high is not None
    assert 0 < found.low < 0.1 < found.high
    assert verdict(found.low, found.high, 2_000) == "better"


@given(st.integers(1, 10**7), st.floats(0.001, 0.2))
def test_the_p_of_the_sequence_belongs_to_its_interval(t: int, alpha: float) -> None:
    z = multiplier(t, alpha) if alpha == 0.05 else multiplier(t)
    assert always_valid_p(z, t) == pytest.approx(0.05, rel=1e-6)
    assert multiplier(t) > 1.96
    assert always_valid_p(0.0, t) == 1.0


def test_the_interval_is_tightest_where_it_was_tuned() -> None:
    widths = {t: multiplier(t) for t in (50, 500, 2_000, 20_000, 1_000_000)}
    assert min(widths, key=widths.__getitem__) == 2_000
    assert widths[2_000] < 3.1


# Formulas against people


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=50)
def test_cuped_is_the_regression_on_what_was_before(seed: int) -> None:
    rng = np.random.default_rng(seed)
    xs = [rng.normal(5, 2, n) for n in (60, 40)]
    ys = [0.7 * x + rng.normal(0, 1, len(x)) + i for i, x in enumerate(xs)]
    points, saved = cuped([moments_of(y, x) for y, x in zip(ys, xs, strict=True)])
    x, y = np.concatenate(xs), np.concatenate(ys)
    design = np.column_stack([np.repeat([1.0, 0.0], (60, 40)), np.repeat([0.0, 1.0], (60, 40)), x])
    theta = np.linalg.lstsq(design, y, rcond=None)[0][2]
    assert saved is not None
    assert 0 <= saved <= 1
    for point, own_x, own_y in zip(points, xs, ys, strict=True):
        left = own_y - theta * (own_x - x.mean())
        assert point.value == pytest.approx(left.mean())
        assert point.variance == pytest.approx(left.var(ddof=1) / len(left))


def test_cuped_changes_nothing_when_nothing_was_before() -> None:
    arms = [moments_of(np.array([1.0, 2, 3])), moments_of(np.array([2.0, 3, 5]))]
    points, saved = cuped(arms)
    assert saved is None
    assert [p.value for p in points] == [2.0, pytest.approx(10 / 3)]


def test_the_delta_method_is_the_bootstrap_over_people() -> None:
    rng = np.random.default_rng(5)
    orders = rng.poisson(1.3, 800).astype(float)
    money = orders * rng.lognormal(3, 0.6, 800)  # people differ in what they spend at a time
    found = ratio(moments_of(money, b=orders))
    draws = []
    for _ in range(3_000):
        i = rng.integers(0, 800, 800)
        draws.append(money[i].sum() / orders[i].sum())
    assert found.value == pytest.approx(money.sum() / orders.sum())
    assert found.variance**0.5 == pytest.approx(np.std(draws), rel=0.06)


@given(st.floats(0.5, 50), st.floats(0.5, 50), st.floats(0.001, 2), st.floats(0.001, 2))
def test_fieller_holds_exactly_the_ratios_that_cannot_be_told_apart(
    a: float, b: float, va: float, vb: float
) -> None:
    low, high = fieller(Point(a, va, 100), Point(b, vb, 100), 2.0)
    if low is None or high is None:
        assert b * b <= 4 * vb
        return
    assert low <= a / b - 1 <= high
    for end in (low + 1, high + 1):
        assert abs(a - end * b) == pytest.approx(2 * (va + end**2 * vb) ** 0.5, rel=1e-6, abs=1e-6)


def test_welch_is_scipys() -> None:
    from scipy import stats

    rng = np.random.default_rng(2)
    a, b = rng.normal(1, 2, 40), rng.normal(0, 1, 25)
    found = fixed(mean(moments_of(a)), mean(moments_of(b)))
    other = stats.ttest_ind(a, b, equal_var=False)
    interval = other.confidence_interval(0.95)
    assert found.p == pytest.approx(other.pvalue)
    assert (found.low, found.high) == (pytest.approx(interval.low), pytest.approx(interval.high))


# The lot


def test_the_lot_is_blamed_once_in_a_thousand_and_never_by_looking_on() -> None:
    rng = np.random.default_rng(11)
    blocked = ever = 0
    for _ in range(2_000):
        held = np.cumsum(rng.random(2_000) < 0.1)
        blocked += balance([int(held[-1]), 2_000 - int(held[-1])], [1, 9]).blocks
    for _ in range(100):
        held = np.cumsum(rng.random(2_000) < 0.1)
        seen = [(int(held[t]), t + 1 - int(held[t])) for t in range(9, 2_000, 10)]
        ever += min(sequential_p(counts, [0.1, 0.9]) for counts in seen) < 0.05
    assert blocked <= 8
    assert ever <= 12


def test_an_uneven_lot_gets_no_verdict_however_large_the_difference() -> None:
    assert balance([700, 300], [1, 1]).blocks
    assert verdict(0.2, 0.4, 300, blocked=True) == "uneven"
    assert balance([10, 5], [1, 0]).blocks, "somebody where nobody was to be"
    assert not balance([], []).blocks
    assert not balance([0, 0], [1, 1]).blocks
    # A holdout of 10 % that became 30 %: each version is held against its own lot.
    lots = [[0, 1], [2, 3]]
    arms = [{0: 0.1, 2: 0.3}, {1: 0.9, 3: 0.7}]
    assert not balance_of_lots({0: 100, 1: 900, 2: 300, 3: 700}, arms, lots).blocks
    assert balance_of_lots({0: 300, 1: 700, 2: 300, 3: 700}, arms, lots).blocks


# The rest


def test_beliefs_are_those_of_draws() -> None:
    rng = np.random.default_rng(3)
    a, b = rng.beta(31, 71, 400_000), rng.beta(21, 81, 400_000)
    found = bayes.shares(30, 100, 20, 100)
    assert found.better == pytest.approx((a > b).mean(), abs=0.003)
    assert found.loss == pytest.approx(np.maximum(b - a, 0).mean(), abs=2e-4)
    assert found.loss_of_control == pytest.approx(np.maximum(a - b, 0).mean(), abs=4e-4)
    d = rng.normal(1.0, 0.5**0.5, 400_000)
    means = bayes.means(Point(3.0, 0.3, 50), Point(2.0, 0.2, 50))
    assert means is not None
    assert means.better == pytest.approx((d > 0).mean(), abs=0.003)
    assert means.loss == pytest.approx(np.maximum(-d, 0).mean(), abs=1e-3)
    assert means.loss_of_control == pytest.approx(np.maximum(d, 0).mean(), abs=5e-3)


def test_so_many_people_suffice_four_times_in_five() -> None:
    n = people_needed(0.1, 0.05, 400)
    assert n is not None
    rng = np.random.default_rng(4)
    error = 0.05 * (400 / n) ** 0.5
    told = (np.abs(rng.normal(0.1, error, 20_000)) > multiplier(n) * error).mean()
    assert told == pytest.approx(0.8, abs=0.02)
    assert days_needed(n, 400, 10) == -(-(n - 400) // 10)
    assert days_needed(n, 400, 0) is None
    assert people_needed(0.0, 0.05, 400) is None
    assert people_needed(1e-9, 0.5, 400) is None


def test_discoveries_are_those_of_benjamini_and_hochberg() -> None:
    found = false_discovery([0.01, None, 0.04, 0.03, 0.2])
    assert found == [0.04, None, pytest.approx(0.16 / 3), pytest.approx(0.16 / 3), 0.2]
    same = [fixed(Point(1.0, 0.01, 50), Point(0.5, 0.01, 50))] * 3
    other = fixed(Point(0.0, 0.01, 50), Point(1.5, 0.01, 50))
    assert effects_differ(same) == pytest.approx(1.0)
    differ = effects_differ([*same, other])
    assert differ is not None
    assert differ < 0.001
    assert effects_differ(same[:1]) is None


def test_too_little_is_said_so() -> None:
    nothing = mean(Moments())
    assert sequential(nothing, nothing).value is None
    assert fixed(nothing, mean(Moments.of_share(1, 2))).value is None
    assert ratio(Moments(5)).value is None
    assert verdict(None, None, 0) == "too-few"
    assert verdict(0.1, 0.2, 9) == "too-few"
    assert verdict(0.1, 0.2, 99, share=False) == "too-few"
    none = mean(Moments.of_share(0, 20), share=True)
    assert none.variance > 0, "nobody of twenty is not a certainty"
