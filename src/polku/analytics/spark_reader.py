"""Questions asked of Apache Spark 4."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import pyarrow as pa

from polku.analytics.reader import Dialect, Given, formed
from polku.clock import as_naive_utc

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_GIVEN = re.compile(r"getvariable\('(\w+)'\)", re.IGNORECASE)


class SparkReader:
    """The tables of `polku.analytics.copying` as views of a session, whose time zone must be UTC. One session for
    one thread: the asker's tables are views of it (`session.newSession()` makes one more)."""

    dialect: Dialect = "pyspark"

    def __init__(self, session: SparkSession) -> None:
        self.session = session
        session.conf.set("spark.sql.session.timeZone", "UTC")

    def run(
        self, sql: str, given: Given, tables: Mapping[str, pa.Table], schema: pa.Schema | None
    ) -> pa.Table:
        """The rows in the form of `schema`. Raises what pyspark raises."""
        for name, table in tables.items():
            register(self.session, name, table)
        literals = {name: literal(value) for name, value in given.items()}
        asked = _GIVEN.sub(lambda found: literals[found[1]], sql)
        asked = asked.replace("UNIX_TIMESTAMP(", "DOUBLE(")  # seconds with fractions, as DuckDB has
        return formed(self.session.sql(asked).toArrow(), schema)


def register(session: SparkSession, name: str, table: pa.Table) -> None:
    """Give the session a table; one of that name that it has is replaced."""
    for place, field in enumerate(table.schema):
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        if pa.types.is_timestamp(kind):
            kind = pa.timestamp("us", "UTC")  # without a zone Spark would have another type
        if kind != field.type:
            table = table.set_column(place, field.name, table[field.name].cast(kind))
    session.createDataFrame(table).createOrReplaceTempView(name)


def literal(value: datetime | int) -> str:
    """A moment (UTC) or a number as SQL."""
    if isinstance(value, datetime):
        return f"TIMESTAMP '{as_naive_utc(value).isoformat(sep=' ')}Z'"
    return f"CAST({int(value)} AS BIGINT)"
