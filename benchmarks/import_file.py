"""Import speed: rows per second and peak memory, from CSV and from Parquet.

    python benchmarks/import_file.py --rows 10000000 --formats parquet,csv

Each format runs in a process of its own, so that its peak memory is its own. The floor is DuckDB
reading the same file into a table in the same run: no ids, no dedupe, no clustering, no control.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import duckdb

from benchmarks.peak import peak_mb

MAP = {
    "person": "customer_id",
    "time": "date",
    "event": "event",
    "revenue": "amount",
    "currency": "=EUR",
}
PEOPLE_SHARE = 20  # rows per person


def make_file(path: Path, rows: int) -> None:
    """Rows of customer, date, event, amount and two properties; rows / 20 people."""
    with duckdb.connect() as con:
        con.execute("SET memory_limit = '700MB'")
        con.execute(f"SET temp_directory = '{path.parent}'")
        form = (
            "(FORMAT parquet, ROW_GROUP_SIZE 200000)"
            if path.suffix == ".parquet"
            else "(FORMAT csv, HEADER)"
        )
        con.execute(
            f"""COPY (SELECT
                'c' || (hash(i) % {max(1, rows // PEOPLE_SHARE)})::VARCHAR AS customer_id,
                TIMESTAMP '2025-01-01' + INTERVAL 1 SECOND * (i * 31536000 // {rows}) AS date,
                ['Page Viewed', 'Product Viewed', 'Order Completed'][1 + (hash(i + 7) % 3)::INT] AS event,
                CASE WHEN hash(i + 7) % 3 = 2 THEN (hash(i + 9) % 20000) / 100 END::DECIMAL(9, 2)
                    AS amount,
                ['mobile', 'desktop', 'tablet'][1 + (hash(i + 11) % 3)::INT] AS device,
                hash(i + 13) % 500 AS product
            FROM range({rows}) r(i)) TO '{path}' {form}"""
        )


def floor(path: Path) -> float:
    """Seconds in which DuckDB reads the file into a table on disk."""
    with (
        tempfile.TemporaryDirectory(dir=path.parent) as directory,
        duckdb.connect(Path(directory) / "floor.duckdb") as con,
    ):
        con.execute("SET memory_limit = '700MB'")
        began = time.perf_counter()
        read = "read_parquet" if path.suffix == ".parquet" else "read_csv"
        con.execute(f"CREATE TABLE t AS SELECT * FROM {read}('{path}')")
        con.execute("CHECKPOINT")
        return time.perf_counter() - began


def import_once(path: Path) -> dict[str, float]:
    """Imports the file into a fresh workspace in this process."""
    from polku import importer
    from polku.store.control import Control
    from polku.store.warehouse import Warehouse

    with tempfile.TemporaryDirectory(dir=path.parent) as name:
        directory = Path(name)
        with (
            Warehouse.open(directory / "warehouse.duckdb", memory_limit="500MB") as warehouse,
            Control.open(directory / "control.db") as control,
        ):
            marks: list[tuple[float, float]] = []
            began = time.perf_counter()
            result = importer.run(
                path,
                map=MAP,
                timezone="UTC",
                warehouse=warehouse,
                control=control,
                privacy=frozenset({"email"}),
                rejects_dir=directory,
                progress=lambda share: marks.append((share, time.perf_counter() - began)),
            )
            seconds = time.perf_counter() - began
            read = max((at for share, at in marks if share <= 0.7), default=seconds)
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "rows": result.rows,
        "people": result.people,
        "seconds": seconds,
        "read_seconds": read,
        "cpu_seconds": used.ru_utime + used.ru_stime,
        "peak_mb": peak_mb(),
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the benchmark and prints a line per format. Returns 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--formats", default="parquet,csv")
    parser.add_argument("--dir", type=Path, default=None, help="Where the files are made.")
    parser.add_argument("--one", type=Path, default=None, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.one is not None:
        print(json.dumps(import_once(options.one)))
        return 0
    with tempfile.TemporaryDirectory(dir=options.dir) as directory:
        for form in options.formats.split(","):
            path = Path(directory) / f"events.{form}"
            make_file(path, options.rows)
            run = subprocess.run(
                [sys.executable, "-m", "benchmarks.import_file", "--one", str(path)],
                check=True,
                capture_output=True,
                text=True,
            )
            got = json.loads(run.stdout)
            least = floor(path)
            print(
                f"import {form}: {got['rows'] / got['seconds']:,.0f} rows/s, "
                f"{got['rows']:,} rows, {got['people']:,} people, {got['seconds']:.1f} s "
                f"(reading {got['read_seconds']:.1f} s), CPU {got['cpu_seconds']:.1f} s, "
                f"peak {got['peak_mb']:,.0f} MB, "
                f"{got['seconds'] / least:.1f} x floor ({least:.1f} s)"
            )
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
