"""How fast stage conversion, time in stage, precursors and alerts are answered.

    python -m benchmarks.stages [--events 10000000] [--people 500000] [--repeat 3]

The floor is one pass over the same transitions in the same run, with a row for each stay (a window in SQL): what
any answer about stays would have to do. The bar: conversion and time in stage 1 s each.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.fold_data import NAMES, fill
from benchmarks.peak import peak_mb
from benchmarks.segment import seconds
from polku.analytics.path import path_of
from polku.analytics.period import Period
from polku.analytics.reader import DuckReader
from polku.journey.model import Journey
from polku.reports import alerts, conversion, leaks, lost, precursors, time
from polku.reports.report import Scene
from polku.settings import MoneySettings
from polku.store.warehouse import Warehouse

STAGES = ("visitor", "lead", "customer", "loyal")
JOURNEY = Journey.model_validate(
    {
        "stages": [
            {"key": key, "expected_days": 60, "enter": [{"event": "Page Viewed"}]}
            | ({"axis": "using"} if key == "customer" else {})
            for key in STAGES
        ],
        "touchpoints": [
            {"key": "basket", "event": "Product Added", "next": "checkout"},
            {"key": "checkout", "event": "Checkout Started", "next": "order"},
            {"key": "order", "event": "Order Completed"},
        ],
    }
)
# Visitors by their first event, leads by a form, customers by an order, loyal by the second; only forwards.
PLACE = """
    INSERT INTO names SELECT 'stage', i - 1, names[i] FROM (SELECT {stages} AS names), range(1, 5) AS r(i);
    CREATE TEMP TABLE orders AS SELECT person, ts, row_number() OVER (PARTITION BY person ORDER BY ts, seq) AS n
        FROM events WHERE event = 4;
    CREATE TEMP TABLE came AS
        SELECT person, 0 AS stage, min(ts) AS "at" FROM events GROUP BY person
        UNION ALL SELECT person, 1, min(ts) FROM events WHERE event = 5 GROUP BY person
        UNION ALL SELECT person, 1 + n, ts FROM orders WHERE n <= 2;
    CREATE TEMP TABLE kept AS SELECT * FROM (
        SELECT *, coalesce(max(stage) OVER (PARTITION BY person ORDER BY "at", stage
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), -1) AS before FROM came) WHERE stage > before;
    INSERT INTO transitions
        SELECT person, row_number() OVER path, "at", lag(stage) OVER path, stage, 'r[0]', person
        FROM kept WINDOW path AS (PARTITION BY person ORDER BY "at", stage) ORDER BY person, "at";
    INSERT INTO people SELECT person, arg_max(to_stage, n), max("at"), NULL, min("at"), max("at"), count(*)
        FROM transitions GROUP BY person;
"""
FLOOR = """SELECT to_stage, next IS NULL, hours, count(*) FROM (
    SELECT to_stage, lead("at") OVER (PARTITION BY person ORDER BY n) AS next,
           date_diff('hour', "at", next) AS hours FROM transitions) GROUP BY ALL"""


def scene(cursor: Any, codes: Mapping[str, Mapping[str, int]]) -> Scene:
    """The whole of the two years, as of their end."""
    first, last = cursor.execute("SELECT min(ts), max(ts) FROM base").fetchone()
    end = last.replace(tzinfo=UTC)
    return Scene(
        reader=DuckReader(cursor),
        journey=JOURNEY,
        path=path_of(JOURNEY, codes["stage"]),
        codes=codes,
        period=Period(end, end, first.replace(tzinfo=UTC)),
        zone=ZoneInfo("Europe/Helsinki"),
        money=MoneySettings(),
    )


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
        assert set(codes["event"]) == set(NAMES)
        for turn in range(repeat + 1):
            with house.read() as con:
                floor = seconds(lambda con=con: con.execute(FLOOR).fetchall())  # type: ignore[misc]
                at = scene(con, codes)
                asked: dict[str, Callable[[], object]] = {
                    "conversion": lambda at=at: conversion.answer(  # type: ignore[misc]
                        at, conversion.AskedConversion(cohorts="none")
                    ),
                    "conversion with cohorts by month": lambda at=at: conversion.answer(  # type: ignore[misc]
                        at, conversion.AskedConversion()
                    ),
                    "time in stage": lambda at=at: time.answer(at, time.AskedTime()),  # type: ignore[misc]
                    "lost": lambda at=at: lost.answer(at, lost.AskedLost()),  # type: ignore[misc]
                    "leaks": lambda at=at: leaks.answer(at, leaks.AskedLeaks()),  # type: ignore[misc]
                    "precursors": lambda at=at: precursors.answer(  # type: ignore[misc]
                        at, precursors.AskedPrecursors()
                    ),
                    "alerts": lambda at=at: alerts.answer(at, alerts.AskedAlerts()),  # type: ignore[misc]
                }
                if turn:
                    figures.setdefault("floor: every stay once", []).append(floor)
                for name, work in asked.items():
                    took = seconds(work)
                    figures.setdefault(name if turn else f"{name}: first", []).append(took)
    result = {name: statistics.median(values) for name, values in figures.items()}
    for name in ("conversion", "time in stage"):
        result[f"{name} / floor"] = result[name] / result["floor: every stay once"]
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
