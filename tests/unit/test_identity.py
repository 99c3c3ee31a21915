"""Ids become the same 63-bit numbers in Python and in DuckDB, and links make people."""

from __future__ import annotations

from collections import defaultdict

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polku.events.identity import (
    canonical_people,
    identity_hash,
    identity_sql,
    uid_hash,
    uid_sql,
)

KEY = bytes(range(32))
ids = st.text(st.characters(codec="utf-8"), max_size=20)


@settings(deadline=None)  # the machine is shared
@given(st.lists(ids, max_size=8), st.sampled_from(["user", "anonymous"]))
def test_duckdb_says_the_same_identity_as_python(values: list[str], kind: str) -> None:
    con = duckdb.connect()
    for value in values:
        expression = identity_sql(KEY, kind, "v")
        said = con.execute(f"SELECT {expression} FROM (SELECT ?::VARCHAR AS v)", [value]).fetchall()
        assert said == [(identity_hash(KEY, kind, value),)]
        assert 0 <= said[0][0] < 2**63


@settings(deadline=None)
@given(ids, ids)
def test_duckdb_says_the_same_uid_as_python(source: str, message: str) -> None:
    row = duckdb.execute(
        f"SELECT {uid_sql('s', 'm')} FROM (SELECT ?::VARCHAR AS s, ?::VARCHAR AS m)",
        [source, message],
    ).fetchone()
    assert row == (uid_hash(source, message),)


def test_null_ids_stay_null() -> None:
    sql = f"SELECT {identity_sql(KEY, 'user', 'NULL::VARCHAR')}, {uid_sql('NULL', 'NULL')}"
    assert duckdb.execute(sql).fetchone() == (None, None)


def test_the_key_the_kind_and_the_border_of_source_and_id_all_matter() -> None:
    assert identity_hash(KEY, "user", "1") != identity_hash(b"other", "user", "1")
    assert identity_hash(KEY, "user", "1") != identity_hash(KEY, "anonymous", "1")
    assert uid_hash("a|b", "c") != uid_hash("a", "b|c")
    assert uid_hash("1", "2|x") != uid_hash("1|2", "x")


def test_a_known_value_so_that_stored_numbers_never_change_by_accident() -> None:
    assert identity_hash(b"\x01" * 32, "user", "äÄ|x") == 6362100488110561986
    assert uid_hash("äÄ|x", "äÄ|x") == 1895190632997587227


@settings(deadline=None)
@given(
    st.integers(1, 12).flatmap(
        lambda n: st.tuples(
            st.lists(st.booleans(), min_size=n, max_size=n),
            st.permutations(range(n)),
            st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=15),
        )
    )
)
def test_a_group_is_its_smallest_user_or_else_its_smallest_identity(
    case: tuple[list[bool], list[int], list[tuple[int, int]]],
) -> None:
    users, numbers, pairs = case
    identities = [100 + number for number in numbers]
    groups = {i: {i} for i in identities}
    for a, b in pairs:
        together = groups[identities[a]] | groups[identities[b]]
        for member in together:
            groups[member] = together
    is_user = dict(zip(identities, users, strict=True))
    expected = [min(groups[i], key=lambda m: (not is_user[m], m)) for i in identities]
    ends = np.array([(identities[a], identities[b]) for a, b in pairs], np.int64).reshape(-1, 2)
    said = canonical_people(
        np.array(identities, np.int64), np.array(users, bool), ends[:, 0], ends[:, 1]
    )
    assert said.tolist() == expected


def test_a_long_chain_is_one_person() -> None:
    n = 50_000
    order = np.random.default_rng(3).permutation(n).astype(np.int64)
    people = canonical_people(order, np.zeros(n, bool), order[:-1], order[1:])
    assert set(people.tolist()) == {0}


def test_a_link_to_an_unknown_identity_is_an_error() -> None:
    one = np.array([1], np.int64)
    with pytest.raises(ValueError, match="not among"):
        canonical_people(one, np.array([True]), one, np.array([2], np.int64))


def test_groups_do_not_leak_into_each_other() -> None:
    identities = np.array([4, 3, 2, 1], np.int64)
    left, right = np.array([4, 2], np.int64), np.array([3, 1], np.int64)
    people = canonical_people(identities, np.array([True, False, False, False]), left, right)
    members = defaultdict(set)
    for identity, person in zip(identities.tolist(), people.tolist(), strict=True):
        members[person].add(identity)
    assert members == {4: {4, 3}, 1: {2, 1}}
