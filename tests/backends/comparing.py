"""A reader of another engine that holds each of its answers to that of DuckDB."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
import pytest

from polku.analytics import facts
from polku.analytics.facts import Question
from polku.analytics.reader import Dialect, DuckReader, Given, Reader

CLOSE = 1e-9  # relative: engines add floats in their own order


class Comparing:
    """Asks both and gives the other engine's rows. `asked` are the names of the questions; `wrong` says which
    rows differed, `done` what the tests have asked of it. The same question with the same numbers is asked once."""

    def __init__(self, duck: DuckReader, other: Reader) -> None:
        self.dialect: Dialect = other.dialect
        self.duck, self.other = duck, other
        self.asked: set[str] = set()
        self.wrong: list[str] = []
        self.done: set[Any] = set()
        self.last: Question | None = None
        self._held: dict[Any, pa.Table] = {}

    def run(
        self, sql: str, given: Given, tables: Mapping[str, pa.Table], schema: pa.Schema | None
    ) -> pa.Table:
        question = self.last
        assert question is not None
        self.asked.add(question.name)
        mark = (question, tuple(sorted(given.items())), tuple(_marks(tables)))
        if mark not in self._held:
            rows = self.other.run(sql, given, tables, schema)
            expected = self.duck.run(
                question.sql("duckdb"), given, tables, question.schema("duckdb")
            )
            if differing := difference(expected, rows):
                self.wrong.append(f"{question.name}: {differing}\n{sql}")
            self._held[mark] = rows
        return self._held[mark]

    @contextmanager
    def listening(self) -> Iterator[Comparing]:
        """Notice which question each SQL text is made for. Fails when any answer was another than DuckDB's."""
        compiled = facts._compiled

        def noticed(asked: Question, engine: Dialect) -> Any:
            if engine == self.dialect:
                self.last = asked
            return compiled(asked, engine)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(facts, "_compiled", noticed)
            yield self
        wrong, self.wrong = self.wrong, []
        assert not wrong, "\n".join(wrong)


def _marks(tables: Mapping[str, pa.Table]) -> Iterator[Any]:
    for name, table in sorted(tables.items()):
        yield name, tuple(tuple(table[column].to_pylist()) for column in table.column_names)


def difference(one: pa.Table, other: pa.Table) -> str:
    """What differs between two sets of rows; nothing is ""."""
    if one.schema.names != other.schema.names or one.schema.types != other.schema.types:
        return f"columns {one.schema} and {other.schema}"
    ours, theirs = (sorted(map(_key, table.to_pylist())) for table in (one, other))
    if len(ours) != len(theirs):
        return f"{len(ours)} and {len(theirs)} rows, such as {_only(ours, theirs)}"
    for a, b in zip(ours, theirs, strict=True):
        if not same(a, b):
            return f"{a} and {b}, of {len(ours)} rows"
    return ""


def _only(ours: list[Any], theirs: list[Any]) -> str:
    left, right = set(map(str, ours)), set(map(str, theirs))
    return f"{sorted(left - right)[:3]} and {sorted(right - left)[:3]}"


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple((value is not None, _plain(value)) for value in row.values())


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return tuple((each is not None, _plain(each)) for each in value)
    return 0 if value is None else value


def same(one: Any, other: Any) -> bool:
    """Equal, floats to nine digits."""
    if isinstance(one, float) or isinstance(other, float):
        both_numbers = isinstance(one, float | int) and isinstance(other, float | int)
        if not both_numbers:
            return False
        return math.isclose(one, other, rel_tol=CLOSE, abs_tol=CLOSE) or (
            one != one and other != other
        )
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def unlike(one: Any, other: Any, where: str = "") -> Iterator[str]:
    """The places where two answers differ."""
    if isinstance(one, Mapping) and isinstance(other, Mapping) and one.keys() == other.keys():
        for key in one:
            yield from unlike(one[key], other[key], f"{where}.{key}")
    elif (
        isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other)
    ):
        for place, (a, b) in enumerate(zip(one, other, strict=True)):
            yield from unlike(a, b, f"{where}[{place}]")
    elif not same(one, other):
        yield f"{where}: {str(one)[:200]} and {str(other)[:200]}"
