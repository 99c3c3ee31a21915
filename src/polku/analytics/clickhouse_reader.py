"""Questions asked of ClickHouse: a server, or the engine inside this process (chDB)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from polku.analytics.clickhouse_sql import rewritten
from polku.analytics.reader import Dialect, Given, formed
from polku.clock import as_naive_utc

if TYPE_CHECKING:
    from clickhouse_connect.driver.client import Client

SETTINGS: Mapping[str, Any] = {
    "join_use_nulls": 1,  # no match is NULL, never 0
    "aggregate_functions_null_for_empty": 1,  # the least of nothing is NULL, never 0
    "function_json_value_return_type_allow_nullable": 1,
    "function_json_value_return_type_allow_complex": 1,
    "prefer_column_name_to_alias": 1,
    "output_format_arrow_string_as_string": 1,
    "output_format_arrow_low_cardinality_as_dictionary": 0,
    "session_timezone": "UTC",
}
"""What makes ClickHouse answer as SQL says; given with every question."""

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - naive UTC, as the warehouse keeps time
_GIVEN = re.compile(r"getvariable\('(\w+)'\)", re.IGNORECASE)


class ClickHouseReader:
    """The tables of `polku.analytics.copying` in the client's database. One client for one thread: it must have
    a session of its own, because the asker's tables are temporary ones."""

    dialect: Dialect = "clickhouse"

    def __init__(self, client: Client) -> None:
        self.client = client

    def run(
        self, sql: str, given: Given, tables: Mapping[str, pa.Table], schema: pa.Schema | None
    ) -> pa.Table:
        """The rows in the form of `schema`. Raises what clickhouse_connect raises."""
        for name, table in tables.items():
            register(self.client, name, table)
        literals = {name: literal(value) for name, value in given.items()}
        asked = _GIVEN.sub(lambda found: literals[found[1]], _rewritten(sql))
        return formed(self.client.query_arrow(asked, settings=dict(SETTINGS)), schema)


def register(client: Client, name: str, table: pa.Table) -> None:
    """Give the session a table; one of that name that it has is replaced. Columns with nulls are Nullable."""
    columns = ", ".join(
        f"`{field.name}` {column_type(field.type, bool(table[field.name].null_count))}"
        for field in table.schema
    )
    client.command(f"DROP TEMPORARY TABLE IF EXISTS `{name}`")
    client.command(f"CREATE TEMPORARY TABLE `{name}` ({columns}) ENGINE = Memory")
    if len(table):
        client.insert_arrow(name, plain(table))


def plain(table: pa.Table) -> pa.Table:
    """The rows as ClickHouse takes them: dictionaries decoded."""
    for place, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            decoded = table[field.name].cast(field.type.value_type)
            table = table.set_column(place, field.name, decoded)
    return table


_TYPES = {
    pa.int8(): "Int8",
    pa.int16(): "Int16",
    pa.int32(): "Int32",
    pa.int64(): "Int64",
    pa.uint8(): "UInt8",
    pa.uint16(): "UInt16",
    pa.uint32(): "UInt32",
    pa.uint64(): "UInt64",
    pa.float32(): "Float32",
    pa.float64(): "Float64",
    pa.bool_(): "Bool",
    pa.date32(): "Date32",
    pa.string(): "String",
    pa.large_string(): "String",
}


def column_type(kind: pa.DataType, nullable: bool) -> str:
    """The type of a column. Raises KeyError for one that no table of ours has."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    name = "DateTime64(6, 'UTC')" if pa.types.is_timestamp(kind) else _TYPES[kind]
    return f"Nullable({name})" if nullable else name


def literal(value: datetime | int) -> str:
    """A moment or a number as SQL. Microseconds since 1970 hold years that a written moment may not."""
    if isinstance(value, datetime):
        micros = (as_naive_utc(value) - _EPOCH) // timedelta(microseconds=1)
        return f"fromUnixTimestamp64Micro(toInt64({micros}), 'UTC')"
    return f"toInt64({int(value)})"


_rewritten = lru_cache(maxsize=1024)(rewritten)
