"""A file as a stream of column batches, whatever its format, and how SQL reads its columns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb
import numpy as np
import pyarrow as pa

from polku.importer.amounts import minor_sql
from polku.importer.dialect import Format
from polku.importer.records import Places
from polku.importer.rejects import Reject


@dataclass
class Batch:
    """Some rows of the file: `table` has the columns that the source's SQL names, and `i` from 0.

    `rows[i]` is the data row's number in the file from 1, `lines[i]` its line (None: no lines).
    `rejects` are rows that could not be cut into columns. `read` is the share of the file so far.
    `content(i)` is the row as it stands in the file.
    """

    table: pa.Table
    rows: Places
    lines: Places | None
    rejects: list[Reject]
    read: float
    content: Callable[[int], str]


class Source(ABC):
    """`sample` gives, for each column, its values in some rows as text ("" where empty);
    `unnamed` are columns whose names were made up. `rows_estimate` is exact for Parquet.
    """

    format: Format
    encoding: str | None = None
    delimiter: str | None = None
    columns: tuple[str, ...]
    unnamed: frozenset[str] = frozenset()
    sample: Mapping[str, Sequence[str]]
    rows_estimate: int

    def __init__(self, path: Path) -> None:
        self.path = path

    @abstractmethod
    def batches(self) -> Iterator[Batch]:
        """All rows in order. Raises ImportRefused when the file breaks off."""

    @abstractmethod
    def relation(self) -> str:
        """SQL that gives the columns `c0`, `c1`, … (and `broken`, BOOLEAN) from `batch`."""

    @abstractmethod
    def text(self, column: str) -> str:
        """The column as VARCHAR over `relation`; null when empty."""

    @abstractmethod
    def properties(self, columns: Sequence[str], left_out: Sequence[str], decimal: str) -> str:
        """A JSON object (VARCHAR) of these columns over `relation`; null when it is empty.

        `left_out` are the other columns: a format whose rows may bring new ones must not take them.
        """

    @abstractmethod
    def value(self, column: str, decimal: str) -> str:
        """The column as JSON (VARCHAR) over `relation`; null when empty."""

    def moment(self, column: str) -> Literal["naive", "zoned"] | None:
        """Whether the column is a time by its type, without a zone or with one."""
        del column
        return None

    def typed(self, column: str) -> str:
        """The column in its own type; the text where it has none."""
        return self.text(column)

    def minor(self, column: str, decimal: str, digits: int) -> str:
        """The column as an amount in minor units (BIGINT); null when it is none."""
        return minor_sql(self.text(column), "," if decimal == "," else ".", digits)

    def late_columns(self, con: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
        """Columns of the batch registered in `con` that the beginning of the file did not show."""
        del con
        return ()


def numbered(table: pa.Table) -> pa.Table:
    """The table with `i`, the number of each row from 0."""
    return table.append_column("i", pa.array(np.arange(table.num_rows, dtype=np.int64)))


def quoted(name: str) -> str:
    """A text as an SQL string."""
    return "'" + name.replace("'", "''") + "'"
