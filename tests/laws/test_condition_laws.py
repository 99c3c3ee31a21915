"""A `where` means the same to the warehouse and to the sentence that explains it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import duckdb
import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polku.conditions.base import EventFacts
from polku.conditions.event import EventCondition
from polku.events.money import minor_units

CODES = {
    "event": {"Order Completed": 4},
    "channel": {"email": 0, "paid search": 1},
    "source": {"shop": 0, "import": 1},
}
NOW = datetime(2026, 1, 1, tzinfo=UTC)
words = st.sampled_from(
    ["a", "50", "50.0", "5e1", ">50", "true", "ä b", "", "nan", "inf", " 7", "null"]
)
scalars = st.one_of(
    words, st.integers(-60, 60), st.sampled_from([50.5, -0.25]), st.booleans(), st.none()
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(st.sampled_from(["a", "b c"]), inner, max_size=2),
    ),
    max_leaves=4,
)
PATHS = ("x", "x.a", "x.0", "x.b c", "x.a.1", "y-1")
operators = st.sampled_from(["", "=", "!=", ">", ">=", "<", "<=", "contains "])
operands = st.sampled_from(["50", "-7", "a", "ä", "null", "true", "5e1", "0.25"])


@st.composite
def asked(draw: st.DrawFn, *, numeric: bool) -> Any:
    def one() -> Any:
        if draw(st.booleans()):
            return draw(st.integers(-60, 60) if numeric else scalars.filter(lambda v: v != ">50"))
        operator = draw(st.sampled_from(["!=", ">", ">=", "<", "<="]) if numeric else operators)
        number = operator in (">", ">=", "<", "<=") or numeric
        return operator + (
            draw(st.sampled_from(["50", "-7", "0.25"])) if number else draw(operands)
        )

    return [one() for _ in range(draw(st.integers(1, 3)))] if draw(st.booleans()) else one()


@st.composite
def cases(draw: st.DrawFn) -> tuple[EventCondition, EventFacts]:
    where: dict[str, Any] = {
        path: draw(asked(numeric=False))
        for path in draw(st.sets(st.sampled_from(PATHS), max_size=2))
    }
    for name in draw(
        st.sets(st.sampled_from(["revenue", "currency", "channel", "source"]), max_size=2)
    ):
        where[name] = draw(asked(numeric=name == "revenue"))
    money = draw(
        st.none()
        | st.tuples(st.integers(-6000, 6000), st.sampled_from(["EUR", "JPY", "KWD", None]))
    )
    facts = EventFacts(
        event=draw(st.sampled_from(["Order Completed", "Order Completed", "Other"])),
        ts=NOW,
        properties=draw(st.dictionaries(st.sampled_from(["x", "y-1"]), values, max_size=2)),
        revenue=None if money is None else money[0],
        currency=None if money is None else money[1],
        channel=draw(st.sampled_from([None, "email", "paid search"])),
        source=draw(st.sampled_from(["shop", "import"])),
    )
    return EventCondition(event="Order Completed", where=where), facts


def ask_duckdb(condition: EventCondition, facts: EventFacts) -> bool | None:
    events = ibis.table(
        {"event": "int32", "source": "int32", "channel": "int32", "revenue": "int64",
         "currency": "string", "properties": "string"},
        name="events",
    )  # fmt: skip
    sql = ibis.to_sql(events.select(met=condition.compile(events, CODES)), dialect="duckdb")
    row = pa.table(
        {
            "event": pa.array([CODES["event"].get(facts.event, 9)], pa.int32()),
            "source": pa.array([CODES["source"][facts.source or ""]], pa.int32()),
            "channel": pa.array([CODES["channel"].get(facts.channel or "")], pa.int32()),
            "revenue": pa.array([facts.revenue], pa.int64()),
            "currency": pa.array([facts.currency], pa.string()),
            "properties": pa.array([json.dumps(facts.properties)], pa.string()),
        }
    )
    with duckdb.connect() as con:
        con.register("events", row)
        found = con.execute(sql).fetchone()
    assert found
    return found[0]  # type: ignore[no-any-return]


@pytest.mark.slow
@given(cases())
@settings(max_examples=250, deadline=None)
def test_the_warehouse_and_the_explanation_agree(case: tuple[EventCondition, EventFacts]) -> None:
    """Whatever the JSON holds: true or false, never NULL, and the same from both."""
    condition, facts = case
    met = condition.matches(facts)
    assert ask_duckdb(condition, facts) is met
    for language in ("fi", "en"):
        explained = condition.explain(facts, (), language)  # type: ignore[arg-type]
        assert explained.met is met
        assert explained.text


@given(st.integers(-(10**9), 10**9), st.sampled_from(["EUR", "JPY", "KWD", "XPF", None]))
def test_revenue_is_compared_in_the_units_in_which_it_came(
    amount: int, currency: str | None
) -> None:
    """The decimals of a currency are the same at the door and in the rules."""
    major = amount / 1000
    minor = minor_units(repr(major), currency)
    assert minor is not None
    facts = EventFacts("Order Completed", NOW, revenue=minor, currency=currency)
    at_least = EventCondition(
        event="Order Completed", where={"revenue": f">={(minor - 1) / 1000 - 1}"}
    )
    assert at_least.matches(facts) or minor < 0
    exact = {"JPY": 1, "XPF": 1, "KWD": 1000}.get(currency or "", 100)
    assert EventCondition(event="Order Completed", where={"revenue": minor / exact}).matches(facts)
