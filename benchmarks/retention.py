"""How fast retention with money, life cycle, RFM and what to mend next are answered.

    python -m benchmarks.retention [--events 10000000] [--people 500000] [--repeat 3]

The floor is one pass over the same events in the same run, once a person and month: what any answer about who came
back would have to do. The bar: retention with money 1.5 s.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.fold_data import fill
from benchmarks.peak import peak_mb
from benchmarks.segment import seconds
from benchmarks.stages import PLACE, STAGES, scene
from polku.reports import lifecycle, mend, retention, rfm
from polku.reports.asked import Asked
from polku.store.warehouse import Warehouse

FLOOR = """SELECT month, count(*), sum(paid) FROM (
    SELECT person, date_trunc('month', ts) AS month, sum(revenue) AS paid FROM events GROUP BY ALL) GROUP BY ALL"""


def measure(folder: Path, events: int, people: int, repeat: int) -> dict[str, float]:
    path = folder / "warehouse.duckdb"
    with Warehouse.open(path) as house, house.write() as tx:
        fill(tx.con, events, people)
        for statement in PLACE.format(stages=list(STAGES)).split(";"):
            tx.con.execute(statement)
    figures: dict[str, list[float]] = {}
    with Warehouse.open(path) as house:
        codes = {
            kind: house.names(kind) for kind in ("event", "stage", "channel", "source", "place")
        }
        for turn in range(repeat + 1):
            with house.read() as con:
                floor = seconds(lambda con=con: con.execute(FLOOR).fetchall())  # type: ignore[misc]
                at = scene(con, codes)
                asked: dict[str, Callable[[], object]] = {
                    "retention with money": lambda at=at: retention.answer(  # type: ignore[misc]
                        at, retention.AskedRetention()
                    ),
                    "the same, rolling": lambda at=at: retention.answer(  # type: ignore[misc]
                        at, retention.AskedRetention(way="rolling")
                    ),
                    "retention of orders": lambda at=at: retention.answer(  # type: ignore[misc]
                        at, retention.AskedRetention(first="order", back="order")
                    ),
                    "life cycle": lambda at=at: lifecycle.answer(  # type: ignore[misc]
                        at, lifecycle.AskedLifecycle()
                    ),
                    "RFM": lambda at=at: rfm.answer(at, Asked()),  # type: ignore[misc]
                    "what to mend next": lambda at=at: mend.answer(at, Asked()),  # type: ignore[misc]
                }
                if turn:
                    figures.setdefault("floor: every person and month once", []).append(floor)
                for name, work in asked.items():
                    took = seconds(work)
                    figures.setdefault(name if turn else f"{name}: first", []).append(took)
    result = {name: statistics.median(values) for name, values in figures.items()}
    result["retention with money / floor"] = (
        result["retention with money"] / result["floor: every person and month once"]
    )
    result["peak MB"] = peak_mb()
    return result


def main(argv: Sequence[str] | None = None) -> dict[str, float]:
    """Prints the figures (medians, seconds) and gives them back."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
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
        plain = name.endswith("/ floor") or name == "peak MB"
        print(f"  {name:<44}{value:>12.3f}{'' if plain else ' s'}")
    return figures


if __name__ == "__main__":
    main(sys.argv[1:])
