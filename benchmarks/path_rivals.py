"""Paths against process-mining tools, on the same events.

    python -m benchmarks.path_rivals [--events 1000000] [--people 50000] [--repeat 3]

Rivals run in environments of their own, made in the system's temporary folder by pip: retentioneering 5.2.4
and pm4py (AGPL: it is never a dependency, only measured here). They get the events as a table in memory,
sorted; Polku reads its warehouse. Times are of the answer alone, without imports and loading.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks import paths
from benchmarks.fold_data import fill
from polku.store.warehouse import Warehouse

CACHE = Path(tempfile.gettempdir()) / "polku-benchmark-rivals"
RIVALS = {
    "retentioneering": (
        ["retentioneering==5.2.4"],
        """
from retentioneering.eventstream import Eventstream
stream = Eventstream(frame.rename(columns={"person": "user_id", "ts": "timestamp"}))
measured["graph"] = seconds(lambda: stream.transition_graph_data("count"))
measured["steps"] = seconds(lambda: stream.step_matrix_data(8))
""",
    ),
    "pm4py": (
        ["pm4py"],
        """
import pm4py
log = pm4py.format_dataframe(frame, case_id="person", activity_key="event", timestamp_key="ts")
measured["graph"] = seconds(lambda: pm4py.discover_dfg(log))
measured["variants"] = seconds(lambda: pm4py.get_variants(log))
measured["eventually-follows"] = seconds(lambda: pm4py.discover_eventually_follows_graph(log))
""",
    ),
}
HEAD = """
import json, statistics, sys, time
import pandas as pd
frame = pd.read_parquet(sys.argv[1])
frame["person"] = frame["person"].astype(str)
measured = {}
def seconds(work):
    times = []
    for _ in range(int(sys.argv[2])):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)
"""


def python_of(name: str, packages: Sequence[str]) -> Path:
    """The interpreter of a rival's environment, made when it is not there."""
    folder = CACHE / name
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        wanted = [*packages, "pyarrow"]
        subprocess.run(
            [python, "-m", "pip", "install", "-q", *wanted], check=True, capture_output=True
        )
        (folder / "ready").touch()
    return python


def rival(name: str, file: Path, repeat: int) -> dict[str, float]:
    """Question → seconds; nothing when the rival could not answer, and why is printed."""
    packages, body = RIVALS[name]
    try:
        python = python_of(name, packages)
        done = subprocess.run(
            [python, "-c", f"{HEAD}{body}\nprint('\\n' + json.dumps(measured))", file, str(repeat)],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "RETENTIONEERING_NO_TRACK": "1"},
        )
    except subprocess.CalledProcessError as error:
        print(f"  {name}: {str(error.stderr or error).strip()[-600:]}")
        return {}
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def main(argv: Sequence[str] | None = None) -> dict[str, float]:
    """Prints seconds and ratios (how many times as long the rival takes) and gives the ratios."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args(argv)
    ratios: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        ours = paths.measure(Path(folder), asked.events, asked.people, asked.repeat, 0)
        file = Path(folder) / "events.parquet"
        with Warehouse.open(Path(folder) / "rows.duckdb") as house, house.write() as tx:
            fill(tx.con, asked.events, asked.people)
            sql = """SELECT person, names.name AS event, ts FROM base JOIN names
                ON names.kind = 'event' AND names.code = base.event ORDER BY person, ts, seq"""
            pq.write_table(tx.con.execute(sql).to_arrow_table(), file)
        print(
            f"{asked.events:,} events, {asked.people:,} people; Polku's peak {ours['peak MB']:.0f} MB"
        )
        for name in RIVALS:
            for question, took in rival(name, file, asked.repeat).items():
                ratios[f"{question}: {name}"] = ratio = took / ours[question]
                print(
                    f"  {question:<20}{ours[question]:>8.3f} s   {name} {took:>8.3f} s   {ratio:>7.1f} x"
                )
    return ratios


if __name__ == "__main__":
    main(sys.argv[1:])
