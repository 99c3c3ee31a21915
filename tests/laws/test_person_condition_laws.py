"""What the warehouse says of people, what the page says in plain Python, and what the explanation
says, is the same: for any tree of conditions, any events, each row at its own moment."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import duckdb
import ibis
import ibis.expr.datatypes as dt
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polku.analytics.facts import events, transitions
from polku.conditions.base import EventFacts
from polku.conditions.explaining import explain
from polku.conditions.matching import World, flags, matching
from polku.conditions.person import Meanings, Move, PersonCondition, PersonFacts
from polku.conditions.person_registry import parse_person_condition
from polku.store.tables import DDL
from tests.laws.person_reference import LENGTHS, meets

NAMES = (
    "Order Completed", "Identified", "Consent Given", "Consent Withdrawn", "Unsubscribed", "Message Sent",
    "Email Opened", "Email Link Clicked", "Survey Answered", "Visit",
)  # fmt: skip
STAGES = ("lead", "customer")
BEGIN = datetime(2026, 1, 1)  # noqa: DTZ001  (naive UTC, as the warehouse keeps it)
MOMENTS = st.integers(0, 24).map(lambda step: BEGIN + timedelta(hours=6 * step))
ROWS = ibis.table({"person": "int64", "at": dt.Timestamp(scale=6), "entry": "int64"}, name="asked")

one_of = st.sampled_from
within = st.fixed_dictionaries({}, optional={"within": one_of(sorted(LENGTHS))})
length = one_of(sorted(LENGTHS))
counts = one_of([">=1", ">=2", "=0", "<2", "!=1", 1, [0, 2], ">0"])


def merged(*parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.tuples(*parts).map(lambda made: {k: v for each in made for k, v in each.items()})


def fixed(**keys: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(keys)


where = st.fixed_dictionaries(
    {}, optional={"plan": one_of(["pro", "basic", None]), "revenue": one_of([">10", "<=0"])}
)
LEAVES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "did": merged(
        fixed(did=one_of(["Order Completed", "Visit", "Never Seen"])),
        st.one_of(st.just({}), fixed(where=where)),
        st.one_of(within, merged(within, fixed(count=counts))),
    ),
    "first": merged(
        fixed(did=one_of(["Order Completed", "Visit"]), within=length),
        one_of([{"first": True}, {"last": True}]),
    ),
    "trait": fixed(
        trait=one_of(["plan", "size"]), **{"is": one_of(["pro", "basic", None, "!=pro"])}
    ),
    "stage": merged(
        fixed(stage=one_of(["lead", "customer", ["lead", "customer"], ["none", "lead"], "gone"])),
        st.fixed_dictionaries({}, optional={"since": length, "for_less": length}),
    ),
    "consent": merged(
        fixed(consent=one_of(["marketing", "newsletter"])),
        st.fixed_dictionaries({}, optional={"channel": one_of(["email", "sms"])}),
    ),
    "message": merged(
        fixed(message=one_of(["got", "opened", "clicked"])),
        st.fixed_dictionaries(
            {}, optional={"programme": one_of(["welcome", "care"]), "channel": one_of(["email"])}
        ),
        within,
    ),
    "answered": merged(
        fixed(answered=one_of(["nps", "csat"])),
        st.fixed_dictionaries({}, optional={"score": one_of([">=9", "<7", 0, "!=3"])}),
        within,
    ),
    "spent": merged(
        fixed(spent=one_of([">=10", "<0", "=0", ">0.5", [5, ">20"]])),
        st.fixed_dictionaries({}, optional={"currency": one_of(["EUR", "JPY"])}),
        within,
    ),
}
NAMED = {
    "did": ("Order Completed", "Visit"),
    "first": ("Order Completed", "Visit"),
    "trait": ("Identified", "Identified", "Visit"),
    "stage": ("Visit",),
    "consent": ("Consent Given", "Consent Withdrawn", "Unsubscribed"),
    "message": ("Message Sent", "Email Opened", "Email Link Clicked"),
    "answered": ("Survey Answered", "Survey Answered", "Visit"),
    "spent": ("Order Completed", "Visit"),
}
"""The events that each kind hears, for crowds in which it has much to say."""
leaves = st.one_of(
    *LEAVES.values(),
    fixed(segment=one_of(["vip", "quiet", "missing"])),
    fixed(persona=one_of(["linked", "alone"])),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        fixed(all=st.lists(inner, min_size=1, max_size=3)),
        fixed(any=st.lists(inner, min_size=1, max_size=3)),
        fixed(**{"not": inner}),
    ),
    max_leaves=6,
)
properties = st.fixed_dictionaries(
    {},
    optional={
        "plan": one_of(["pro", "basic", None]),
        "purpose": one_of(["marketing", "newsletter", "*"]),
        "channel": one_of(["email", "sms", "*"]),
        "programme": one_of(["welcome", "care"]),
        "survey": one_of(["nps", "csat"]),
        "score": one_of([0, 3, 9, 10, None, "ei"]),
        "machine": st.booleans(),
    },
)


def crowds(names: tuple[str, ...], most: int) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Up to four people with up to so many events of these names each."""
    happening = st.fixed_dictionaries(
        {
            "event": one_of(names),
            "ts": MOMENTS,
            "properties": properties,
            "revenue": one_of([None, None, 500, 1050, -700, 2500]),
            "currency": one_of([None, "EUR", "JPY"]),
        }
    )
    person = st.fixed_dictionaries(
        {
            "events": st.lists(happening, max_size=most),
            "moves": st.lists(st.tuples(MOMENTS, one_of(STAGES)), max_size=3),
        }
    )
    return st.lists(person, min_size=1, max_size=4)


asked_rows = st.lists(st.tuples(st.integers(1, 5), MOMENTS), min_size=1, max_size=6)


def written(crowd: list[dict[str, Any]]) -> dict[str, pa.Table]:
    """The warehouse's rows of these people, numbered from 1; seq is the order of acceptance."""
    rows, moves = [], []
    for number, person in enumerate(crowd, 1):
        rows += [{"person": number, **event} for event in person["events"]]
        moves += [(number, n, *move) for n, move in enumerate(person["moves"])]
    return {
        "events": pa.table(
            {
                "person": pa.array([row["person"] for row in rows], pa.int64()),
                "ts": pa.array([row["ts"] for row in rows], pa.timestamp("us")),
                "seq": pa.array(range(len(rows)), pa.int64()),
                "event": pa.array([NAMES.index(row["event"]) for row in rows], pa.int32()),
                "uid": pa.array(range(len(rows)), pa.int64()),
                "identity": pa.array([row["person"] for row in rows], pa.int64()),
                "source": pa.array([0] * len(rows), pa.int32()),
                "channel": pa.nulls(len(rows), pa.int32()),
                "revenue": pa.array([row["revenue"] for row in rows], pa.int64()),
                "currency": pa.array([row["currency"] for row in rows], pa.string()),
                "properties": pa.array([json.dumps(row["properties"]) for row in rows]),
            }
        ),
        "transitions": pa.table(
            {
                "person": pa.array([move[0] for move in moves], pa.int64()),
                "n": pa.array([move[1] for move in moves], pa.int32()),
                "at": pa.array([move[2] for move in moves], pa.timestamp("us")),
                "to_stage": pa.array([STAGES.index(move[3]) for move in moves], pa.int32()),
            }
        ),
    }


def ordered(person: dict[str, Any]) -> dict[str, Any]:
    """The events in order of (ts, seq); the moves in order of time, as the fold writes them."""
    moves = sorted(person["moves"], key=lambda move: move[0])
    return {"events": person["events"], "moves": moves}


def in_order(person: dict[str, Any]) -> dict[str, Any]:
    return {**person, "events": sorted(person["events"], key=lambda event: event["ts"])}


def facts(person: dict[str, Any]) -> PersonFacts:
    return PersonFacts(
        [
            EventFacts(e["event"], e["ts"], e["properties"], e["revenue"], e["currency"])
            for e in person["events"]
        ],
        [Move(at, to) for at, to in person["moves"]],
    )


def answered(
    conditions: list[PersonCondition],
    tables: dict[str, pa.Table],
    asked: list[tuple[int, datetime]],
    meanings: Meanings,
    moment: datetime | None,
    *,
    only: bool = False,
) -> list[dict[str, Any]]:
    """What DuckDB says, in order of the rows."""
    codes = {
        "event": {name: code for code, name in enumerate(NAMES)},
        "stage": {name: code for code, name in enumerate(STAGES)},
        "source": {"shop": 0},
    }
    world = World(events, transitions, codes, meanings)
    at = None if moment is None else ibis.timestamp(moment)
    ask = matching(conditions[0], ROWS, world, at) if only else flags(conditions, ROWS, world, at)
    with duckdb.connect() as con:
        con.execute(DDL)
        con.execute("DROP VIEW events; DROP TABLE transitions")
        for name, table in tables.items():
            con.register(name, table)
        con.register(
            "asked",
            pa.table(
                {
                    "person": pa.array([person for person, _ in asked], pa.int64()),
                    "at": pa.array([moment for _, moment in asked], pa.timestamp("us")),
                    "entry": pa.array(range(len(asked)), pa.int64()),
                }
            ),
        )
        found = con.execute(str(ibis.to_sql(ask, dialect="duckdb"))).to_arrow_table()
    return sorted(found.to_pylist(), key=lambda row: row["entry"])


def agree(
    asked_of: list[dict[str, Any]],
    segments: dict[str, dict[str, Any]],
    crowd: list[dict[str, Any]],
    rows: list[tuple[int, datetime]],
    together: bool,
) -> None:
    """The warehouse, the page and the explanation say the same of each row and condition."""
    crowd = [ordered(person) for person in crowd]
    meanings = Meanings(
        {key: parse_person_condition(each) for key, each in segments.items()}, {"linked": "vip"}
    )
    conditions = [parse_person_condition(each) for each in asked_of]
    moment = rows[0][1] if together else None
    said = answered(conditions, written(crowd), rows, meanings, moment)
    nobody: dict[str, Any] = {"events": [], "moves": []}
    assert [(row["person"], row["at"]) for row in said] == rows
    for row, (number, own) in zip(said, rows, strict=True):
        at = moment or own
        person = in_order(crowd[number - 1]) if number <= len(crowd) else nobody
        for place, written_one in enumerate(asked_of):
            expected = meets(written_one, person, at, segments)
            assert row[f"met_{place}"] is expected, (written_one, person, at)
            for language in ("fi", "en"):
                told = explain(conditions[place], facts(person), at, language, meanings)  # type: ignore[arg-type]
                assert told.met is expected, (written_one, told)
                assert told.text
    kept = answered(conditions, written(crowd), rows, meanings, moment, only=True)
    assert [row["entry"] for row in kept] == [row["entry"] for row in said if row["met_0"]]


@pytest.mark.slow
@given(
    st.lists(trees, min_size=1, max_size=3),
    trees,
    trees,
    crowds(NAMES, 7),
    asked_rows,
    st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_the_warehouse_the_page_and_the_explanation_agree(
    asked_of: list[dict[str, Any]],
    vip: dict[str, Any],
    quiet: dict[str, Any],
    crowd: list[dict[str, Any]],
    rows: list[tuple[int, datetime]],
    together: bool,
) -> None:
    """Also of people without any event, of the same person at several moments, and in segments
    that refer to each other; all in one pass or one moment for all."""
    segments = {"vip": without_ring(vip, set()), "quiet": without_ring(quiet, {"vip"})}
    agree(asked_of, segments, crowd, rows, together)


@pytest.mark.slow
@pytest.mark.parametrize("kind", LEAVES)
def test_each_kind_agrees_where_it_has_much_to_say(kind: str) -> None:
    """Many events that it hears, many at the same moment, several such conditions at once."""

    @given(
        st.lists(LEAVES[kind], min_size=2, max_size=4),
        crowds(NAMED[kind], 12),
        asked_rows,
        st.booleans(),
    )
    @settings(max_examples=60, deadline=None)
    def law(
        asked_of: list[dict[str, Any]],
        crowd: list[dict[str, Any]],
        rows: list[tuple[int, datetime]],
        together: bool,
    ) -> None:
        agree(asked_of, {}, crowd, rows, together)

    law()


def without_ring(condition: dict[str, Any], allowed: set[str]) -> dict[str, Any]:
    """The same tree where only segments of `allowed` are named, so that no segment is in itself."""
    if "segment" in condition and condition["segment"] not in allowed:
        return {"did": "Visit"}
    if "persona" in condition:
        return {"did": "Order Completed", "count": ">=2"}
    made: dict[str, Any] = dict(condition)
    for key in ("all", "any"):
        if key in made:
            made[key] = [without_ring(part, allowed) for part in made[key]]
    if "not" in made:
        made["not"] = without_ring(made["not"], allowed)
    return made


@given(trees)
@settings(deadline=None)
def test_a_condition_written_out_reads_back_the_same(tree: dict[str, Any]) -> None:
    """And says something in both languages."""
    condition = parse_person_condition(tree)
    assert parse_person_condition(condition.written()) == condition
    assert parse_person_condition(json.loads(json.dumps(condition.written()))) == condition
    assert condition.words("fi")
    assert condition.words("en") != condition.words("fi")
