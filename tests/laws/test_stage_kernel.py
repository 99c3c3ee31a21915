"""The walk is what a loop over people and codes would do, however it is cut and shortened."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polku.stages.kernel import Moves, Table, collapse, walk

RULES = 4


@st.composite
def walks(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, Table]:
    """Codes of up to five people, some with none, and a table of up to four codes and states."""
    codes, states = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    target = np.array(draw(st.lists(st.integers(0, states - 1), min_size=RULES, max_size=RULES)))
    moves = np.array(
        draw(
            st.lists(
                st.lists(st.integers(-1, RULES - 1), min_size=states, max_size=states),
                min_size=codes,
                max_size=codes,
            )
        ),
        np.int16,
    )
    leads_nowhere = (moves >= 0) & (target[moves] == np.arange(states))
    moves[leads_nowhere] = -1
    paths = draw(st.lists(st.lists(st.integers(0, codes - 1), max_size=14), min_size=1, max_size=5))
    ends = np.cumsum([len(path) for path in paths])
    return np.array([code for path in paths for code in path], np.int64), ends, Table(moves, target)


def by_loop(
    codes: np.ndarray, ends: np.ndarray, table: Table
) -> tuple[list[tuple[int, int, int]], list[int]]:
    changes: list[tuple[int, int, int]] = []
    finals: list[int] = []
    begin = 0
    for end in ends:
        state = 0
        for row in range(begin, int(end)):
            rule = int(table.moves[codes[row], state])
            if rule >= 0:
                changes.append((row, state, rule))
                state = int(table.target[rule])
        begin = int(end)
        finals.append(state)
    return changes, finals


def told(moves: Moves) -> tuple[list[tuple[int, int, int]], list[int]]:
    rows = zip(moves.row.tolist(), moves.before.tolist(), moves.rule.tolist(), strict=True)
    return list(rows), moves.state.tolist()


@given(walks(), st.integers(1, 16))
@settings(max_examples=500, deadline=None)
def test_walking_side_by_side_is_walking_one_by_one(
    given_: tuple[np.ndarray, np.ndarray, Table], longest: int
) -> None:
    """Whole or cut into pieces of any length."""
    codes, ends, table = given_
    assert told(walk(codes, ends, table, longest)) == by_loop(codes, ends, table)


@given(walks())
@settings(max_examples=500, deadline=None)
def test_dropping_repeats_changes_nothing(given_: tuple[np.ndarray, np.ndarray, Table]) -> None:
    """What `collapse` leaves out would not have changed anybody's state."""
    codes, ends, table = given_
    rows, short_ends = collapse(codes, ends, table)
    changes, finals = told(walk(codes[rows], short_ends, table))
    assert ([(int(rows[row]), *rest) for row, *rest in changes], finals) == by_loop(
        codes, ends, table
    )


def test_repeats_are_dropped_only_where_they_cannot_matter() -> None:
    """A code that leads to one stage is needed once, one that climbs twice, one that circles always."""
    target = np.array([1, 2, 0])
    once, climbs, circles, idle = [0, -1, -1], [0, 1, -1], [0, 2, -1], [-1, -1, -1]
    table = Table(np.array([once, climbs, circles, idle], np.int16), target)
    assert table.needed().tolist() == [1, 2, np.iinfo(np.int64).max, 0]


@pytest.mark.slow
def test_a_robot_with_a_million_events_does_not_hold_up_the_fold() -> None:
    """A path of a million codes that never repeat takes thousands of steps, not a million."""
    codes = np.tile(np.array([0, 1], np.int64), 500_000)
    table = Table(np.array([[0, -1], [-1, 1]], np.int16), np.array([1, 0]))
    begin = time.perf_counter()
    moves = walk(codes, np.array([len(codes)]), table)
    assert time.perf_counter() - begin < 5
    assert len(moves.row) == len(codes)
    assert moves.state.tolist() == [0]
