"""How many people wait at, passed and entered each place of every programme?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

import ibis
import ibis.expr.datatypes as dt

from polku.analytics.facts import ask, moment, question

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from ibis import Table

    from polku.analytics.reader import Reader

_time = dt.Timestamp(scale=6)
_TABLES = {"entries": "at", "positions": "since", "steps": "at"}
_tables = {
    name: ibis.table({"place": dt.int32, when: _time}, name=name) for name, when in _TABLES.items()
}


@dataclass(frozen=True)
class PlaceCounts:
    """Place code → rows. `recent` are entries after the moment that was asked."""

    entries: dict[int, int] = field(default_factory=dict)
    recent: dict[int, int] = field(default_factory=dict)
    positions: dict[int, int] = field(default_factory=dict)
    steps: dict[int, int] = field(default_factory=dict)


@question
def by_place() -> Table:
    """The rows of each table by place, and those of the recent days."""
    counted = []
    for name, when in _TABLES.items():
        table = _tables[name]
        recent = table.count(where=table[when] > moment("recent_start"))
        grouped = table.group_by("place").agg(people=table.count(), recent=recent)
        counted.append(grouped.mutate(what=ibis.literal(name)))
    return ibis.union(*counted)


def programme_counts(cursor: Reader | DuckDBPyConnection, recent_start: datetime) -> PlaceCounts:
    """All of them at once: the tables are read through, whatever programme is asked about."""
    found = PlaceCounts()
    for row in ask(cursor, by_place(), recent_start=recent_start).to_pylist():
        getattr(found, row["what"])[row["place"]] = row["people"]
        if row["what"] == "entries" and row["recent"]:
            found.recent[row["place"]] = row["recent"]
    return found
