"""New, stayed, back and silent, and customers who left, against a slow count of each person."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings

from polku.analytics.facts import ask
from polku.analytics.life_cycle import active_people, leavers, people_of_part
from tests.laws.test_analytics_laws import crowds, paths
from tests.laws.test_analytics_laws import stored as stored_paths
from tests.laws.test_retention_laws import (
    BEGINS,
    DAYS,
    END,
    ORDER,
    Rows,
    comings,
    part,
    rows_of_people,
    stored,
)

pytestmark = pytest.mark.slow


@settings(max_examples=50, deadline=None)
@given(rows_of_people)
def test_active_people_are_new_or_stayed_or_back(rows: Rows) -> None:
    """And each count opens its people."""
    con = stored(rows)
    shape = (ORDER, "EUR", False, len(DAYS))
    given_ = {f"part_{i}": each for i, each in enumerate(BEGINS)} | {"window_end": END}
    active = {p: {part(ts) for ts in when} for p, when in comings(rows, "order").items()}
    found = {row["part"]: row for row in ask(con, active_people(*shape), **given_).to_pylist()}
    for place in range(-1, len(DAYS)):
        people = {p for p, parts in active.items() if place in parts}
        new = {p for p in people if min(active[p]) == place}
        stayed = {p for p in people if place - 1 in active[p]}
        row = found.get(place, {"people": 0, "new": 0, "stayed": 0})
        assert (row["people"], row["new"], row["stayed"]) == (len(people), len(new), len(stayed))
        silent = {p for p, parts in active.items() if place - 1 in parts} - people
        wanted = {"people": people, "new": new, "stayed": stayed, "silent": silent}
        wanted["back"] = people - new - stayed
        for kind, who in wanted.items() if place >= 0 else ():
            opened = ask(con, people_of_part(*shape, kind), cell_part=place, **given_)
            assert sorted(opened["person"].to_pylist()) == sorted(who), kind


@settings(max_examples=60, deadline=None)
@given(crowds)
def test_churn_is_of_the_customers_at_the_beginning(crowd: list[list[tuple[int, int]]]) -> None:
    """Stages 2 and 4 are customers', 3 is the exit."""
    from tests.laws.test_analytics_laws import END as LAST

    walked = paths(crowd)
    con = stored_paths(walked)
    begins = [LAST - timedelta(days=90 - 30 * i) for i in range(4)]
    given_ = {f"part_{i}": each for i, each in enumerate(begins)} | {"window_end": LAST}
    row = ask(con, leavers((2, 4), (3,), False, 3), **given_).to_pylist()[0]
    for place in range(3):
        there, left = set(), set()
        for who, path in enumerate(walked):
            before = [move.to for move in path if move.at < begins[place]]
            if before and before[-1] in (2, 4):
                there.add(who)
            for earlier, move in pairwise(path):
                inside = begins[place] <= move.at < begins[place + 1] and move.at <= LAST
                if move.to == 3 and earlier.to in (2, 4) and inside:
                    left.add(who)
        assert row[f"there_{place}"] == len(there)
        assert row[f"left_{place}"] == len(there & left)
