"""A snapshot of the warehouse copied into another engine, for questions that one machine is too small for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import pyarrow as pa

from polku.analytics.clickhouse_reader import SETTINGS, ClickHouseReader, column_type
from polku.analytics.spark_reader import SparkReader, register

if TYPE_CHECKING:
    from clickhouse_connect.driver.client import Client
    from duckdb import DuckDBPyConnection
    from pyspark.sql import SparkSession

TABLES: Mapping[str, tuple[str, ...]] = {
    "events": ("person", "ts", "seq"),
    "path_events": ("person", "ts", "seq"),
    "transitions": ("person", "n"),
    "people": ("person",),
    "entries": ("place", "person"),
    "positions": ("place", "person"),
    "steps": ("place", "person"),
    "outbox": ("seq",),
    "spend": ("day",),
    "names": ("kind", "code"),
}
"""What questions are asked of, and the order in which ClickHouse keeps the rows (none of them ever NULL)."""

NULLABLE = {
    "channel", "revenue", "currency", "properties", "next_event", "next_ts", "from_stage", "stage", "since", "due",
    "uid", "campaign", "clicks", "impressions",
}  # fmt: skip
ROWS = 250_000  # in one piece on the way


def copy_to_clickhouse(cursor: DuckDBPyConnection, client: Client) -> ClickHouseReader:
    """Make the tables anew in the client's database and fill them from one snapshot. What they held before is
    gone: copy into a database that has no other use."""
    for name, order in TABLES.items():
        first = True
        for piece in _pieces(cursor, name):
            if first:
                _make(client, name, piece.schema, order)
                first = False
            if len(piece):
                client.insert_arrow(name, piece, settings=dict(SETTINGS))
    return ClickHouseReader(client)


def _make(client: Client, name: str, schema: pa.Schema, order: tuple[str, ...]) -> None:
    columns = ", ".join(
        f"`{field.name}` {column_type(field.type, field.name in NULLABLE - set(order))}"
        for field in schema
    )
    keys = ", ".join(f"`{key}`" for key in order)
    client.command(f"DROP TABLE IF EXISTS `{name}`")
    client.command(f"CREATE TABLE `{name}` ({columns}) ENGINE = MergeTree ORDER BY ({keys})")


def copy_to_spark(cursor: DuckDBPyConnection, session: SparkSession) -> SparkReader:
    """Make the tables temporary views of the session, filled from one snapshot through the driver's memory.
    For more than that: write the same tables as Parquet and make views of the files."""
    reader = SparkReader(session)
    for name in TABLES:
        register(session, name, pa.Table.from_batches(*_whole(cursor, name)))
        session.table(name).cache().count()
    return reader


def _pieces(cursor: DuckDBPyConnection, name: str) -> Iterator[pa.Table]:
    reader = cursor.execute(f"SELECT * FROM {name}").to_arrow_reader(ROWS)
    yield pa.Table.from_batches([], reader.schema)
    for batch in reader:
        yield pa.Table.from_batches([batch])


def _whole(cursor: DuckDBPyConnection, name: str) -> tuple[list[pa.RecordBatch], pa.Schema]:
    reader = cursor.execute(f"SELECT * FROM {name}").to_arrow_reader(ROWS)
    return list(reader), reader.schema
