"""How fast reports are answered at ten million events: the data, the turns and the table that such benchmarks share."""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from functools import partial
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
from polku.reports.report import Scene
from polku.settings import MoneySettings
from polku.store.warehouse import Warehouse

Answers = Mapping[str, Callable[[Scene], object]]
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


def _fetched(con: Any, sql: str) -> object:
    return con.execute(sql).fetchall()


def measure(
    folder: Path,
    size: argparse.Namespace,
    floor: tuple[str, str],
    answers: Answers,
    bars: Sequence[str],
) -> dict[str, float]:
    """Medians in seconds: the `floor` (its name and SQL), each of `answers` (the first asking apart), and those of
    `bars` as ratios to the floor."""
    path = folder / "warehouse.duckdb"
    with Warehouse.open(path) as house, house.write() as tx:
        fill(tx.con, size.events, size.people)
        for statement in PLACE.format(stages=list(STAGES)).split(";"):
            tx.con.execute(statement)
    figures: dict[str, list[float]] = {}
    with Warehouse.open(path) as house:
        codes = {
            kind: house.names(kind) for kind in ("event", "stage", "channel", "source", "place")
        }
        assert set(codes["event"]) == set(NAMES)
        for turn in range(size.repeat + 1):
            with house.read() as con:
                at = scene(con, codes)
                took = seconds(partial(_fetched, con, floor[1]))
                if turn:
                    figures.setdefault(floor[0], []).append(took)
                for name, answer in answers.items():
                    took = seconds(partial(answer, at))
                    figures.setdefault(name if turn else f"{name}: first", []).append(took)
    result = {name: statistics.median(values) for name, values in figures.items()}
    result |= {f"{name} / floor": result[name] / result[floor[0]] for name in bars}
    return result | {"peak MB": peak_mb()}


def run(
    argv: Sequence[str] | None,
    about: str,
    floor: tuple[str, str],
    answers: Answers,
    bars: Sequence[str],
) -> dict[str, float]:
    """Prints the figures and gives them back; `about` is the benchmark's docstring."""
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--people", type=int, default=500_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    size = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), size, floor, answers, bars)
    if size.json:
        print(json.dumps(figures))
        return figures
    print(f"{size.events:,} events, {size.people:,} people")
    for name, value in figures.items():
        plain = name.endswith("/ floor") or name == "peak MB"
        print(f"  {name:<44}{value:>12.3f}{'' if plain else ' s'}")
    return figures
