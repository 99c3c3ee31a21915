"""How fast credit is shared out: channel paths of 10M events, the exact chain of a million paths, intervals.

    python -m benchmarks.attribution [--events 10000000] [--people 500000] [--paths 1000000] [--repeat 3]

`paths` makes channel paths from the events of a warehouse; the floor is reading the same columns in the same run.
`markov` is the chain and all removal effects of a million paths that exist (bar: 0.5 s); its floor is one count of
the touches. `bootstrap` is 1,000 attributions by all seven models from the sums (bar: 2 s); its rival resamples
people one replicate at a time, measured over a few and multiplied.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from benchmarks.fold_data import FIRST, SPAN, fill
from benchmarks.peak import peak_mb
from polku.analytics.facts import ask
from polku.analytics.touch_kernel import DAY_US, walk
from polku.analytics.touch_paths import columns, numbered, steps_to_sales
from polku.science.attribution.markov import arrows, removal
from polku.science.attribution.model import DRAWS, bootstrapped, sums
from polku.science.attribution.paths import Paths
from polku.store.warehouse import Warehouse

CHANNELS = 8
CHANNEL = f"UPDATE base SET channel = CASE WHEN uid % 10 < 7 THEN (uid % {CHANNELS})::INTEGER END"


def made(paths: int, seed: int = 1) -> Paths:
    """Paths of one to eight touches, a fifth of them won, two to a person."""
    rng = np.random.default_rng(seed)
    length = rng.geometric(0.4, paths).clip(1, 8)
    won = rng.random(paths) < 0.2
    touches = int(length.sum())
    return Paths(
        CHANNELS,
        np.repeat(np.arange(paths), length),
        rng.integers(0, CHANNELS, touches),
        rng.random(touches) * 90,
        won,
        np.where(won, rng.integers(100, 50_000, paths), 0),
        np.arange(paths) // 2,
    )


def best(work: Callable[[], object], repeat: int) -> float:
    """Seconds of the fastest run."""
    found = []
    for _ in range(repeat):
        begin = time.perf_counter()
        work()
        found.append(time.perf_counter() - begin)
    return min(found)


def resampled(paths: Paths, replicates: int) -> float:
    """Seconds of a replicate that draws people one by one and counts their chain anew."""
    rng = np.random.default_rng(2)
    people = int(paths.person.max()) + 1
    begin = time.perf_counter()
    for _ in range(replicates):
        times = np.bincount(rng.integers(0, people, people), minlength=people)[paths.person]
        weight = times[paths.path].astype(np.float64)
        k = paths.channels
        into = np.concatenate((paths.channel[1:], paths.channel[:1]))
        end = np.where(paths.won[paths.path], k, k + 1)
        cell = paths.channel * (k + 2) + np.where(paths.last, end, into)
        count = np.bincount(cell, weight, (k + 1) * (k + 2))
        count += np.bincount(
            k * (k + 2) + paths.channel[paths.first], weight[paths.first], (k + 1) * (k + 2)
        )
        removal(count.reshape(k + 1, k + 2))
    return (time.perf_counter() - begin) / replicates


def main(argv: Sequence[str]) -> None:
    """Prints the three, each with its floor or rival."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--people", type=int, default=500_000)
    parser.add_argument("--paths", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args(argv)

    paths = made(asked.paths)
    chain = best(lambda: removal(arrows(paths)[0]), asked.repeat)
    floor = best(lambda: np.bincount(paths.channel), asked.repeat)
    print(f"markov      {asked.paths:,} paths: {chain:.3f} s ({chain / floor:.0f} x one count)")
    summed = best(lambda: sums(paths), 1)
    found = sums(paths)
    drawn = best(lambda: bootstrapped(found), asked.repeat)
    rival = resampled(paths, 3) * DRAWS
    print(f"sums        all seven models: {summed:.2f} s")
    print(
        f"bootstrap   {DRAWS:,} x seven models: {drawn:.2f} s ({rival / (summed + drawn):.0f} x faster, sums and all,"
        f" than the chain alone by people one by one)"
    )
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "warehouse.duckdb"
        with Warehouse.open(place) as warehouse, warehouse.write() as write:
            fill(write.con, asked.events, asked.people)
            write.con.execute(CHANNEL)
        with Warehouse.open(place) as warehouse, warehouse.read() as cursor:
            end = datetime.fromtimestamp((FIRST + SPAN) / 1e6, UTC)
            question = steps_to_sales("EUR", False)

            def rows() -> object:
                return ask(cursor, question, cohort_end=end)

            def walked() -> object:
                return numbered(
                    walk(columns(ask(cursor, question, cohort_end=end)), FIRST, 90 * DAY_US)
                )

            reading, walking = best(rows, asked.repeat), best(walked, asked.repeat)
    print(
        f"paths       {asked.events:,} events: {walking:.2f} s ({walking / reading:.1f} x reading the rows,"
        f" {reading:.2f} s)"
    )
    print(f"peak        {peak_mb():,.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
