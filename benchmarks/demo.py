"""How fast the demo is made and loaded, beside random columns of the same size (the floor)."""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.peak import peak_mb
from polku.demo import DemoData, b2b_demo, load, remove, shop_demo
from polku.demo.data import EVENTS
from polku.store.control import Control
from polku.store.warehouse import Warehouse

END = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def main(argv: list[str] | None = None) -> None:
    """Prints events per second of making the shop and the service, and the times of loading."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--people", type=int, default=200_000, help="for making; loading takes 20,000"
    )
    people = options.parse_args(argv).people
    shop_demo(1_000, end=END)
    for name, make in (("shop", shop_demo), ("b2b", b2b_demo)):
        began, worked = time.perf_counter(), time.process_time()
        data = make(people, end=END)
        seconds, cpu = time.perf_counter() - began, time.process_time() - worked
        peak = peak_mb()
        floor = _floor(data)
        rate = data.events.num_rows / seconds
        print(
            f"make {name:5} {people:>9,} people {data.events.num_rows:>11,} events {seconds:6.2f} s "
            f"(CPU {cpu:.2f} s) {rate / 1e6:5.2f} M events/s   peak {peak:,.0f} MB "
            f"({data.events.nbytes / 2**20:,.0f} MB of rows)   "
            f"floor {floor:.2f} s, ratio {seconds / floor:.1f}"
        )
        del data
    for name, make in (("shop", shop_demo), ("b2b", b2b_demo)):
        _load(name, make(end=END))


def _floor(data: DemoData) -> float:
    """Seconds for numpy to write random columns of the same types, rows and bytes into Arrow."""
    rng = np.random.default_rng(1)
    widths = {
        field.name: max(1, data.events[field.name].nbytes // data.events.num_rows - 4)
        for field in EVENTS
        if pa.types.is_string(field.type)
    }
    began = time.perf_counter()
    left, batches = data.events.num_rows, []
    while left:
        rows = min(left, 1_000_000)
        batches.append(pa.record_batch([_column(rng, f, rows, widths) for f in EVENTS], EVENTS))
        left -= rows
    assert pa.Table.from_batches(batches).num_rows == data.events.num_rows
    return time.perf_counter() - began


def _column(
    rng: np.random.Generator, field: pa.Field, rows: int, widths: dict[str, int]
) -> pa.Array:
    if pa.types.is_dictionary(field.type):
        codes = pa.array(rng.integers(0, 8, rows, np.int8))
        return pa.DictionaryArray.from_arrays(codes, pa.array([str(i) for i in range(8)]))
    if pa.types.is_string(field.type):
        width = widths[field.name]
        text = pa.py_buffer(rng.integers(97, 122, rows * width, np.uint8))
        offsets = pa.py_buffer(np.arange(rows + 1, dtype=np.int32) * np.int32(width))
        return pa.StringArray.from_buffers(rows, offsets, text)
    return pa.array(rng.integers(0, 2**50, rows)).cast(field.type)


def _load(name: str, data: DemoData) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        Warehouse.open(Path(folder) / "polku.duckdb") as warehouse,
        Control.open(Path(folder) / "control.db") as control,
    ):
        began = time.perf_counter()
        load(data, warehouse, control)
        loaded = time.perf_counter()
        remove(warehouse, control)
        removed = time.perf_counter()
    print(
        f"load {name:5} {data.events.num_rows:>11,} events {loaded - began:6.2f} s (compaction too)   "
        f"remove {removed - loaded:.2f} s"
    )


if __name__ == "__main__":
    main()
