"""A programme's results against a slow obvious count of each person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polku.analytics.programme_results import programme_results
from polku.conditions.event import EventCondition
from polku.science.newcombe import newcombe
from polku.store.tables import DDL

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
CARED, HELD, OTHER = 3, 4, 5
ORDER, VISIT = 0, 1
CODES = {"event": {"Order Completed": ORDER, "Page Viewed": VISIT}, "channel": {}, "source": {}}
WINDOW = timedelta(days=30)

hours = st.integers(0, 24 * 80)
people = st.lists(
    st.tuples(
        st.lists(
            st.tuples(hours, st.sampled_from([CARED, OTHER])), max_size=3
        ),  # entries, hours before now
        st.booleans(),  # holdout
        st.lists(st.tuples(hours, st.sampled_from([ORDER, VISIT])), max_size=5),
    ),
    max_size=12,
)


def ago(h: int) -> datetime:
    return (NOW - timedelta(hours=h)).replace(tzinfo=None)


@settings(max_examples=60, deadline=None)
@given(people)
def test_each_person_counts_once_on_their_side_and_only_when_the_window_has_passed(
    crowd: list[tuple[list[tuple[int, int]], bool, list[tuple[int, int]]]],
) -> None:
    con = duckdb.connect()
    con.execute(DDL)
    wanted = {CARED: [0, 0], HELD: [0, 0], "open": 0, "entered": 0}
    seq = 0
    for person, (came, held, did) in enumerate(crowd):
        mine = []
        for place in [(h, HELD if held else CARED) if p == CARED else (h, p) for h, p in came]:
            seq += 1
            con.execute(
                "INSERT INTO entries VALUES (?, ?, ?, ?, 0)", [place[1], seq, person, ago(place[0])]
            )
            mine += [ago(place[0])] if place[1] != OTHER else []
        for h, event in did:
            seq += 1
            con.execute(
                "INSERT INTO tail VALUES (?, ?, ?, ?, ?, 0, 0, NULL, NULL, NULL, NULL)",
                [person, ago(h), seq, event, seq],
            )
        if not mine:
            continue
        first = min(mine)
        wanted["entered"] += 1
        if first + WINDOW > NOW.replace(tzinfo=None):
            wanted["open"] += 1
            continue
        side = wanted[HELD if held else CARED]
        side[0] += 1
        side[1] += any(e == ORDER and first < ago(h) <= first + WINDOW for h, e in did)
    found = programme_results(
        con,
        cared=[CARED],
        held=[HELD],
        goal=EventCondition(event="Order Completed"),
        stage=None,
        codes=CODES,
        window=WINDOW,
        as_of=NOW,
    )
    con.close()
    assert [found.cared.n, found.reached[0]] == wanted[CARED]
    assert [found.held.n, found.reached[1]] == wanted[HELD]
    assert (found.open, found.entered) == (wanted["open"], wanted["entered"])
    assert found.cared.n + found.held.n + found.open == found.entered
    last = found.by_day[-1]
    assert last[1] == found.cared.value
    assert last[2] == found.held.value


def test_newcombes_interval_is_the_published_one() -> None:
    """Newcombe (1998), table II, example (a): 56/70 and 48/80, method 10."""
    found = newcombe(56, 70, 48, 80)
    assert found.value == pytest.approx(0.2)
    assert (found.low, found.high) == (
        pytest.approx(0.0524, abs=1e-4),
        pytest.approx(0.3339, abs=1e-4),
    )


@given(st.integers(1, 300), st.integers(1, 300), st.data())
def test_the_interval_of_a_difference_holds_it_and_stays_between_minus_one_and_one(
    n_a: int, n_b: int, data: st.DataObject
) -> None:
    a, b = data.draw(st.integers(0, n_a)), data.draw(st.integers(0, n_b))
    found = newcombe(a, n_a, b, n_b)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert -1 <= found.low <= found.value <= found.high <= 1
