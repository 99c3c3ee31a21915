"""Folding some people gives what folding everyone says of them, when their numbers are hashes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from polku.conditions.rule import EnterRule
from polku.stages.compile import compile_stages
from polku.stages.read import fold_all, fold_people
from polku.store.tables import EVENT_BATCH
from polku.store.warehouse import Warehouse

NOW = datetime(2026, 2, 1, tzinfo=UTC)
JOURNEY = SimpleNamespace(
    stages=[SimpleNamespace(key="customer", enter=(EnterRule.model_validate("Bought"),))]
)
EVERYONE = 5000  # more than can be told apart by how their numbers begin


@pytest.mark.parametrize("count", [0, 1, 40, EVERYONE])
def test_some_people(tmp_path: Path, count: int) -> None:
    rng = np.random.default_rng(count)
    ends = np.array([0, 2**63 - 1])
    people = np.concatenate([ends, rng.integers(1, 2**63 - 1, EVERYONE - 2)])
    rows = 3 * EVERYONE
    given = {
        "identity": np.tile(people, 3),
        "ts": pa.array(rng.integers(0, 10**15, rows)).cast(pa.timestamp("us")),
        "uid": np.arange(rows),
        "event": np.where(rng.random(rows) < 0.5, "Bought", "Seen").tolist(),
        "source": ["test"] * rows,
    }
    empty = {f.name: pa.nulls(rows, f.type) for f in EVENT_BATCH if f.name not in given}
    batch = pa.table({**given, **empty}).select(EVENT_BATCH.names).cast(EVENT_BATCH)
    compiled = compile_stages(JOURNEY)
    with Warehouse.open(tmp_path / "warehouse.duckdb") as house:
        with house.write() as tx:
            tx.append(batch.slice(0, rows - 100))
            tx.compact()
            tx.append(batch.slice(rows - 100))
        with house.read() as con:
            everyone = fold_all(con, compiled, NOW)
            some = fold_people(con, compiled, people[:count], NOW)
    asked = pa.array(people[:count], pa.int64())
    for table in ("people", "transitions"):
        all_rows = getattr(everyone, table)
        wanted = all_rows.filter(pc.is_in(all_rows["person"], asked))
        assert getattr(some, table).to_pylist() == wanted.to_pylist()
        assert len(wanted) >= (count if table == "people" else 0)
