"""A few calls are hashed in Python, many in DuckDB: both give the same arrivals."""

from __future__ import annotations

import duckdb
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polku.events.envelope import Envelope
from polku.store import arrivals
from polku.store.accept_log import Row

KEY = bytes(range(32))
_ids = st.none() | st.sampled_from(["anna", "b|c", "ä", "", "x" * 70])


@st.composite
def _calls(draw: st.DrawFn) -> Envelope:
    user, anonymous = draw(_ids), draw(_ids)
    return Envelope(
        ts=draw(st.integers(0, 2**50)),
        message_id=draw(st.sampled_from(["m1", "m|2", "ö"])),
        event=draw(st.sampled_from(["Order Completed", "Identified"])),
        user="someone" if user is None and anonymous is None else user,
        anonymous=anonymous,
        channel=draw(st.none() | st.just("email")),
        revenue=draw(st.none() | st.integers(0, 10**9)),
        currency=draw(st.none() | st.just("EUR")),
        properties=draw(st.none() | st.just('{"a":1}')),
    )


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(_calls(), min_size=1, max_size=5), min_size=1, max_size=3))
def test_a_few_calls_come_out_as_many_do(bodies: list[list[Envelope]]) -> None:
    rows = [
        Row(i, f"source {i}", len(body), msgspec.msgpack.encode(body))
        for i, body in enumerate(bodies, 1)
    ]
    with duckdb.connect() as con, pytest.MonkeyPatch.context() as patch:
        few = arrivals.unpack(rows, KEY, con)
        patch.setattr(arrivals, "FEW", -1)
        many = arrivals.unpack(rows, KEY, con)
    assert few.events.to_pylist() == many.events.to_pylist()
    assert few.events.schema == many.events.schema
    one, other = (each.identities.sort_by("identity") for each in (few, many))
    assert one.to_pylist() == other.to_pylist()
    assert one.schema == other.schema
    assert few.links == many.links
