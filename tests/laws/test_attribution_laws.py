"""The laws of attribution, against slow obvious counts of each path."""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from polku.analytics.path_variants import BITS, variants
from polku.analytics.touch_kernel import SESSION_US, Columns, walk
from polku.science.attribution.calibration import Arm, calibrated
from polku.science.attribution.markov import arrows, removal
from polku.science.attribution.model import MODELS, attributed, bootstrapped, sums
from polku.science.attribution.paths import Paths
from polku.science.attribution.rounding import whole_parts
from polku.science.attribution.rules import RULES, decay, position
from polku.verify.attribution import checks

pytestmark = pytest.mark.slow

K = 4
one_path = st.tuples(
    st.lists(st.tuples(st.integers(0, K - 1), st.integers(0, 80)), min_size=1, max_size=6),
    st.booleans(),
    st.integers(-500, 90_000),
    st.integers(1, 6),
)
crowds = st.lists(one_path, min_size=1, max_size=14)
Crowd = list[tuple[list[tuple[int, int]], bool, int, int]]


def paths_of(crowd: Crowd, channels: int = K) -> Paths:
    touches = [sorted(each[0], key=lambda t: -t[1]) for each in crowd]
    return Paths(
        channels,
        np.repeat(np.arange(len(crowd)), [len(t) for t in touches]),
        np.array([c for t in touches for c, _ in t]),
        np.array([float(age) for t in touches for _, age in t]),
        np.array([each[1] for each in crowd]),
        np.array([each[2] if each[1] else 0 for each in crowd], np.int64),
        np.array([each[3] for each in crowd], np.int64),
    )


def channel_lists(paths: Paths) -> list[list[int]]:
    return [paths.channel[paths.path == p].tolist() for p in range(paths.won.size)]


def chain_without(paths: Paths, gone: int | None) -> float:
    """The chance of converting when every path breaks at `gone`: one linear system, built step by step."""
    steps = np.zeros((K + 1, K + 2))
    for walked, won in zip(channel_lists(paths), paths.won, strict=True):
        for source, target in zip([K, *walked], [*walked, K if won else K + 1], strict=True):
            steps[source, target] += 1
    a, b = np.eye(K + 1), np.zeros(K + 1)
    for source in range(K + 1):
        if source == gone or not steps[source].sum():
            continue
        for target in range(K + 1):
            chance = steps[source, target] / steps[source].sum()
            if target == K:
                b[source] = chance
            elif target != gone:
                a[source, target] -= chance
    return float(np.linalg.solve(a, b)[K])


@given(crowds)
@settings(max_examples=200, deadline=None)
def test_removal_effects_are_those_of_chains_without_the_channel(crowd: Crowd) -> None:
    paths = paths_of(crowd)
    found = removal(arrows(paths)[0])
    whole = chain_without(paths, None)
    assert found.conversion == pytest.approx(whole, abs=1e-12)
    for c in range(K):
        if whole > 0:
            assert found.effect[c] == pytest.approx(1 - chain_without(paths, c) / whole, abs=1e-9)
        else:
            assert np.isnan(found.effect[c])


@given(crowds)
@settings(max_examples=100, deadline=None)
def test_a_channel_repeated_in_a_row_changes_no_removal_effect(crowd: Crowd) -> None:
    assume(not _mixed(crowd))
    twice: Crowd = [([t for each in p[0] for t in (each, each)], p[1], p[2], p[3]) for p in crowd]
    one, two = (removal(arrows(paths_of(each))[0]) for each in (crowd, twice))
    assert np.allclose(one.effect, two.effect, equal_nan=True)


def _mixed(crowd: Crowd) -> bool:
    return any(len({age for _, age in path}) < len(path) for path, *_ in crowd)


def shapley_by_definition(paths: Paths) -> np.ndarray:
    """The mean over all orders of what each channel adds to those before it."""
    sets = [set(each) for each in channel_lists(paths)]

    def worth(coalition: set[int]) -> float:
        return float(sum(won and s <= coalition for s, won in zip(sets, paths.won, strict=True)))

    found = np.zeros(K)
    orders = list(permutations(range(K)))
    for order in orders:
        for place, c in enumerate(order):
            before = set(order[:place])
            found[c] += worth(before | {c}) - worth(before)
    return found / len(orders)


@given(crowds)
@settings(max_examples=60, deadline=None)
def test_shapley_is_the_mean_over_all_orders(crowd: Crowd) -> None:
    """Hence efficient, symmetric and zero for a channel that is on no won path; told apart below."""
    paths = paths_of(crowd)
    credits, _ = attributed(sums(paths))
    found = credits["shapley"].conversions
    assert found == pytest.approx(shapley_by_definition(paths), abs=1e-9)
    assert found.sum() == pytest.approx(paths.won.sum())  # efficiency
    sets = [set(each) for each, won in zip(channel_lists(paths), paths.won, strict=True) if won]
    for c in range(K):
        if not any(c in s for s in sets):
            assert found[c] == 0  # dummy
    for a, b in combinations(range(K), 2):
        swapped = [{b if x == a else a if x == b else x for x in s} for s in sets]
        if sorted(map(sorted, swapped)) == sorted(map(sorted, sets)):
            assert found[a] == pytest.approx(found[b])  # symmetry


@given(crowds, crowds)
@settings(max_examples=40, deadline=None)
def test_shapley_adds_up(one: Crowd, two: Crowd) -> None:
    parts = [
        attributed(sums(paths_of(each)))[0]["shapley"].conversions for each in (one, two, one + two)
    ]
    assert parts[0] + parts[1] == pytest.approx(parts[2])


@given(crowds, st.floats(0.1, 60))
@settings(max_examples=100, deadline=None)
def test_every_rule_shares_each_path_out_once(crowd: Crowd, half_life: float) -> None:
    paths = paths_of(crowd)
    for name, rule in RULES.items():
        weight = rule(paths, half_life)
        assert (weight >= 0).all(), name
        assert np.bincount(paths.path, weight) == pytest.approx(np.ones(paths.won.size)), name


@given(crowds)
@settings(max_examples=100, deadline=None)
def test_every_model_sums_to_the_ledger(crowd: Crowd) -> None:
    paths = paths_of(crowd)
    credits, _ = attributed(sums(paths))
    assert set(credits) == set(MODELS)
    total = int(paths.minor.sum())
    for name, credit in credits.items():
        if paths.won.any():
            assert credit.conversions.sum() == pytest.approx(paths.won.sum()), name
            assert int(whole_parts(credit.minor, total).sum()) == total, name


def test_position_and_decay_by_hand() -> None:
    crowd: Crowd = [([(0, 14), (1, 7), (2, 0)], True, 100, 1), ([(0, 7), (3, 0)], True, 100, 2)]
    paths = paths_of(crowd)
    assert position(paths, 1).tolist() == pytest.approx([0.4, 0.2, 0.4, 0.5, 0.5])
    assert decay(paths, 7).tolist() == pytest.approx([1 / 7, 2 / 7, 4 / 7, 1 / 3, 2 / 3])
    old: Crowd = [([(0, 9000), (1, 8993)], True, 100, 1)]
    assert decay(paths_of(old), 7).tolist() == pytest.approx([1 / 3, 2 / 3])


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=30), st.integers(1, 97))
def test_whole_parts_sum_to_the_whole_and_stay_near(parts: list[int], by: int) -> None:
    exact = np.array(parts) / by
    total = int(np.round(exact.sum()))
    found = whole_parts(exact, total)
    assert found.sum() == total
    assert np.abs(found - exact).max() <= 1 + 1e-6


def test_the_published_chain() -> None:
    assert all(each.agrees for each in checks())


def test_intervals_of_many_people_are_those_of_people() -> None:
    """Groups of people give the width that resampling people one by one gives; and it covers."""
    rng = np.random.default_rng(3)
    people = 6_000
    crowd: Crowd = [
        ([(int(c), 0)], bool(rng.random() < (0.1 + 0.1 * c)), 1000, p)
        for p, c in enumerate(rng.integers(0, K, people))
    ]
    found = sums(paths_of(crowd))
    low, high = bootstrapped(found)["linear"][0]
    chance = np.array([0.1 + 0.1 * c for c in range(K)]) / K
    width = 2 * 1.96 * np.sqrt(people * chance * (1 - chance))
    assert (high - low) == pytest.approx(width, rel=0.15)
    middle = people * chance
    assert ((low < middle + width) & (high > middle - width)).all()


# The walking.

row = st.tuples(
    st.integers(1, 3),  # person
    st.integers(0, 60 * 24 * 8),  # minute
    st.integers(-1, 2),  # channel
    st.sampled_from([0, 0, 0, 500, 900, -300]),
)


def walked_slowly(
    rows: list[tuple[int, int, int, int]], start: int, lookback: int
) -> tuple[list[tuple[int, tuple[int, ...], bool, int]], int, int]:
    """Each person in turn: (person, channels, won, minor), and the conversions and money of no path."""
    paths: list[list[object]] = []
    bare, money = 0, 0
    for person in sorted({r[0] for r in rows}):
        touches: list[tuple[int, int]] = []
        before: tuple[int, int] | None = None
        latest: object = None  # what the latest conversion was: None, "bare", "old" or its path
        mine = sorted(
            (minute, seq, channel, minor)
            for seq, (who, minute, channel, minor) in enumerate(rows)
            if who == person
        )
        for minute, _, channel, minor in mine:
            if channel >= 0 and minor >= 0:
                if before is None or before[1] != channel or minute - before[0] > 30:
                    touches.append((minute, channel))
                before = (minute, channel)
            if minor > 0:
                kept = [c for m, c in touches if m > minute - lookback]
                if minute <= start:
                    latest = "old"
                elif kept:
                    latest = [person, tuple(kept), True, minor]
                    paths.append(latest)
                else:
                    latest, bare, money = "bare", bare + 1, money + minor
                touches, before = [], None
            elif minor < 0 and minute > start:
                if isinstance(latest, list):
                    latest[3] += minor
                else:
                    money += minor
        if touches and touches[-1][0] > start:
            kept = [c for m, c in touches if m > max(touches[-1][0] - lookback, start)]
            paths.append([person, tuple(kept), False, 0])
    return sorted(tuple(p) for p in paths), bare, money  # type: ignore[misc]


@given(
    st.lists(row, max_size=25),
    st.sampled_from([-1, 60 * 24 * 2]),
    st.sampled_from([60, 60 * 24, 60 * 24 * 90]),
    st.randoms(use_true_random=False),
)
@settings(max_examples=400, deadline=None)
def test_walking_is_that_of_each_person_in_turn(
    rows: list[tuple[int, int, int, int]], start: int, lookback: int, shuffled: object
) -> None:
    assert SESSION_US == 30 * 60_000_000
    places = list(range(len(rows)))
    shuffled.shuffle(places)  # type: ignore[attr-defined]
    pick = [rows[p] for p in places]
    minute = 60_000_000
    columns = Columns(
        np.array([r[0] for r in pick], np.int64),
        np.array([r[1] * minute for r in pick], np.int64),
        np.array(places, np.int64),
        np.array([r[2] for r in pick], np.int64),
        np.array([r[3] > 0 for r in pick], bool),
        np.array([r[3] for r in pick], np.int64),
    )
    found = walk(columns, start * minute, lookback * minute)
    paths = found.paths
    ours = sorted(
        (int(paths.person[p]), tuple(walked), bool(paths.won[p]), int(paths.minor[p]))
        for p, walked in enumerate(channel_lists(paths))
    )
    assert (ours, found.bare, found.bare_minor) == walked_slowly(rows, start, lookback)
    in_period = [r for r in rows if r[1] > start]
    assert paths.minor.sum() + found.bare_minor == sum(r[3] for r in in_period)
    assert paths.won.sum() + found.bare == sum(r[3] > 0 for r in in_period)
    assert found.goals[0].size == paths.won.sum() + found.bare


@given(crowds, st.booleans())
@settings(max_examples=100, deadline=None)
def test_variants_are_the_different_paths(crowd: Crowd, collapse: bool) -> None:
    paths = paths_of(crowd)
    found = variants(paths, collapse=collapse)
    said: dict[tuple[int, ...], list[int]] = {}
    for walked, won in zip(channel_lists(paths), paths.won, strict=True):
        kept = [c for i, c in enumerate(walked) if not collapse or not i or c != walked[i - 1]]
        said.setdefault(tuple(kept), [0, 0])[int(won)] += 1
    coded = {
        sum((c + 1) << BITS * i for i, c in enumerate(reversed(each))): counts
        for each, counts in said.items()
    }
    ours = {
        int(code): [int(lost), int(won)]
        for code, lost, won in zip(found.code, found.lost, found.won, strict=True)
    }
    assert ours == coded


def test_calibration_is_the_difference_against_the_credit() -> None:
    one = calibrated(Arm(1000, 300.0, 300.0), Arm(100, 20.0, 20.0), 200.0)
    assert one.caused == pytest.approx(100.0)
    assert one.factor == pytest.approx(0.5)
    assert one.caused_low is not None
    assert one.caused_high is not None
    assert one.caused_low < 100 < one.caused_high
    assert calibrated(Arm(1, 1.0, 1.0), Arm(100, 20.0, 20.0), 5.0).factor is None
    assert calibrated(Arm(10, 1.0, 1.0), Arm(100, 20.0, 20.0), 0.0).factor is None
