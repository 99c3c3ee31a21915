"""Which segments the receivers of messages are in, asked as a set, is what each condition says of each person alone."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polku.conditions.person import Meanings
from polku.conditions.person_registry import parse_person_condition
from polku.segments.asking import memberships
from polku.store.tables import DDL
from tests.laws.person_reference import meets
from tests.laws.test_person_condition_laws import (
    MOMENTS,
    NAMES,
    STAGES,
    crowds,
    in_order,
    ordered,
    trees,
    without_ring,
    written,
)

CODES = {
    "event": {name: code for code, name in enumerate(NAMES)},
    "stage": {name: code for code, name in enumerate(STAGES)},
    "source": {"shop": 0},
}
NOBODY: dict[str, Any] = {"events": [], "moves": []}


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(
    st.fixed_dictionaries({"vip": trees, "quiet": trees}),
    crowds(NAMES, 6),
    st.lists(st.integers(1, 5), min_size=1, max_size=6),
    st.lists(st.sampled_from(["vip", "quiet", "missing"]), unique=True),
    MOMENTS,
)
def test_a_set_of_people_is_in_the_segments_that_each_of_them_is_in(
    saved: dict[str, Any], crowd: list[Any], people: list[int], keys: list[str], at: Any
) -> None:
    segments = {
        "vip": without_ring(saved["vip"], {"quiet"}),
        "quiet": without_ring(saved["quiet"], set()),
    }
    crowd = [ordered(person) for person in crowd]
    meanings = Meanings(
        {key: parse_person_condition(each) for key, each in segments.items()}, {"linked": "vip"}
    )
    with duckdb.connect() as con:
        con.execute(DDL)
        con.execute("DROP VIEW events; DROP TABLE transitions")
        for name, table in written(crowd).items():
            con.register(name, table)
        found = memberships(con, people, keys, at.replace(tzinfo=UTC), CODES, meanings)
    assert found == {
        person: tuple(
            key
            for key in keys
            if key in segments
            and meets(
                segments[key],
                in_order(crowd[person - 1]) if person <= len(crowd) else NOBODY,
                at,
                segments,
            )
        )
        for person in people
    }
