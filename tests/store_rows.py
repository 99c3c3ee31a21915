"""Small warehouses for tests of the store: rows in, rows out, people as sets of identities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from polku.store.tables import EVENT_BATCH
from polku.store.warehouse import Warehouse


@dataclass(frozen=True)
class Row:
    """One event on its way in."""

    identity: int
    ts: int
    uid: int
    event: str = "Page Viewed"
    source: str = "shop"
    channel: str | None = None
    revenue: int | None = None


def batch(rows: Iterable[Row]) -> pa.Table:
    """The rows as EVENT_BATCH."""
    return pa.Table.from_pylist(
        [
            {**vars(r), "currency": "EUR" if r.revenue else None, "properties": f'{{"u":{r.uid}}}'}
            for r in rows
        ],
        schema=EVENT_BATCH,
    )


def stored(warehouse: Warehouse, *, seq: bool = True) -> list[tuple[object, ...]]:
    """All events in words, by (person, ts, seq)."""
    names = {kind: dict(warehouse.words(kind)) for kind in ("event", "source", "channel")}
    with warehouse.read() as con:
        rows = con.execute(
            "SELECT person, epoch_us(ts), seq, event, uid, identity, source, channel, revenue, "
            "currency, properties FROM events ORDER BY person, ts, seq"
        ).fetchall()
    return [
        (
            person, ts, number if seq else 0, names["event"][event], uid, identity,
            names["source"][source], None if channel is None else names["channel"][channel], *rest,
        )
        for person, ts, number, event, uid, identity, source, channel, *rest in rows
    ]  # fmt: skip


@contextmanager
def fresh() -> Iterator[Warehouse]:
    """An empty warehouse in a folder of its own (hypothesis runs a test many times)."""
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None  # no waiting for the disk
    with (
        TemporaryDirectory(dir=memory) as folder,
        Warehouse.open(Path(folder) / "w.duckdb") as warehouse,
    ):
        yield warehouse
