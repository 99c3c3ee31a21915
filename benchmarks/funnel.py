"""How fast a funnel is counted: five steps in order within 30 days, 7.4 of 10 million events on the way.

    python -m benchmarks.funnel [--events 10000000] [--people 500000] [--repeat 5] [--rival]

`funnel` is the question as the report asks it: the events from DuckDB, then who got how far and when, for the first
of everybody's furthest attempts. `windowFunnel here` counts as ClickHouse does, and `--rival` runs ClickHouse itself
(chDB, a MergeTree table in order of person and time) on the same events in a process of its own: levels must be equal.
The floor is what any count needs: reading these events, one group per person. The bar: 700 ms.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from benchmarks.fold_data import fill
from benchmarks.peak import peak_mb
from polku.analytics.facts import ask
from polku.analytics.funnel.grammar import parse_steps
from polku.analytics.funnel.walk import Counting, walk
from polku.analytics.period import Period
from polku.store.warehouse import Warehouse

STEPS = "Page Viewed > Product Viewed > Product Added > Checkout Started > Order Completed"
WINDOW = 30 * 86_400_000_000
END = datetime(2026, 1, 1, tzinfo=UTC)
FLOOR = """SELECT count(*), sum(n) FROM (
    SELECT person, count(*) AS n, min(ts), max(ts) FROM events WHERE event IN (0, 1, 2, 3, 4) GROUP BY person)"""
RIVAL = """
import json, sys, time
from chdb.session import Session
file, window = sys.argv[1:]
s = Session()
s.query("CREATE DATABASE b ENGINE = Atomic"); s.query("USE b")
s.query("SET max_threads = 2")
s.query("CREATE TABLE e (person UInt64, ts UInt64, event Int32) ENGINE = MergeTree ORDER BY (person, ts)")
s.query(f"INSERT INTO e SELECT person, ts, event FROM file('{file}', Parquet)")
steps = ", ".join(f"event = {k}" for k in range(5))
sql = ("SELECT level, count() AS people FROM (SELECT person, windowFunnel(" + window + ")(ts, " + steps
       + ") AS level FROM e WHERE event < 5 GROUP BY person) GROUP BY level ORDER BY level")
times = []
for turn in range(6):
    begin = time.perf_counter()
    rows = s.query(sql, "JSONCompactColumns").bytes()
    times.append(time.perf_counter() - begin)
level, people = json.loads(rows)
print(json.dumps({"times": times[1:], "levels": dict(zip(map(str, level), map(int, people)))}))
"""


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def scene_of(reader: Any, codes: dict[str, int]) -> Any:
    """As much of a scene as a funnel looks at."""
    over = Period(END, END, END - timedelta(days=729))

    def asking(asked: Any, **given: Any) -> Any:
        moments = {
            "window_end": over.end,
            "cohort_start": over.cohort_start,
            "cohort_end": over.cohort_end,
        }
        return ask(reader, asked, **{**moments, **given})

    return SimpleNamespace(period=over, codes={"event": codes}, limited=False, ask=asking)


def measure(folder: Path, events: int, people: int, repeat: int, rival: bool) -> dict[str, float]:
    path, parquet = folder / "warehouse.duckdb", folder / "events.parquet"
    with Warehouse.open(path) as house, house.write() as tx:
        fill(tx.con, events, people)
        if rival:
            since = END - timedelta(days=729, microseconds=1)
            copied = f"SELECT person, epoch_us(ts) AS ts, event FROM base WHERE ts > '{since:%Y-%m-%d %H:%M:%S.%f}'"
            tx.con.execute(f"COPY ({copied}) TO '{parquet}' (FORMAT parquet)")
    ways = {
        "funnel": Counting(window=WINDOW),
        "funnel, first entry": Counting(window=WINDOW, entries="first"),
        "funnel, 7 days from step to step": Counting(window=WINDOW, most=(7 * 86_400_000_000,) * 4),
        "funnel, strict": Counting(window=WINDOW, order="strict"),
        "funnel, any order": Counting(window=WINDOW, order="unordered"),
        "windowFunnel here": Counting(window=WINDOW, window_funnel="default", only_period=True),
    }
    figures: dict[str, list[float]] = {}
    steps = parse_steps([STEPS])
    with Warehouse.open(path) as house:
        codes = house.names("event")
        for turn in range(repeat + 1):
            with house.read() as con:
                scene = scene_of(con, codes)
                timed = {
                    "floor: read and group": seconds(lambda con=con: con.execute(FLOOR).fetchall())
                }
                for name, counting in ways.items():
                    timed[name] = seconds(
                        lambda scene=scene, counting=counting: walk(scene, steps, counting)
                    )
            for name, took in timed.items() if turn else ():
                figures.setdefault(name, []).append(took)
        peak = peak_mb()
        with house.read() as con:
            found = walk(scene_of(con, codes), steps, ways["windowFunnel here"])
    result = {name: statistics.median(values) for name, values in figures.items()}
    result["funnel / floor"] = result["funnel"] / result["floor: read and group"]
    result["peak MB"] = peak
    if rival:
        run = [sys.executable, "-c", RIVAL, str(parquet), str(WINDOW)]
        said = json.loads(subprocess.run(run, check=True, capture_output=True, text=True).stdout)
        theirs = {int(level): count for level, count in said["levels"].items()}
        level, people_there = np.unique(found.level, return_counts=True)
        ours = dict(zip(level.tolist(), people_there.tolist(), strict=True))
        assert ours == {level: count for level, count in theirs.items() if level}, (ours, theirs)
        result["rival: windowFunnel of chDB"] = statistics.median(said["times"])
        result["funnel / rival"] = result["funnel"] / result["rival: windowFunnel of chDB"]
    return result


def main(argv: Sequence[str] | None = None) -> dict[str, float]:
    """Prints the figures (medians, seconds) and gives them back."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--people", type=int, default=500_000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--rival", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), asked.events, asked.people, asked.repeat, asked.rival)
    if asked.json:
        print(json.dumps(figures))
        return figures
    print(f"{asked.events:,} events, {asked.people:,} people")
    for name, value in figures.items():
        plain = "/" in name or name == "peak MB"
        print(f"  {name:<44}{value:>12.3f}{'' if plain else ' s'}")
    return figures


if __name__ == "__main__":
    main(sys.argv[1:])
