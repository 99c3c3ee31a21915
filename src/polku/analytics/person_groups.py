"""Which group does each person belong to: the channel they came by, their device, product or another property?

A person's value is that of their first event that has one: it does not change when they come back another way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from polku.analytics.facts import Value, ask, dialect, events, moment, question
from polku.conditions.properties import property_column

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    import pyarrow as pa
    from duckdb import DuckDBPyConnection
    from ibis import Table

    from polku.analytics.reader import Reader

OTHER_NAMES = {"device": ("device", "device_type"), "product": ("product", "product_id", "sku")}
"""A dimension → the properties that may hold it, the first that is there."""


def value_of(rows: Table, dimension: str) -> Value:
    """The value of each event of `rows`, as text; null when it says nothing of it. A channel is its code."""
    if dimension == "channel":
        return rows.channel.cast("string")
    name = dimension.removeprefix("property.")
    found: Value = None
    for each in OTHER_NAMES.get(dimension, (name,)):
        one = property_column(rows, each, dialect()).nullif("")
        found = one if found is None else found.coalesce(one)
    return found


@question
def values_of_people(dimension: str) -> Table:
    """person, value: of those who have one. A channel is its code, as text."""
    said = events.mutate(value=value_of(events, dimension))
    said = said.filter(said.value.notnull(), said.ts <= moment("window_end"))
    return said.group_by("person").agg(
        value=said.value.argmin(ibis.struct({"t": said.ts, "s": said.seq}))
    )


def person_groups(
    reader: Reader | DuckDBPyConnection,
    dimension: str,
    channels: Mapping[int, str],
    window_end: datetime,
) -> pa.Table:
    """Columns person (int64), value (string), in no order. `dimension` is channel, device, product or
    "property.NAME"; `channels` are the words of the channel codes."""
    import pyarrow as pa

    rows = ask(reader, values_of_people(dimension), window_end=window_end)
    if dimension == "channel":
        words = {str(code): name for code, name in channels.items()}
        coded = rows["value"].combine_chunks().dictionary_encode()
        named = [words.get(each, each) for each in coded.dictionary.to_pylist()]
        column = pa.DictionaryArray.from_arrays(coded.indices, pa.array(named, pa.string()))
        rows = rows.set_column(1, "value", column.cast(pa.string()))
    return rows
