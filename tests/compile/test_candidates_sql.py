"""Document in, SQL out: what the entry rules of a journey ask of the warehouse, word for word.

After an intended change, look at the difference and write it down with
`POLKU_GOLDEN=write pytest tests/compile`.
"""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import duckdb
import ibis
import pytest
import yaml

from polku.conditions.rule import EnterRule
from polku.stages.candidates import candidates, candidates_sql, columns
from polku.stages.compile import CompiledStages, compile_stages
from polku.store.tables import DDL

GOLDEN = Path(__file__).parent / "golden"
DOCUMENTS = sorted(path.stem for path in GOLDEN.glob("*.yaml"))
CODES = {
    "event": {"Form Submitted": 0, "Order Completed": 1, "Trial Started": 2, "Cancelled": 3},
    "channel": {"email": 0, "search": 1, "email partner": 2},
    "source": {"shop": 0},
}


class PySparkOptions(ibis.config.Config):
    treat_nan_as_null: bool = False


def compiled(name: str) -> CompiledStages:
    stages = yaml.safe_load((GOLDEN / f"{name}.yaml").read_text("utf-8"))["stages"]
    return compile_stages(
        SimpleNamespace(
            stages=[
                SimpleNamespace(
                    key=stage["key"],
                    enter=tuple(EnterRule.model_validate(rule) for rule in stage["enter"]),
                )
                for stage in stages
            ]
        )
    )


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_gives_this_sql(name: str) -> None:
    """The SQL is the one kept beside the document, and DuckDB understands it."""
    sql = candidates_sql(compiled(name), CODES) + "\n"
    kept = GOLDEN / f"{name}.sql"
    if os.environ.get("POLKU_GOLDEN") == "write":
        kept.write_text(sql, "utf-8")
    assert sql == kept.read_text("utf-8")
    with duckdb.connect() as con:
        con.execute(DDL)
        con.execute(sql)
        assert [column[0] for column in con.description or ()] == ["person", "ts", "uid", "mask"]


@pytest.mark.parametrize("engine", ["clickhouse", "pyspark"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_same_expression_compiles_for_other_engines(
    name: str, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing in it is DuckDB's alone."""
    # Ibis sets this option when it imports pyspark, which compiling does not need.
    monkeypatch.setattr(ibis.options, "pyspark", PySparkOptions())
    sql = ibis.to_sql(candidates(compiled(name), CODES, engine=engine), dialect=engine)
    assert sql.lower().startswith("select")


def test_only_the_columns_that_rules_ask_for_are_read() -> None:
    """A journey without `where` never touches the properties."""
    assert columns(compiled("lifecycle")) == ("properties",)
    assert columns(compiled("money")) == ("channel", "revenue", "currency")
    assert columns(compiled("plain")) == ()


def test_equal_patterns_share_a_bit() -> None:
    """However often a document asks the same, the events are asked once."""
    journey = compiled("plain")
    assert [pattern.event for pattern in journey.patterns] == ["Order Completed"]
    assert len(journey.counts) == 1
    assert [rule.id for rule in journey.rules] == ["left[0]", "regular[0]", "customer[0]"]


def test_the_hash_follows_the_rules() -> None:
    """Equal rules, equal hash; any other rule, another hash."""
    assert compiled("plain").hash == compiled("plain").hash
    assert len({compiled(name).hash for name in DOCUMENTS}) == len(DOCUMENTS)
