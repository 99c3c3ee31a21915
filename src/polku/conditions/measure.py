"""What is asked of all rows of one person up to a moment: an aggregate of what each row says.

One pass over the rows serves every measure of every condition: `Source`s say what each row has to
say (NULL or false: nothing), a `Measure` sums that up.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from polku.conditions.base import Boolean, Codes, EventFacts
from polku.conditions.person import PersonFacts

if TYPE_CHECKING:
    from ibis import Table

Aggregate = Literal["count", "sum", "first", "latest", "last"]
"""How many, the sum, the earliest and latest moment, and what the latest row says."""


class Source(ABC):
    """What one row says. Frozen and hashable: equal sources are read once."""

    of: Literal["events", "transitions"] = "events"

    @property
    def columns(self) -> frozenset[str]:
        """The columns it reads, besides person, ts, seq and event."""
        return frozenset()

    @property
    def names(self) -> tuple[str, ...] | None:
        """The only events that say anything; None: any may."""
        return None

    @abstractmethod
    def column(self, rows: Table, codes: Codes, engine: str) -> Any:
        """One value for each row; NULL or false when the row says nothing."""

    def facts(self, person: PersonFacts) -> Iterable[tuple[datetime, Any]]:
        """The same from plain facts, in order: (moment, value) of the rows that say something."""
        for event in person.events:
            value = self.fact(event)
            if value is not None and value is not False:
                yield event.ts, value

    def fact(self, event: EventFacts) -> Any:
        """What one event says."""
        raise NotImplementedError


@dataclass(frozen=True)
class Measure:
    """An aggregate of what `source` says, over the rows up to the moment and, with `within` (seconds),
    younger than that."""

    source: Source
    aggregate: Aggregate
    within: int | None = None

    def column(self, value: Any, ts: Any, order: Any, at: Any, engine: str) -> Any:
        """The Ibis aggregate; NULL, or 0 of `count`, when no row said anything."""
        says: Boolean = value if value.type().is_boolean() else value.notnull()
        if self.within is not None:
            says = says & (ts > before(at, self.within))
        if self.aggregate == "count":
            return ts.count(where=says)
        if self.aggregate == "sum":
            return value.sum(where=says)
        if self.aggregate == "last":
            return _value_at_largest(engine, value, order, says)
        return (ts.min if self.aggregate == "first" else ts.max)(where=says)

    def filled(self, column: Any) -> Any:
        """The column where people without any row stand too."""
        return column.fill_null(0) if self.aggregate in ("count", "sum") else column

    def of(self, person: PersonFacts, at: datetime) -> Any:
        """The same of plain facts; None when nothing was said."""
        since = None if self.within is None else at - timedelta(seconds=self.within)
        said = [
            (ts, value)
            for ts, value in self.source.facts(person)
            if ts <= at and (since is None or ts > since)
        ]
        if self.aggregate == "count":
            return len(said)
        if self.aggregate == "sum":
            return sum(value for _, value in said)
        if not said:
            return None
        if self.aggregate == "last":
            return said[-1][1]
        return said[0][0] if self.aggregate == "first" else said[-1][0]


_LARGEST = {"duckdb": "arg_max", "clickhouse": "argMax", "pyspark": "max_by"}


def _value_at_largest(engine: str, value: Any, order: Any, where: Any) -> Any:
    # Ibis's own argmax sorts each group on DuckDB; the engines' functions only compare.
    return _function(engine, value.type(), order.type())(value=value, order=order, where=where)


@cache
def _function(engine: str, value: Any, order: Any) -> Any:
    import ibis

    return ibis.udf.agg.builtin(_written, name=_LARGEST[engine], signature=((value, order), value))


def _written(value: Any, order: Any) -> Any: ...


def before(at: Any, seconds: int) -> Any:
    """The moment so long before `at`, in Ibis."""
    import ibis

    return at - ibis.interval(seconds=seconds)
