"""Conditions of people in, SQL out, word for word; and the same for other engines.

After an intended change, look at the difference and write it down with
`POLKU_GOLDEN=write pytest tests/compile`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.datatypes as dt
import pytest
import yaml

from polku.analytics.facts import events, moment, transitions
from polku.conditions.matching import World, flags, matching
from polku.conditions.person import Meanings
from polku.conditions.person_registry import parse_person_condition, person_kinds
from polku.store.tables import DDL
from tests.compile.test_candidates_sql import PySparkOptions

GOLDEN = Path(__file__).parent / "golden" / "people"
DOCUMENTS = sorted(path.stem for path in GOLDEN.glob("*.yaml"))
NAMES = (
    "Order Completed", "Identified", "Consent Given", "Unsubscribed", "Message Sent", "Email Opened",
    "Survey Answered",
)  # fmt: skip
CODES = {
    "event": {name: code for code, name in enumerate(NAMES)},
    "channel": {"email": 0},
    "source": {"shop": 0},
    "stage": {"lead": 0, "customer": 1},
}
ASKED = {"person": dt.int64, "at": dt.Timestamp(scale=6)}
VIP = parse_person_condition({"did": "Order Completed", "count": ">=3", "within": "365d"})
MEANINGS = Meanings({"vip": VIP}, {"boss": "vip"})


def expression(name: str, engine: str = "duckdb") -> Any:
    document = yaml.safe_load((GOLDEN / f"{name}.yaml").read_text("utf-8"))
    world = World(events, transitions, CODES, MEANINGS, engine)
    conditions = [parse_person_condition(each) for each in document["conditions"]]
    if document["moments"] == "own":
        return flags(conditions, ibis.table(ASKED, name="asked"), world)
    rows = ibis.table({"person": dt.int64}, name="asked")
    return matching(conditions[0], rows, world, moment("now"))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_conditions_give_this_sql(name: str) -> None:
    """The SQL is the one kept beside the document, and DuckDB understands it."""
    sql = str(ibis.to_sql(expression(name), dialect="duckdb")) + "\n"
    kept = GOLDEN / f"{name}.sql"
    if os.environ.get("POLKU_GOLDEN") == "write":
        kept.write_text(sql, "utf-8")
    assert sql == kept.read_text("utf-8")
    with duckdb.connect() as con:
        con.execute(DDL)
        con.execute('CREATE TABLE asked (person BIGINT, "at" TIMESTAMP)')
        con.execute("SET VARIABLE now = TIMESTAMP '2026-01-01'")
        assert con.execute(sql).fetchall() == []


@pytest.mark.parametrize("engine", ["clickhouse", "pyspark"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_same_conditions_compile_for_other_engines(
    name: str, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing in them is DuckDB's alone."""
    # Ibis sets this option when it imports pyspark, which compiling does not need.
    monkeypatch.setattr(ibis.options, "pyspark", PySparkOptions())
    sql = str(ibis.to_sql(expression(name, engine), dialect=engine))
    assert sql.lower().startswith("select")
    assert "arg_max" not in sql.lower()


def test_every_kind_is_among_them() -> None:
    """A new kind is compiled here too."""
    text = "\n".join((GOLDEN / f"{name}.yaml").read_text("utf-8") for name in DOCUMENTS)
    assert {kind for kind in person_kinds() if f"{kind}:" not in text} == set()


def test_what_is_asked_twice_is_read_once() -> None:
    """However often conditions and segments ask it: one aggregate, one pass over events."""
    sql = str(ibis.to_sql(expression("one-pass"), dialect="duckdb"))
    assert sql.count('FROM "events"') == 1
    assert sql.count('FROM "transitions"') == 0
    assert sql.count("COUNT(") == 2
