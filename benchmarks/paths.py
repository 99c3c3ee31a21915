"""How fast questions about paths are answered.

    python -m benchmarks.paths [--events 10000000] [--people 500000] [--repeat 5] [--tail 2000]

The whole reports, as they are asked on screen, but for words. The floor is one count of all events by name in the
same run. Bars: graph 300 ms, variants 600, steps 200, steps after a pattern 1,500, eventually-follows 1,500; memory
below 4 GB. `--tail` adds that many events that are not compacted yet.
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
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from duckdb import DuckDBPyConnection

from benchmarks.fold_data import fill
from benchmarks.peak import peak_mb
from polku.analytics.path import path_of
from polku.analytics.period import period
from polku.analytics.reader import DuckReader
from polku.journey.load import load_journey
from polku.reports.catalogue import report
from polku.reports.report import Scene
from polku.settings import MoneySettings
from polku.store.warehouse import Warehouse

NOW = datetime(2025, 12, 31, tzinfo=UTC)
JOURNEY = "stages:\n  - {key: a, name: A, enter: [Page Viewed]}\n  - {key: b, name: B, enter: [Order Completed]}\n"
TAIL = """
    INSERT INTO tail SELECT person, ts + INTERVAL 800 DAY, 100000000 + row_number() OVER (), event, uid + 1, identity,
        source, channel, revenue, currency, properties FROM base WHERE n = 1 LIMIT {rows}"""
FLOOR = "SELECT event, count(*) FROM events GROUP BY event"
ASKED: dict[str, tuple[str, dict[str, object], float | None]] = {
    "graph": ("graph", {}, 0.3),
    "graph without one event": ("graph", {"without": ["Video Played"]}, None),
    "variants": ("variants", {}, 0.6),
    "steps": ("steps", {}, 0.2),
    "steps after a pattern": (
        "steps",
        {"pattern": "Product Viewed → * → Order Completed"},
        1.5,
    ),
    "around": ("around", {"anchor": "Order Completed"}, None),
    "eventually-follows": ("follows", {}, 1.5),
    "waits and repeats": ("waiting", {}, None),
    "propose": ("propose", {}, None),
}


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _floor(con: DuckDBPyConnection) -> object:
    return con.execute(FLOOR).fetchall()


def measure(folder: Path, events: int, people: int, repeat: int, tail: int) -> dict[str, float]:
    with Warehouse.open(folder / "warehouse.duckdb") as house, house.write() as tx:
        fill(tx.con, events, people)
        if tail:
            tx.con.execute(TAIL.format(rows=tail))
    figures: dict[str, list[float]] = {}
    with Warehouse.open(folder / "warehouse.duckdb") as house:
        codes = {kind: house.names(kind) for kind in ("event", "source", "channel", "stage")}
        journey = load_journey(JOURNEY).journey
        for turn in range(repeat + 1):
            with house.read() as con:
                first, last = con.execute("SELECT min(ts), max(ts) FROM events").fetchone() or ()
                scene = Scene(
                    reader=DuckReader(con),
                    journey=journey,
                    path=path_of(journey, codes["stage"]),
                    codes=codes,
                    period=period(
                        max(NOW, last.replace(tzinfo=UTC)),
                        first.replace(tzinfo=UTC),
                        last.replace(tzinfo=UTC),
                    ),
                    zone=ZoneInfo("Europe/Helsinki"),
                    money=MoneySettings(),
                )
                floor = seconds(partial(_floor, con))
                if turn:
                    figures.setdefault("floor: count by name", []).append(floor)
                for name, (key, given, _) in ASKED.items():
                    one = report(key)
                    asked = one.asked.model_validate(given)
                    took = seconds(partial(one.answer, scene, asked))
                    if turn:
                        figures.setdefault(name, []).append(took)
    result = {name: statistics.median(values) for name, values in figures.items()}
    result["peak MB"] = peak_mb()
    return result


def main(argv: Sequence[str] | None = None) -> dict[str, float]:
    """Prints the figures (medians, seconds) and gives them back."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--people", type=int, default=500_000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--tail", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), asked.events, asked.people, asked.repeat, asked.tail)
    if asked.json:
        print(json.dumps(figures))
        return figures
    print(f"{asked.events:,} events, {asked.people:,} people, {asked.tail:,} of them not compacted")
    floor = figures["floor: count by name"]
    for name, value in figures.items():
        if name == "peak MB":
            print(f"  {name:<28}{value:>10.0f}")
            continue
        bar = ASKED[name][2] if name in ASKED else None
        told = f"   bar {bar:.1f}" if bar else ""
        print(f"  {name:<28}{value:>10.3f} s   {value / floor:>6.1f} x floor{told}")
    return figures


if __name__ == "__main__":
    main(sys.argv[1:])
