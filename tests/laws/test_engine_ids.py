"""The numbers of entries and messages are the same in Python and in SQL."""

from __future__ import annotations

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from polku.engine.ids import entry_id, entry_sql, message_id, message_sql

numbers = st.integers(0, (1 << 63) - 1)
rounds = st.integers(-(1 << 62), (1 << 63) - 1)  # moments before 1970 too
keys = st.from_regex(r"[A-Za-z0-9_-]{1,30}", fullmatch=True)
nodes = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
CON = duckdb.connect()


@given(keys, numbers, rounds)
def test_an_entry_has_one_number(programme: str, person: int, uid: int) -> None:
    """What SQL makes of columns is what Python makes of one, and it fits 63 bits."""
    sql = entry_sql(programme, "$person::BIGINT", "$uid::BIGINT")
    (found,) = CON.execute(f"SELECT {sql}", {"person": person, "uid": uid}).fetchone() or ()
    assert found == entry_id(programme, person, uid)
    assert 0 <= found < 1 << 63


@given(keys, st.integers(1, 10_000), numbers, nodes)
def test_a_message_has_one_number(programme: str, version: int, entry: int, node: str) -> None:
    """Whatever the step is called, in any script."""
    place = f"{programme}@{version}:{node}"
    sql = message_sql("$place::VARCHAR", "$entry::BIGINT")
    (found,) = CON.execute(f"SELECT {sql}", {"place": place, "entry": entry}).fetchone() or ()
    assert found == message_id(programme, version, entry, node)
    assert 0 <= found < 1 << 63


@given(st.sets(st.tuples(keys, numbers, rounds), min_size=2, max_size=30))
def test_no_two_causes_make_one_entry(causes: set[tuple[str, int, int]]) -> None:
    """The parts do not run into each other."""
    assert len({entry_id(*cause) for cause in causes}) == len(causes)
