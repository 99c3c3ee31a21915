"""CSV, TSV, semicolons, pipes, runs of spaces: text whose rows are records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

from polku.errors import ImportRefused, Problem
from polku.importer.amounts import property_sql
from polku.importer.blocks import Block, read_blocks
from polku.importer.dialect import Dialect, find_dialect
from polku.importer.records import Places
from polku.importer.rejects import Reject
from polku.importer.source import Batch, Source, numbered, quoted


class TextSource(Source):
    """A text file by its dialect.

    Raises ImportRefused when it cannot be cut into columns, or has no data row.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        dialect = find_dialect(path)
        where = str(path)
        if dialect is None:
            raise ImportRefused(Problem("import.no-columns", where, {"path": where}))
        if not dialect.sample and not _has_data(path, dialect):
            raise ImportRefused(Problem("import.header-only", where, {"path": where}))
        self.dialect: Dialect = dialect
        self.format = dialect.format
        self.encoding = dialect.encoding.name
        self.delimiter = dialect.delimiter
        self.columns = dialect.columns
        self.unnamed = dialect.unnamed
        self.sample = {
            name: [row[i].strip() for row in dialect.sample]
            for i, name in enumerate(dialect.columns)
        }
        size = path.stat().st_size / (2 if dialect.encoding.name.startswith("utf-16") else 1)
        self.rows_estimate = max(1, round(size / dialect.sample_bytes) - (dialect.skip > 0))
        self._number = {name: f"c{i}" for i, name in enumerate(dialect.columns)}

    def batches(self) -> Iterator[Batch]:
        size = self.path.stat().st_size
        spaces = self.format == "whitespace"
        for block in _blocks(self.path, self.dialect):
            table, places, rejects = self._cut(block, "\t" if spaces else self.dialect.delimiter)
            yield Batch(
                numbered(table),
                block.rows[places],
                block.lines[places],
                sorted([*block.rejects, *rejects], key=lambda r: r.row),
                min(1.0, block.read / max(size, 1)),
                partial(_content, block, places),
            )

    def _cut(self, block: Block, delimiter: str) -> tuple[pa.Table, Places, list[Reject]]:
        """The block's cells as columns of text, the records they are from, and those of wrong width."""
        names = list(self._number.values())
        places = np.arange(len(block.rows))
        if not len(places):
            empty = {n: pa.array([], pa.string()) for n in names}
            return pa.table(empty), places, []
        wrong: list[int] = []

        def handler(row: pyarrow.csv.InvalidRow) -> str:
            wrong.append(row.number - 1)
            return "skip"

        data, _ = block.text()
        table = pyarrow.csv.read_csv(
            pa.BufferReader(data),
            read_options=pyarrow.csv.ReadOptions(
                use_threads=False, column_names=names, block_size=len(data) + 1
            ),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=delimiter,
                quote_char=self.dialect.quote or False,
                newlines_in_values=self.dialect.quote is not None,
                invalid_row_handler=handler,
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                check_utf8=False,  # the block reader has looked
            ),
        )
        rejects = [
            Reject(int(block.rows[i]), int(block.lines[i]), "wrong-columns", block.content(i))
            for i in wrong
        ]
        return table, np.delete(places, wrong), rejects

    def relation(self) -> str:
        cells = ", ".join(f"nullif(trim({c}), '') AS {c}" for c in self._number.values())
        return f"SELECT i, false AS broken, {cells} FROM batch"

    def text(self, column: str) -> str:
        return self._number[column]

    def value(self, column: str, decimal: str) -> str:
        return property_sql(self._number[column], "," if decimal == "," else ".")

    def properties(self, columns: Sequence[str], left_out: Sequence[str], decimal: str) -> str:
        del left_out
        if not columns:
            return "CAST(NULL AS VARCHAR)"
        # by name: another export with other column order gives the same text, so the same id
        pairs = [
            f"CASE WHEN {self._number[c]} IS NOT NULL THEN "
            f"CAST(to_json({quoted(c)}) AS VARCHAR) || ':' || {self.value(c, decimal)} END"
            for c in sorted(columns)
        ]
        return f"nullif('{{' || concat_ws(',', {', '.join(pairs)}) || '}}', '{{}}')"


def _content(block: Block, places: Places, i: int) -> str:
    return block.content(int(places[i]))


def _blocks(path: Path, dialect: Dialect) -> Iterator[Block]:
    spaces = dialect.format == "whitespace"
    return read_blocks(
        path,
        dialect.encoding,
        "\t" if spaces else dialect.delimiter,
        dialect.quote,
        skip=dialect.skip,
        squeeze=spaces,
    )


def _has_data(path: Path, dialect: Dialect) -> bool:
    return any(len(block.rows) or block.rejects for block in _blocks(path, dialect))
