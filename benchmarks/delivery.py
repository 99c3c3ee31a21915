"""The contact policy over a million messages: outbox rows decided and kept a second, beside a floor.

    python -m benchmarks.delivery [--messages 1000000]

Real stores: an outbox in DuckDB; people, traits, consents and deliveries in SQLite. The floor is the same rows
written into the same table in the same chunks with nothing decided. Half the people have consented.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.peak import peak_mb
from polku.delivery.judge import Judge
from polku.delivery.take import CHUNK, Taking
from polku.delivery.wants import Wants
from polku.settings import Settings
from polku.store.consents import Consent
from polku.store.control import Control
from polku.store.micros import to_micros
from polku.store.warehouse import Warehouse

NOON = datetime(2026, 3, 3, 10, tzinfo=UTC)
BODY = """
key: p
name: p
stage: lead
entry: {event: E}
steps: [{key: hello, send: {email: {subject: Hei, body: Hei}}}]
"""
AT_ONCE = 50_000


def main(argv: list[str] | None = None) -> None:
    """Prints messages a second, the floor and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=1_000_000)
    n = parser.parse_args(argv).messages
    with tempfile.TemporaryDirectory() as directory:
        with (
            Control.open(Path(directory) / "control.db", clock=lambda: NOON) as control,
            Warehouse.open(Path(directory) / "warehouse.duckdb") as warehouse,
        ):
            fill(control, warehouse, n)
            judge = Judge(control, warehouse, Settings(), Wants(control), {"email"})
            taking = Taking(control, warehouse, judge, "bench")
            began, slowest, cpu = time.perf_counter(), 0.0, time.process_time()
            while True:
                chunk = time.perf_counter()
                if not taking.take(to_micros(NOON)).rows:
                    break
                slowest = max(slowest, time.perf_counter() - chunk)
            seconds = time.perf_counter() - began
            cpu = time.process_time() - cpu
            states = {state: count for (state, _), count in control.deliveries.counts().items()}
        floor = written(Path(directory), n)
    assert states == {"ready": n // 2, "refused": n - n // 2}, states
    print(
        f"take + policy: {n:,} messages in {seconds:.1f} s = {n / seconds:,.0f}/s ({n / cpu:,.0f} a CPU second);"
        f" slowest chunk of {CHUNK:,}: {slowest:.2f} s; floor (rows written, nothing decided): {n / floor:,.0f}/s;"
        f" ratio {seconds / floor:.2f}; peak {peak_mb():.0f} MB"
    )


def fill(control: Control, warehouse: Warehouse, n: int) -> None:
    """People with addresses, consents of every second one, and an outbox row for each."""
    chance = np.random.default_rng(1)
    people = chance.permutation(np.arange(1, n + 1)) * 4_611_686_018 + 7
    for start in range(0, n, AT_ONCE):
        some = people[start : start + AT_ONCE]
        control.identities.remember(
            pa.table(
                {
                    "identity": some,
                    "kind": ["user"] * len(some),
                    "value": [f"u{start + i}@yritys.example" for i in range(len(some))],
                    "first_seen": np.zeros(len(some), np.int64),
                }
            )
        )
        control.consents.add(
            Consent(person, "marketing", "email", "consent", True, "form", NOON - timedelta(days=9))
            for person in some[::2].tolist()
        )
    control.definitions.save("programme", "p", BODY, who="bench")
    control.definitions.publish("programme", "p", BODY, who="bench", note="")
    control.definitions.set_state("programme", "p", "live", {})
    with warehouse.write() as tx:
        place = tx.code("place", ["p@1:hello"])["p@1:hello"]
        rows = pa.table(
            {
                "seq": np.arange(1, n + 1),
                "id": chance.integers(1, 2**62, n),
                "place": np.full(n, place, np.int32),
                "entry": np.arange(n),
                "person": people,
                "at": np.full(n, np.datetime64("2026-03-03T09:00", "us")),
            }
        )
        tx.con.register("polku_new", rows)
        tx.con.execute("INSERT INTO outbox SELECT * FROM polku_new")
        tx.con.unregister("polku_new")


def written(directory: Path, n: int) -> float:
    """Seconds to write as many rows of the same kind, in chunks of the same size."""
    ids = np.random.default_rng(2).integers(1, 2**62, n).tolist()
    with Control.open(directory / "floor.db") as control:
        seconds = 0.0
        for start in range(0, n, CHUNK):
            rows = [
                (id_, i, id_, "p", 1, "hello", i, "send", "p.hello", "marketing", 50, 0, "ready", "",
                 "{}", "email", 0, None, None, 0, 0, None, None)
                for i, id_ in enumerate(ids[start : start + CHUNK], start)
            ]  # fmt: skip
            began = time.perf_counter()
            control.deliveries.take(rows, start + CHUNK)
            seconds += time.perf_counter() - began
    return seconds


if __name__ == "__main__":
    main()
