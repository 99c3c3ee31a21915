"""How fast a segment is counted: three nested conditions with counts in windows.

    python -m benchmarks.segment [--events 10000000] [--people 1000000] [--repeat 5]

The floor is a plain scan of the same events with one group per person in the same run: what any count
of what people did would have to do. `first` compiles the condition; the others find it compiled. The
bar: 500 ms.
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
from typing import Any

import numpy as np

from benchmarks.fold_data import fill
from benchmarks.peak import peak_mb
from polku.conditions.person import Meanings
from polku.conditions.person_registry import parse_person_condition
from polku.segments.asking import KINDS, count, members
from polku.store.warehouse import Warehouse

NOW = datetime(2025, 12, 31, tzinfo=UTC)
EVENTS = parse_person_condition(
    {
        "all": [
            {"did": "Order Completed", "count": ">=2", "within": "365d"},
            {
                "any": [
                    {"did": "Email Opened", "count": ">=1", "within": "90d"},
                    {"not": {"did": "Page Viewed", "count": ">=5", "within": "180d"}},
                ]
            },
        ]
    }
)
MEANINGS = Meanings({"active": EVENTS})
STAGE = parse_person_condition(
    {"all": [{"stage": ["b", "c"], "since": "30d"}, {"segment": "active"}]}
)
PROPERTY = parse_person_condition(
    {
        "all": [
            {
                "did": "Form Submitted",
                "where": {"form": ["1", "2"]},
                "count": ">=2",
                "within": "1y",
            },
            {"spent": ">=100", "within": "365d"},
            {"not": {"segment": "active"}},
        ]
    }
)
FLOOR = """SELECT count(*), sum(n) FROM (
    SELECT person, count(*) AS n FROM events
    WHERE event IN (0, 4, 7) AND ts > TIMESTAMP '2024-12-31' AND ts <= TIMESTAMP '2025-12-31'
    GROUP BY person)"""
PLACE = """
    INSERT INTO names SELECT 'stage', i, chr(97 + i::INTEGER) FROM range(4) AS r(i);
    INSERT INTO people SELECT person, (person % 4)::INTEGER, min(ts), NULL, min(ts), max(ts), count(*)
        FROM events GROUP BY person;
    INSERT INTO transitions SELECT person, 1, first_ts, NULL, 0, 'a[0]', person FROM people;
    INSERT INTO transitions SELECT person, 2, last_ts, 0, stage, 'b[0]', person FROM people WHERE stage > 0;
"""


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def measure(folder: Path, events: int, people: int, repeat: int) -> dict[str, float]:
    path = folder / "warehouse.duckdb"
    with Warehouse.open(path) as house, house.write() as tx:
        fill(tx.con, events, people)
        tx.con.execute(PLACE)
    figures: dict[str, list[float]] = {}
    with Warehouse.open(path) as house:
        codes: dict[str, Any] = {kind: house.names(kind) for kind in KINDS}
        questions = {
            "three conditions, counts in windows": EVENTS,
            "with the stage": STAGE,
            "with properties and money": PROPERTY,
        }
        for turn in range(repeat + 1):
            with house.read() as con:
                floor = seconds(lambda con=con: con.execute(FLOOR).fetchall())
                if turn:
                    figures.setdefault("floor: scan and group", []).append(floor)
                for name, asked in questions.items():
                    took = seconds(
                        lambda con=con, asked=asked: count(con, asked, NOW, codes, MEANINGS)
                    )
                    figures.setdefault(name if turn else f"{name}: first", []).append(took)
        peak = peak_mb()
        with house.read() as con:
            found = members(con, EVENTS, NOW, codes, MEANINGS)
            expected = count(con, EVENTS, NOW, codes, MEANINGS).people
        assert len(np.unique(found)) == expected > 0
    result = {name: statistics.median(values) for name, values in figures.items()}
    bar = result["three conditions, counts in windows"]
    result["three conditions / floor"] = bar / result["floor: scan and group"]
    result["people found"] = expected
    result["peak MB"] = peak
    return result


def main(argv: Sequence[str] | None = None) -> dict[str, float]:
    """Prints the figures (medians, seconds) and gives them back."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), asked.events, asked.people, asked.repeat)
    if asked.json:
        print(json.dumps(figures))
        return figures
    print(f"{asked.events:,} events, {asked.people:,} people")
    for name, value in figures.items():
        plain = name in ("three conditions / floor", "people found", "peak MB")
        print(f"  {name:<44}{value:>12.3f}{'' if plain else ' s'}")
    return figures


if __name__ == "__main__":
    main(sys.argv[1:])
