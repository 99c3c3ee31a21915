"""The laws of funnels: every combination of rules against a slow obvious count, and ClickHouse's own numbers."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import chdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polku.science.clustered import clustered_share
from polku.science.funnel.attempts import Attempts, attempts
from polku.science.funnel.rows import Rows, rows_in_order
from polku.science.funnel.rule import Rule
from polku.science.funnel.window_funnel import Mode, window_funnel
from polku.science.wilson import share

pytestmark = pytest.mark.slow

Event = tuple[int, int, int]  # person, ts, marks
BREAK, PAUSE = 1 << 6, 1 << 7
STEPS = st.sampled_from([1, 2, 4, 8, 3, 5])
events = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.integers(0, 25),
        st.sampled_from([1, 1, 2, 2, 4, 4, 8, 3, 6, 0, BREAK, PAUSE, 1 | PAUSE]),
    ),
    max_size=40,
)
maybe = st.none() | st.integers(0, 8)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    steps = tuple(draw(st.lists(STEPS, min_size=1, max_size=4)))
    order = draw(st.sampled_from(["ordered", "ordered", "strict", "unordered"]))
    arrows = len(steps) - 1
    apart = order != "unordered" and draw(st.booleans())
    optional: tuple[tuple[int, int], ...] = ()
    if order == "ordered" and arrows:
        optional = tuple(
            draw(
                st.lists(st.tuples(st.integers(0, arrows - 1), st.sampled_from([8, 2])), max_size=2)
            )
        )
    return Rule(
        steps,
        order,
        draw(st.sampled_from(["best", "first", "every"])),
        draw(st.none() | st.integers(0, 20)),
        tuple(draw(maybe) for _ in range(arrows)) if apart else (),
        tuple(draw(maybe) for _ in range(arrows)) if apart else (),
        optional,
        draw(st.sampled_from([0, BREAK])),
        draw(st.sampled_from([0, PAUSE])),
    )  # fmt: skip


def rows_of(happened: list[Event], everything: bool = True) -> Rows:
    """Numbered as a warehouse does, then given in any order."""
    order = sorted(range(len(happened)), key=lambda i: (happened[i][:2], i))
    n = np.zeros(len(happened), np.int64)
    seen: dict[int, int] = {}
    for i in order:
        seen[happened[i][0]] = n[i] = seen.get(happened[i][0], 0) + 1
    columns = np.array(happened, np.int64).reshape(-1, 3)
    keep = np.ones(len(happened), bool) if everything else columns[:, 2] > 0
    person, ts, marks = columns[keep].T
    return rows_in_order(person, ts, np.flatnonzero(keep), marks, n[keep])


def slow(mine: list[tuple[int, int]], rule: Rule, start: int, stop: int) -> list[list[int | None]]:
    """The attempts of one person, by trying every choice of events. `mine`: (ts, marks) in order."""
    first = rule.steps[0]
    if rule.order == "unordered":
        first = int(np.bitwise_or.reduce(rule.steps))
    entries = [i for i, (ts, m) in enumerate(mine) if m & first and start < ts <= stop]
    if rule.entries == "first":
        entries = entries[:1]
    tried = [found for i in entries if (found := attempt(mine, rule, i))[0] is not None]
    if rule.entries == "best" and tried:
        far = [sum(at is not None for at in each) for each in tried]
        tried = [tried[far.index(max(far))]]
    return tried


def attempt(mine: list[tuple[int, int]], rule: Rule, entry: int) -> list[int | None]:
    """The earliest event at which each step is reached, None when it is not."""
    able = []
    for i in range(entry, len(mine)):
        if i > entry and mine[i][1] & rule.breaks:
            break
        if rule.window is None or mine[i][0] - mine[entry][0] <= rule.window:
            able.append(i)
        if mine[i][1] & rule.pauses:
            break
    if rule.order == "unordered":
        return unordered(mine, rule, able)
    arrived: list[int | None] = [entry]
    ways = {entry}  # every event on which the attempt may stand after so many steps
    for k in range(1, len(rule.steps)):
        ways = {j for i in ways for j in able if goes(mine, rule, k, i, j)}
        arrived.append(min(ways, default=None))
    return arrived


def goes(mine: list[tuple[int, int]], rule: Rule, k: int, i: int, j: int) -> bool:
    took = mine[j][0] - mine[i][0]
    least, most = (each[k - 1] if each else None for each in (rule.least, rule.most))
    return (
        j > i
        and bool(mine[j][1] & rule.steps[k])
        and (least is None or took >= least)
        and (most is None or took <= most)
        and (rule.order != "strict" or j == i + 1)
    )


def unordered(mine: list[tuple[int, int]], rule: Rule, able: list[int]) -> list[int | None]:
    arrived: list[int | None] = []
    for k in range(len(rule.steps)):
        firsts = [
            next((i for i in able if mine[i][1] & step), None) for step in rule.steps[: k + 1]
        ]
        arrived.append(None if None in firsts else max(i for i in firsts if i is not None))
    return arrived


def by_hand(happened: list[Event], rule: Rule, start: int, stop: int) -> list[tuple[int, ...]]:
    found = []
    for person in sorted({p for p, _, _ in happened}):
        mine = sorted(((ts, m) for p, ts, m in happened if p == person), key=lambda e: e[0])
        for each in slow(mine, rule, start, stop):
            found.append((person, *(-1 if at is None else mine[at][0] for at in each)))
    return found


def told(found: Attempts) -> list[tuple[int, ...]]:
    ts = np.append(found.rows.ts, -1)
    return [
        (int(p), *(int(ts[at]) for at in row))
        for p, row in zip(found.person, found.arrived, strict=True)
    ]


@settings(max_examples=600, deadline=None)
@given(events, rules(), st.integers(-1, 10), st.integers(5, 30))
def test_every_rule_counts_as_by_hand(
    happened: list[Event], rule: Rule, start: int, stop: int
) -> None:
    """Who attempted, how far each got and when, for any combination of what can be asked."""
    found = attempts(rows_of(happened), rule, start, stop, 30)
    assert told(found) == by_hand(happened, rule, start, stop)
    there = found.arrived >= 0
    assert there[:, 0].all()
    assert (there[:, 1:] <= there[:, :-1]).all()  # nobody skips a step
    assert (np.diff(np.where(there, found.arrived, 10**6), axis=1) >= 0).all()


@settings(max_examples=100, deadline=None)
@given(events, rules(), st.integers(2, 5))
def test_sharing_people_out_to_threads_changes_nothing(
    happened: list[Event], rule: Rule, threads: int
) -> None:
    """Many rows are counted in parts, cut between people."""
    rows = rows_of(happened)
    whole = attempts(rows, rule, -1, 30, 30, threads=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("polku.science.funnel.attempts.PART", 3)
        parts = attempts(rows, rule, -1, 30, 30, threads=threads)
    for name in ("start", "arrived", "optional", "over"):
        assert getattr(whole, name).tolist() == getattr(parts, name).tolist()


@settings(max_examples=200, deadline=None)
@given(events, rules())
def test_best_first_and_every_agree(happened: list[Event], rule: Rule) -> None:
    """The best attempt of a person is the furthest of all; the first is one of them; windows only take away."""
    rows = rows_of(happened)
    kinds = {
        kind: attempts(rows, replace(rule, entries=kind), -1, 30, 30)
        for kind in ("best", "first", "every")
    }
    every = kinds["every"]
    level = {int(p): 0 for p in every.person}
    for p, far in zip(every.person, every.level, strict=True):
        level[int(p)] = max(level[int(p)], int(far))
    best = kinds["best"]
    assert dict(zip(best.person.tolist(), best.level.tolist(), strict=True)) == level
    assert set(kinds["first"].start.tolist()) <= set(every.start.tolist())
    free = attempts(rows, replace(rule, entries="best", window=None), -1, 30, 30)
    assert all((free.level >= k).sum() >= (best.level >= k).sum() for k in range(1, 5))


@settings(max_examples=200, deadline=None)
@given(events, rules())
def test_optional_steps_take_nobody_away(happened: list[Event], rule: Rule) -> None:
    """An optional step lies between its neighbours, and changes no other count."""
    rows = rows_of(happened)
    found = attempts(rows, rule, -1, 30, 30)
    plain = attempts(rows, replace(rule, optional=()), -1, 30, 30)
    assert (found.arrived == plain.arrived).all()
    for i, (after, mask) in enumerate(rule.optional):
        for row, at in zip(found.arrived, found.optional[:, i], strict=True):
            if at >= 0:
                assert row[after] < at
                assert rows.marks[at] & mask
                assert row[after + 1] < 0 or at < row[after + 1]


@settings(max_examples=100, deadline=None)
@given(events, rules(), st.randoms())
def test_the_order_of_rows_does_not_matter(happened: list[Event], rule: Rule, chance) -> None:
    """Engines give rows in any order; columns are put in order of person, moment and seq."""
    rows = rows_of(happened)
    order = list(range(len(rows)))
    chance.shuffle(order)
    assert rows.n is not None
    mixed = rows_in_order(*(c[order] for c in (rows.person, rows.ts, rows.seq, rows.marks, rows.n)))
    for name in ("person", "ts", "seq", "marks", "n", "end"):
        assert (getattr(rows, name) == getattr(mixed, name)).all()


MODES: tuple[Mode, ...] = ("default", "strict_order", "strict_deduplication", "strict_increase")


@pytest.mark.parametrize("mode", MODES)
def test_window_funnel_is_that_of_clickhouse(mode: Mode) -> None:
    """Equal levels of every person, for random events with ties, repeats and events of several steps."""
    rng = np.random.default_rng(MODES.index(mode))
    people = 4000
    sizes = rng.integers(1, 14, people)
    person = np.repeat(np.arange(people), sizes)
    ts = rng.integers(0, 30, len(person))
    marks = rng.choice([1, 1, 2, 2, 4, 4, 8, 3, 6, 12, 0, 0], len(person))
    seq = np.arange(len(person))
    given_ = pa.table({"person": person, "ts": ts.astype(np.uint64), "marks": marks})  # noqa: F841
    rows = rows_in_order(person, ts, seq, marks)
    for window, steps in product((0, 3, 10, 100), ((1, 2, 4, 8), (1, 2), (2, 1, 2), (1, 1, 4))):
        tests = ", ".join(f"bitAnd(marks, {mask}) > 0" for mask in steps)
        named = "" if mode == "default" else f", '{mode}'"
        sql = (
            f"SELECT person, windowFunnel({window}{named})(ts, {tests}) AS level FROM "
            f"(SELECT * FROM Python(given_) ORDER BY person, ts) GROUP BY person ORDER BY person"
        )
        theirs = chdb.query(sql, "ArrowTable")
        ours_people, ours = window_funnel(rows, steps, window, mode)
        assert ours_people.tolist() == theirs["person"].to_pylist()
        wrong = np.flatnonzero(ours != theirs["level"].to_numpy())
        assert not len(wrong), (window, steps, wrong[:5])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 5)), min_size=1, max_size=60))
def test_bunches_widen_an_interval(people: list[tuple[int, int]]) -> None:
    """Attempts of the same people never say more than as many independent ones, and the value is the plain share."""
    cases = np.array([m for _, m in people])
    successes = np.minimum([x for x, _ in people], cases)
    found, plain = clustered_share(successes, cases), share(int(successes.sum()), int(cases.sum()))
    assert found.value == pytest.approx(plain.value)
    assert found.low is not None
    assert plain.low is not None
    assert found.high is not None
    assert plain.high is not None
    assert found.low <= plain.low + 1e-9
    assert found.high >= plain.high - 1e-9
