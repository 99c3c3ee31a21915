"""How fast events go into the warehouse and how fast it is compacted, within 1 GB for DuckDB.

Floor: DuckDB copying the same rows into a table of the same file (what storing alone costs).
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

import duckdb
import pyarrow as pa

from benchmarks.peak import peak_mb
from polku.store.tables import EVENT_COLUMNS
from polku.store.warehouse import Warehouse

EVENTS = ["Page Viewed", "Product Viewed", "Product Added", "Order Completed", "Form Submitted"]
CHANNELS = ["email", "organic search", "paid search"]


def rows_sql(first: int, rows: int, people: int) -> str:
    """`rows` made-up events in no order of people or time, as EVENT_BATCH."""
    return f"""
    SELECT (hash(hash(i) % {people}) >> 1)::BIGINT AS identity,
        TIMESTAMP '2024-01-01' + to_microseconds((hash(i + 1) % 63072000000000)::BIGINT) AS ts,
        (hash(i + 2) >> 1)::BIGINT AS uid,
        {EVENTS}[1 + (hash(i + 3) % {len(EVENTS)})::INTEGER] AS event, 'orders.csv' AS source,
        {CHANNELS}[1 + (hash(i + 4) % {len(CHANNELS)})::INTEGER] AS channel,
        (hash(i + 5) % 20000)::BIGINT AS revenue, 'EUR' AS currency,
        '{{"sku":"A' || (i % 1000) || '","total":' || (hash(i + 6) % 1000) || '}}' AS properties
    FROM range({first}, {first + rows}) made(i)"""


def timed(what: str, rows: int, do: Callable[[], object]) -> float:
    """Runs it and prints how long it took; gives the seconds."""
    wall, cpu = perf_counter(), process_time()
    do()
    wall, cpu = perf_counter() - wall, process_time() - cpu
    print(f"{what:<34} {wall:7.2f} s  (cpu {cpu:6.2f} s)  {rows / wall:12,.0f} rows/s")
    return wall


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--people", type=int, default=500_000)
    asked = parser.parse_args(argv)
    n, people = asked.events, asked.people
    print(f"{n:,} events, {people:,} people, memory_limit 1GB, 2 threads")
    with (
        tempfile.TemporaryDirectory() as folder,
        Warehouse.open(Path(folder) / "w.duckdb", threads=2) as warehouse,
    ):
        with warehouse.write() as tx:
            tx.con.execute(f"CREATE TEMP TABLE arrived AS {rows_sql(0, n, people)}")
            appended = timed("append one relation", n, lambda: tx.append("arrived"))
            tx.con.execute("DROP TABLE arrived")

        def compact() -> None:
            with warehouse.write() as tx:
                tx.compact()

        compacted = timed("compact, all in the tail", n, compact)
        with warehouse.write() as tx:
            tx.con.execute("CREATE TABLE floor AS FROM tail")
            floor = timed(
                "floor: copy the rows", n,
                lambda: tx.con.execute(f"INSERT INTO floor SELECT {EVENT_COLUMNS} FROM base"),
            )  # fmt: skip
            tx.con.execute("DROP TABLE floor")
        print(f"append {appended / floor:.1f} × floor, compaction {compacted / floor:.1f} × floor")
        small_batches(warehouse, n, people)
        with warehouse.write() as tx:
            tx.append(duckdb.sql(rows_sql(3 * n, n // 100, people)).to_arrow_table())
        timed("compact, 1 % in the tail", n + n // 100, compact)
    peak = peak_mb()
    print(f"peak memory of the process {peak:,.0f} MB")
    return 0


def small_batches(warehouse: Warehouse, n: int, people: int) -> None:
    """Live traffic on top of what is stored: dedupe against all of it, commit synced."""
    for size in (1, 100, 1000, 10_000):
        times = []
        for turn in range(12):
            first = 2 * n + turn * size + size * 100
            rows: pa.Table = duckdb.sql(rows_sql(first, size, people)).to_arrow_table()
            began = perf_counter()
            with warehouse.write() as tx:
                tx.append(rows)
            times.append((perf_counter() - began) * 1000)
        first_one, *rest = times
        middle = sorted(rest)[len(rest) // 2]
        print(f"append {size:>6,} rows: median {middle:6.1f} ms, first {first_one:6.1f} ms")


if __name__ == "__main__":
    raise SystemExit(main())
