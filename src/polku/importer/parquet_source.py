"""Parquet: columns with types, read row group by row group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from polku.errors import ImportRefused, Problem
from polku.importer.amounts import minor_of_number_sql
from polku.importer.source import Batch, Source, numbered, quoted

_ROWS = 1 << 17  # rows of a batch, at most
_SMALL = 1 << 16  # bytes of a dictionary that is worth keeping
_SAMPLE = 2000


@dataclass(frozen=True)
class _Column:
    number: str
    type: pa.DataType


class ParquetSource(Source):
    """A Parquet file. Raises ImportRefused when it is damaged or has no row."""

    format = "parquet"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        where = str(path)
        with self._open() as file:
            schema, self.rows_estimate = file.schema_arrow, file.metadata.num_rows
            if not self.rows_estimate:
                raise ImportRefused(Problem("import.header-only", where, {"path": where}))
            first = next(file.iter_batches(batch_size=_SAMPLE))
            self._rows, self._repeating = _reading(file)
        self.columns = tuple(schema.names)
        self._columns = {
            name: _Column(f"c{i}", _plain(schema.field(i).type))
            for i, name in enumerate(schema.names)
        }
        self.sample = {
            name: [_text(v) for v in first.column(i).to_pylist()]
            for i, name in enumerate(schema.names)
        }

    def _open(self, as_dictionary: Sequence[str] = ()) -> pq.ParquetFile:
        try:
            return pq.ParquetFile(self.path, pre_buffer=False, read_dictionary=list(as_dictionary))
        except (pa.ArrowException, OSError) as error:
            raise self._damaged(error) from None

    def _damaged(self, error: Exception) -> ImportRefused:
        where = str(self.path)
        reason = str(error).splitlines()[0][:200]
        return ImportRefused(Problem("import.unreadable", where, {"path": where, "reason": reason}))

    def batches(self) -> Iterator[Batch]:
        names = [c.number for c in self._columns.values()]
        done = 0
        with self._open(self._repeating) as file:
            pieces = file.iter_batches(batch_size=self._rows)
            while True:
                try:
                    piece = next(pieces, None)
                except (pa.ArrowException, OSError) as error:
                    raise self._damaged(error) from None
                if piece is None:
                    return
                rows = done + 1 + np.arange(piece.num_rows)
                done += piece.num_rows
                table = numbered(pa.Table.from_batches([piece]).rename_columns(names))
                share = done / self.rows_estimate
                yield Batch(table, rows, None, [], share, partial(_content, table))

    def relation(self) -> str:
        cells = ", ".join(c.number for c in self._columns.values())
        return f"SELECT i, false AS broken, {cells} FROM batch"

    def text(self, column: str) -> str:
        found = self._columns[column]
        if _is_text(found.type):
            return f"nullif(trim(CAST({found.number} AS VARCHAR)), '')"
        if _is_nested(found.type):
            return f"CASE WHEN {found.number} IS NOT NULL THEN CAST(to_json({found.number}) AS VARCHAR) END"
        if pa.types.is_floating(found.type):
            # a whole number in a column with gaps is often kept as 17.0: the id is 17
            n = found.number
            whole = f"{n} = trunc({n}) AND abs({n}) < 1e15"
            return (
                f"CASE WHEN NOT isfinite({n}) THEN NULL WHEN {whole} "
                f"THEN CAST(CAST({n} AS BIGINT) AS VARCHAR) ELSE CAST({n} AS VARCHAR) END"
            )
        return f"CAST({found.number} AS VARCHAR)"

    def moment(self, column: str) -> Literal["naive", "zoned"] | None:
        found = self._columns[column].type
        if pa.types.is_timestamp(found):
            return "zoned" if found.tz else "naive"
        return "naive" if pa.types.is_date(found) else None

    def typed(self, column: str) -> str:
        return self._columns[column].number

    def minor(self, column: str, decimal: str, digits: int) -> str:
        found = self._columns[column]
        if pa.types.is_integer(found.type) or pa.types.is_decimal(found.type):
            return minor_of_number_sql(found.number, digits)
        return super().minor(column, decimal, digits)

    def value(self, column: str, decimal: str) -> str:
        del decimal
        found = self._columns[column]
        text = self.text(column)
        if pa.types.is_boolean(found.type) or _is_nested(found.type) or _is_number(found.type):
            return text
        return f"CAST(to_json({text}) AS VARCHAR)"

    def properties(self, columns: Sequence[str], left_out: Sequence[str], decimal: str) -> str:
        del left_out
        if not columns:
            return "CAST(NULL AS VARCHAR)"
        pairs = [
            f"CASE WHEN {self.text(c)} IS NOT NULL THEN "
            f"CAST(to_json({quoted(c)}) AS VARCHAR) || ':' || {self.value(c, decimal)} END"
            for c in sorted(columns)
        ]
        return f"nullif('{{' || concat_ws(',', {', '.join(pairs)}) || '}}', '{{}}')"


def _reading(file: pq.ParquetFile) -> tuple[int, list[str]]:
    """How many rows to read at a time, and which text columns as dictionaries.

    Row groups are read in equal batches: one across two groups would be copied, and with a
    dictionary come in pieces. So where groups are small nothing is kept as a dictionary.
    """
    meta = file.metadata
    largest = max(meta.row_group(i).num_rows for i in range(meta.num_row_groups))
    if meta.num_rows < meta.num_row_groups * _ROWS // 2 and meta.num_row_groups > 1:
        return _ROWS, []
    return -(-largest // -(-largest // _ROWS)), _repeating(file)


def _repeating(file: pq.ParquetFile) -> list[str]:
    """The text columns of few words: kept as a dictionary, SQL works out each word once."""
    texts = {f.name for f in file.schema_arrow if f.type == pa.string()}
    group = file.metadata.row_group(0)
    chunks = [group.column(i) for i in range(group.num_columns)]
    return [
        c.path_in_schema
        for c in chunks
        if c.path_in_schema in texts
        and c.has_dictionary_page
        and c.dictionary_page_offset
        and 0 < c.data_page_offset - c.dictionary_page_offset <= _SMALL
    ]


def _content(table: pa.Table, i: int) -> str:
    row = table.slice(i, 1).to_pylist()[0]
    return ",".join("" if row[n] is None else str(row[n]) for n in row if n != "i")[:2000]


def _plain(type: pa.DataType) -> pa.DataType:
    return type.value_type if pa.types.is_dictionary(type) else type


def _is_text(type: pa.DataType) -> bool:
    return bool(
        pa.types.is_string(type) or pa.types.is_large_string(type) or pa.types.is_string_view(type)
    )


def _is_number(type: pa.DataType) -> bool:
    number = pa.types.is_integer(type) or pa.types.is_floating(type) or pa.types.is_decimal(type)
    return bool(number)


def _is_nested(type: pa.DataType) -> bool:
    return bool(pa.types.is_nested(type))


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
