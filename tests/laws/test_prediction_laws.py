"""Prediction: features know nothing of the future, models are those of an optimiser, effects only where there are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from polku.analytics.facts import ask
from polku.analytics.feature_matrix import Vocabulary, matrix
from polku.analytics.features import buyers_between, features, known_at, movers_between
from polku.science.prediction.calibration import calibration, platt
from polku.science.prediction.logistic import fit_logistic
from polku.science.prediction.scoring import auc, scored
from polku.science.prediction.uplift import FEWEST, uplift
from polku.store.tables import DDL

pytestmark = pytest.mark.slow

CUT = datetime(2026, 6, 1, 12, tzinfo=UTC)
LIMIT = {"window_end": CUT, "cohort_start": CUT, "cohort_end": CUT}

happened = st.tuples(
    st.integers(-200 * 24, 60 * 24),  # hours after the cut
    st.sampled_from([None, None, 1500, -300]),
    st.sampled_from([0, 1, None]),
    st.sampled_from(['{"device":"mobile"}', "{}", None]),
)
crowds = st.lists(
    st.tuples(
        st.lists(happened, max_size=7), st.lists(st.integers(-200 * 24, 60 * 24), max_size=3)
    ),
    min_size=1,
    max_size=8,
)


def stored(crowd: list, future: bool) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute(DDL)
    seq = 0
    for person, (did, moved) in enumerate(crowd):
        for hours, minor, channel, properties in did:
            seq += 1
            if future or hours <= 0:
                con.execute(
                    "INSERT INTO tail VALUES (?, ?, ?, 0, ?, 0, 0, ?, ?, 'EUR', ?)",
                    [person, at(hours), seq, seq, channel, minor, properties],
                )
        for n, hours in enumerate(sorted(moved)):
            if future or hours <= 0:
                con.execute(
                    "INSERT INTO transitions VALUES (?, ?, ?, NULL, ?, 'r', 0)",
                    [person, n, at(hours), n % 3],
                )
    return con


def at(hours: int) -> datetime:
    return (CUT + timedelta(hours=hours)).replace(tzinfo=None)


@settings(max_examples=40, deadline=None)
@given(crowds)
def test_an_event_after_the_moment_changes_nothing(crowd: list) -> None:
    """Neither of the one moment of all, nor of each person's own; and the numbers are those of a count by hand."""
    own = pa.table(
        {
            "person": pa.array(range(len(crowd)), pa.int64()),
            "at": pa.array([CUT.replace(tzinfo=None)] * len(crowd), pa.timestamp("us")),
        }
    )
    answers = []
    for future in (True, False):
        con = stored(crowd, future)
        answers.append(ask(con, features("EUR", False, False), **known_at(CUT)).to_pylist())
        answers.append(ask(con, features("EUR", True, False), tables={"cuts": own}).to_pylist())
        con.close()
    assert all(each == answers[0] for each in answers)
    found = {row["person"]: row for row in answers[0]}
    for person, (did, moved) in enumerate(crowd):
        past = [each for each in did if each[0] <= 0]
        assert (person in found) == bool(past)
        if not past:
            continue
        row = found[person]
        orders = [-hours for hours, minor, *_ in past if minor is not None and minor > 0]
        assert row["last"] == min(-h for h, *_ in past) * 3600
        assert row["first"] == max(-h for h, *_ in past) * 3600
        assert (row["events"], row["orders"]) == (len(past), len(orders))
        assert row["e30"] == sum(-h * 3600 < 30 * 86_400 for h, *_ in past)
        assert row["spent"] == sum(minor or 0 for _, minor, *_ in past)
        assert row["order_last"] == (min(orders) * 3600 if orders else None)
        assert row["order_first"] == (max(orders) * 3600 if orders else None)
        seen = [hours for hours in sorted(moved) if hours <= 0]
        assert row["stage"] == ((len(seen) - 1) % 3 if seen else None)
        assert row["stage_age"] == (-seen[-1] * 3600 if seen else None)


@settings(max_examples=30, deadline=None)
@given(crowds)
def test_what_came_is_what_came_after_and_in_time(crowd: list) -> None:
    until = CUT + timedelta(days=30)
    con = stored(crowd, True)
    bought = set(ask(con, buyers_between("EUR"), cut=CUT, until=until)["person"].to_pylist())
    moved = set(ask(con, movers_between((1, 2)), cut=CUT, until=until)["person"].to_pylist())
    con.close()
    for person, (did, moves) in enumerate(crowd):
        late = any(m is not None and m > 0 and 0 < h <= 720 for h, m, *_ in did)
        assert (person in bought) == late
        went = any(0 < h <= 720 and n % 3 in (1, 2) for n, h in enumerate(sorted(moves)))
        assert (person in moved) == went


def test_features_without_anybody_make_an_empty_matrix() -> None:
    con = duckdb.connect()
    con.execute(DDL)
    rows = ask(con, features("EUR", False, False), **known_at(CUT))
    con.close()
    found = matrix(rows, Vocabulary.of(rows, [0, 1]))
    assert found.x.shape == (0, len(found.families))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_newtons_model_is_that_of_an_optimiser(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(300, 4)) * [1, 5, 0.1, 1] + 2
    x[:, 3] = 7.0  # does not vary
    y = (rng.random(300) < 1 / (1 + np.exp(-(x[:, 0] - 2)))).astype(float)
    y[:2] = (0, 1)
    found = fit_logistic(x, y, ridge=3.0)
    z = np.column_stack([np.ones(300), (x - found.centre) / found.scale])

    def loss(beta: np.ndarray) -> float:
        logit = z @ beta
        return float(np.logaddexp(0, logit).sum() - y @ logit + 1.5 * (beta[1:] ** 2).sum())

    other = optimize.minimize(loss, np.zeros(5), method="BFGS", tol=1e-9).x
    assert [found.intercept, *found.weights] == pytest.approx(other, abs=2e-3)
    assert found.weights[3] == pytest.approx(0, abs=1e-9)
    parts = found.contributions(x)
    assert found.intercept + parts.sum(axis=1) == pytest.approx(found.logit(x))


def test_a_model_that_is_too_sure_is_brought_back() -> None:
    rng = np.random.default_rng(1)
    logit = rng.normal(-1, 1, 40_000)
    came = (rng.random(40_000) < 1 / (1 + np.exp(-logit))).astype(float)
    line = platt(3 * logit + 1, came)
    assert line.slope == pytest.approx(1 / 3, abs=0.02)
    assert line.shift == pytest.approx(-1 / 3, abs=0.05)
    for each in calibration(line.probability(3 * logit + 1), came):
        assert each.came.low is not None
        assert each.came.high is not None
        assert each.came.low - 0.02 < each.predicted < each.came.high + 0.02
    assert platt(logit[:30], came[:30]).slope == 1.0, "too few say nothing"
    assert platt(-logit, came).slope == 1.0, "the order is not turned around"


def test_scores_against_the_average() -> None:
    rng = np.random.default_rng(2)
    p = rng.beta(1, 4, 20_000)
    came = (rng.random(20_000) < p).astype(float)
    good = scored(p, came, 0.2)
    assert good is not None
    assert good.skill_low is not None
    assert good.skill_low > 0
    assert good.expected == pytest.approx(good.came, rel=0.05)
    assert good.brier == pytest.approx(((p - came) ** 2).mean())
    useless = scored(np.full(20_000, 0.2), came, 0.2)
    assert useless is not None
    assert (useless.skill, useless.auc) == (pytest.approx(0), pytest.approx(0.5))
    assert scored(p[:0], came[:0], 0.2) is None
    pairs = [(a, b) for a in p[:200][came[:200] > 0] for b in p[:200][came[:200] == 0]]
    assert auc(p[:200], came[:200]) == pytest.approx(np.mean([a > b for a, b in pairs]))
    assert auc(p, np.ones(20_000)) is None


def world(rng: np.random.Generator, n: int, part: float, gain: float, only: bool):  # type: ignore[no-untyped-def]
    x = rng.normal(size=(n, 12))
    treated = (rng.random(n) < part).astype(float)
    base = 1 / (1 + np.exp(1.5 - 0.7 * x[:, 0]))
    helped = (x[:, 1] > 0) if only else np.ones(n)
    came = (rng.random(n) < np.minimum(1, base * 0.7 + gain * treated * helped)).astype(float)
    return x, treated, came


def test_a_planted_difference_between_people_is_found() -> None:
    rng = np.random.default_rng(3)
    found = 0
    for _ in range(20):
        x, treated, came = world(rng, 6_000, 0.5, 0.2, True)
        one = uplift(x, treated, came, 0.5, np.arange(6_000))
        assert one is not None
        found += one.p < 0.01
        assert one.groups[-1].low > 0
        assert one.groups[-1].effect > one.groups[0].effect
        told = one.of(x)
        assert told[x[:, 1] > 0.5].mean() > told[x[:, 1] < -0.5].mean() + 0.1
    assert found >= 19


@pytest.mark.parametrize("gain", [0.0, 0.1])
def test_where_all_are_helped_alike_nobody_is_singled_out(gain: float) -> None:
    """A holdout of one in ten, as programmes have: wrong at most as often as the test says, but for chance."""
    rng = np.random.default_rng(4)
    ps = []
    for _ in range(150):
        x, treated, came = world(rng, 3_000, 0.9, gain, False)
        one = uplift(x, treated, came, 0.9, np.arange(3_000))
        assert one is not None
        ps.append(one.p)
        assert abs(one.average - gain) < 5 * one.error
    assert np.mean(np.array(ps) < 0.05) <= 0.10
    assert np.mean(np.array(ps) < 0.01) <= 0.04


def test_too_small_a_holdout_teaches_nothing() -> None:
    x, treated, came = world(np.random.default_rng(5), FEWEST, 0.5, 0.1, False)
    assert uplift(x, treated, came, 0.5, np.arange(FEWEST)) is None
    x, treated, _ = world(np.random.default_rng(5), 1_000, 0.5, 0.1, False)
    assert uplift(x, treated, np.zeros(1_000), 0.5, np.arange(1_000)) is None
