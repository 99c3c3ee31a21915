"""How fast the stage fold is: everyone, and what 1,000 new events take on top.

    python -m benchmarks.fold [--events 10000000] [--people 500000] [--repeat 3]

The floor is a plain ordered read of the same columns of the same events in the same run: what any
fold at all would have to wait for.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pyarrow as pa

from benchmarks.fold_data import FIRST, NAMES, SPAN, fill
from benchmarks.peak import peak_mb
from polku.conditions.rule import EnterRule
from polku.stages.compile import compile_stages
from polku.stages.read import fold_all
from polku.stages.refresh import refresh_all, refresh_due, refresh_people
from polku.store.tables import EVENT_BATCH
from polku.store.warehouse import Warehouse

NOW = datetime(2026, 2, 1, tzinfo=UTC)
SHOP: dict[str, list[object]] = {
    "visitor": ["Product Viewed"],
    "lead": [{"event": "Form Submitted", "where": {"form": ["3", "4", "5", "6"]}}, "Trial Started"],
    "customer": [{"event": "Order Completed", "from": ["earlier", "left"]}],
    "regular": [{"event": "Order Completed", "times": 3, "within": "90d"}],
    "left": [
        {"event": "Subscription Cancelled", "from": "any"},
        {
            "inactive": "Order Completed",
            "for": {"own_interval": 2.5, "at_least": "60d"},
            "from": ["customer", "regular"],
        },
    ],
}
JOURNEY = SimpleNamespace(
    stages=[
        SimpleNamespace(key=key, enter=tuple(EnterRule.model_validate(rule) for rule in rules))
        for key, rules in SHOP.items()
    ]
)
FLOOR = "SELECT person, ts, uid, event FROM events ORDER BY person, ts, seq"


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def new_events(people: np.ndarray, rng: np.random.Generator) -> pa.Table:
    """1,000 events of 1,000 people, right after all the others."""
    names = np.array(NAMES)[rng.integers(0, len(NAMES), 1000)]
    columns = {
        "identity": rng.choice(people, 1000, replace=False),
        "ts": pa.array(FIRST + SPAN + rng.integers(0, 10**9, 1000)).cast(pa.timestamp("us")),
        "uid": rng.integers(2**62, 2**63 - 1, 1000),
        "event": names.tolist(),
        "source": ["bench"] * 1000,
    }
    empty = {f.name: pa.nulls(1000, f.type) for f in EVENT_BATCH if f.name not in columns}
    return pa.table({**columns, **empty}).select(EVENT_BATCH.names).cast(EVENT_BATCH)


def measure(folder: Path, events: int, people: int, repeat: int) -> dict[str, float]:
    path, compiled = folder / "warehouse.duckdb", compile_stages(JOURNEY)
    with Warehouse.open(path) as house, house.write() as tx:
        numbers = fill(tx.con, events, people)
    rng = np.random.default_rng(2)
    figures: dict[str, list[float]] = {}
    with Warehouse.open(path) as house:
        for _ in range(repeat):
            with house.read() as con:
                floor = seconds(
                    lambda con=con: sum(
                        len(batch) for batch in con.execute(FLOOR).to_arrow_reader(1_000_000)
                    )
                )
                fold = seconds(lambda con=con: fold_all(con, compiled, NOW))
            with house.write() as tx:
                stored = seconds(lambda tx=tx: refresh_all(tx, compiled, NOW))
            for name, value in (("floor", floor), ("fold", fold), ("fold and store", stored)):
                figures.setdefault(name, []).append(value)
        peak = peak_mb()
        for _ in range(2 * repeat + 1):
            batch = new_events(numbers, rng)
            begin = time.perf_counter()
            with house.write() as tx:
                added = tx.append(batch)
                appended = time.perf_counter()
                refresh_people(tx, compiled, added.people, NOW)
                folded = time.perf_counter()
            done = time.perf_counter()
            figures.setdefault("1,000 events: refold", []).append(folded - appended)
            figures.setdefault("1,000 events: with append and commit", []).append(done - begin)
        with house.write() as tx:
            figures["nothing new: look for who is due"] = [
                seconds(lambda: refresh_due(tx, compiled, NOW))
            ]
    result = {name: statistics.median(values) for name, values in figures.items()}
    result["fold / floor"] = result["fold"] / result["floor"]
    result["peak MB"] = peak
    return result


def main(argv: Sequence[str] | None = None) -> dict[str, float]:
    """Prints the figures (medians, seconds) and gives them back."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--people", type=int, default=500_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), asked.events, asked.people, asked.repeat)
    if asked.json:
        print(json.dumps(figures))
        return figures
    print(f"{asked.events:,} events, {asked.people:,} people")
    for name, value in figures.items():
        unit = "" if name in ("fold / floor", "peak MB") else " s"
        print(f"  {name:<40}{value:>10.3f}{unit}")
    return figures


if __name__ == "__main__":
    main(sys.argv[1:])
