"""How fast people move through programmes: a million at once, 1,000 new events, and nobody.

    python -m benchmarks.engine [--events 10000000] [--people 1000000]

The floor is one CREATE TABLE AS of the rows that the two big ticks wrote, in the same run: what any engine would
have to wait for that writes them down at all.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.fold_data import FIRST, SPAN, fill
from benchmarks.peak import peak_mb
from polku.engine.programme import LiveProgramme, World
from polku.engine.tick import Ticked, idle, tick
from polku.programmes.compile import compile_programme
from polku.programmes.model import Programme
from polku.store.tables import EVENT_BATCH
from polku.store.warehouse import Warehouse

END = np.datetime64(FIRST + SPAN, "us").astype(datetime)
START = END + timedelta(days=1)
EMAIL = {"subject": "Hei", "body": "Hei"}
MANY: dict[str, Any] = {
    "key": "many",
    "name": "Many",
    "holdout": 0,
    "entry": {"audience": {"if": {"did": "Refund Demanded", "count": "=0"}}},
    "goal": {"event": "Subscription Cancelled"},
    "steps": [
        {"wait": "2d"},
        {
            "branch": [
                {"if": {"did": "Order Completed", "count": ">=2", "within": "90d"}, "steps": []},
                {"if": {"did": "Form Submitted"}, "steps": []},
            ]
        },
        {
            "split": [
                {"weight": 50, "steps": [{"send": {"email": EMAIL}}]},
                {"weight": 50, "steps": [{"send": {"email": EMAIL}}]},
            ]
        },
    ],
}
WAITING = {**MANY, "key": "waiting", "steps": [{"wait": "60d"}]}
FEW = {
    **MANY,
    "key": "few",
    "holdout": 10,
    "reentry": "always",
    "entry": {"event": "Page Left"},
    "steps": [MANY["steps"][1], {"send": {"email": EMAIL}}],
}


def live(document: dict[str, Any], published: datetime) -> LiveProgramme:
    return LiveProgramme(compile_programme(Programme.model_validate(document), 1), published)


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def new_events(people: np.ndarray, after: datetime, rng: np.random.Generator) -> pa.Table:
    """1,000 events of 1,000 people, right after that moment."""
    first = int(np.datetime64(after, "us").astype(np.int64))
    columns = {
        "identity": rng.choice(people, 1000, replace=False),
        "ts": pa.array(first + rng.integers(0, 10**6, 1000)).cast(pa.timestamp("us")),
        "uid": rng.integers(2**62, 2**63 - 1, 1000),
        "event": ["Page Left"] * 1000,
        "source": ["bench"] * 1000,
    }
    empty = {f.name: pa.nulls(1000, f.type) for f in EVENT_BATCH if f.name not in columns}
    return pa.table({**columns, **empty}).select(EVENT_BATCH.names).cast(EVENT_BATCH)


def measure(folder: Path, events: int, people: int) -> dict[str, float]:
    path = folder / "warehouse.duckdb"
    with Warehouse.open(path) as house, house.write() as tx:
        numbers = fill(tx.con, events, people)
        tx.con.execute(
            """INSERT INTO people SELECT person, NULL, NULL, NULL, min(ts), max(ts), count(*)
            FROM events GROUP BY person"""
        )
    figures: dict[str, float] = {}
    world = World()
    with Warehouse.open(path) as house:

        def ticked(programmes: Sequence[LiveProgramme], now: datetime) -> tuple[Ticked, float]:
            begin = time.perf_counter()
            with house.write() as tx:
                done = tick(tx, programmes, now, world)
            return done, time.perf_counter() - begin

        house._root.execute("CHECKPOINT")
        before = path.stat().st_size
        running = [live(MANY, START)]
        first, entering = ticked(running, START + timedelta(hours=1))
        second, moving = ticked(running, START + timedelta(days=3))
        house._root.execute("CHECKPOINT")
        steps = first.entered + first.steps + second.steps
        figures["people entered"] = first.entered
        figures["person-steps"] = steps
        figures["enter, ask and wait (s)"] = entering
        figures["end of wait, branch, split, send (s)"] = moving
        figures["person-steps/s"] = steps / (entering + moving)
        figures["messages/s"] = second.messages / moving
        with house.read() as con:
            figures["floor: CREATE TABLE AS of the rows (s)"] = sum(
                seconds(lambda t=table: con.execute(f"CREATE TEMP TABLE copy_{t} AS FROM {t}"))
                for table in ("entries", "steps", "outbox")
            )
        rows = (path.stat().st_size - before) / steps
        figures["bytes on disk per person-step"] = rows
        figures["peak MB"] = peak_mb()

        running = [live(WAITING, START + timedelta(days=4)), live(FEW, START + timedelta(days=4))]
        ticked(running, START + timedelta(days=5))
        now = START + timedelta(days=6)
        with house.read() as con:
            figures["waiting"] = con.execute("SELECT count(*) FROM positions").fetchall()[0][0]
            looked = [seconds(lambda: idle(con, running, now)) for _ in range(20)]
        figures["idle tick (ms)"] = 1000 * statistics.median(looked)
        figures["tick that finds nobody due (ms)"] = 1000 * ticked(running, now)[1]
        rng, took, wanted = np.random.default_rng(3), [], 0
        for _ in range(5):
            now += timedelta(minutes=1)
            with house.write() as tx:
                tx.append(new_events(numbers, now - timedelta(seconds=30), rng))
            done, time_ = ticked(running, now)
            took.append(1000 * time_)
            wanted += done.messages
        figures["1,000 new events to the outbox (ms)"] = statistics.median(took)
        figures["of them messages"] = wanted / 5
    return figures


def main(argv: Sequence[str] | None = None) -> dict[str, float]:
    """Prints the figures and gives them back."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), asked.events, asked.people)
    if asked.json:
        print(json.dumps(figures))
        return figures
    print(f"{asked.events:,} events, {asked.people:,} people")
    for name, value in figures.items():
        print(f"  {name:<44}{value:>14,.2f}")
    return figures


if __name__ == "__main__":
    main(sys.argv[1:])
