"""How fast people are predicted, and an experiment counted, over ten million events.

    python -m benchmarks.prediction [--events 10000000] [--people 500000]

The floor is a plain scan of the same events with one group per person in the same run. `features` is what was known of
everybody at one moment; `prediction` is the whole answer: four moments, three periods of outcomes, two models fitted
and calibrated, the check, everybody scored; `experiment` is the moments of two arms on which everybody stands.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.fold_data import fill
from benchmarks.peak import peak_mb
from polku.analytics.experiment_arms import Source
from polku.analytics.experiment_moments import Metric, moments_of_arms
from polku.analytics.features import features, known_at
from polku.analytics.path import Path as Journey
from polku.analytics.path import Step
from polku.analytics.period import Period
from polku.analytics.reader import DuckReader
from polku.reports.prediction_answer import answered
from polku.reports.report import Scene
from polku.reports.targets import next_purchase
from polku.settings import MoneySettings
from polku.store.warehouse import Warehouse

END = datetime(2025, 12, 31, tzinfo=UTC)
FLOOR = "SELECT count(*), max(n) FROM (SELECT person, count(*) AS n, max(ts) FROM path_events GROUP BY person)"
PLACE = """
    INSERT INTO names SELECT 'stage', i, chr(97 + i::INTEGER) FROM range(4) AS r(i);
    INSERT INTO people SELECT person, (person % 4)::INTEGER, min(ts), NULL, min(ts), max(ts), count(*)
        FROM events GROUP BY person;
    INSERT INTO transitions SELECT person, 0, first_ts, NULL, 0, 'a[0]', person FROM people;
    INSERT INTO transitions SELECT person, 1, last_ts, 0, stage, 'b[0]', person FROM people WHERE stage > 0;
    INSERT INTO entries SELECT (person % 10 = 0)::INTEGER, person, person, first_ts, 0 FROM people;
"""


def scene(reader: DuckReader) -> Scene:
    """As a report sees it, without a workspace."""
    period = Period(END, END, datetime(2024, 1, 1, tzinfo=UTC))
    steps = tuple(Step(chr(97 + code), code, False, None) for code in range(4))
    nothing: Any = None
    return Scene(
        reader, nothing, Journey(steps), {}, period, ZoneInfo("Europe/Helsinki"), MoneySettings()
    )


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def measure(folder: Path, events: int, people: int) -> dict[str, float]:
    path = folder / "warehouse.duckdb"
    with Warehouse.open(path) as house, house.write() as tx:
        fill(tx.con, events, people)
        tx.con.execute(PLACE)
    with Warehouse.open(path) as house, house.read() as con:
        at = scene(DuckReader(con))
        object.__setattr__(at, "journey", _Nameless())
        floor = min(seconds(lambda: con.execute(FLOOR).fetchall()) for _ in range(3))
        known = min(
            seconds(lambda: at.ask(features("EUR", False, False), **known_at(END)))
            for _ in range(2)
        )
        whole = seconds(lambda: answered(at, next_purchase(at, 30)))
        asked = moments_of_arms(Source("entries", (0, 1)), Metric("revenue", "EUR"), False, False)
        given = {
            "as_of": END,
            "entered_from": END - timedelta(days=900),
            "entered_to": END,
            "window_seconds": 30 * 86_400,
        }
        experiment = min(seconds(lambda: at.ask(asked, **given)) for _ in range(2))
    return {
        "floor: scan and group": floor,
        "features": known,
        "features / floor": known / floor,
        "prediction": whole,
        "experiment": experiment,
        "peak MB": peak_mb(),
    }


class _Nameless:
    stages = ()


def main(argv: Sequence[str] | None = None) -> dict[str, float]:
    """Prints the figures (seconds) and gives them back."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--people", type=int, default=500_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), asked.events, asked.people)
    if asked.json:
        print(json.dumps(figures))
        return figures
    print(f"{asked.events:,} events, {asked.people:,} people")
    for name, value in figures.items():
        plain = name in ("features / floor", "peak MB")
        print(f"  {name:<28}{value:>12.3f}{'' if plain else ' s'}")
    return figures


if __name__ == "__main__":
    main(sys.argv[1:])
