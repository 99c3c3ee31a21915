"""JSON Lines: one object a line. Later lines may bring keys that earlier ones did not have."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from polku.errors import ImportRefused, Problem
from polku.importer.blocks import read_blocks
from polku.importer.encoding import Encoding, find_encoding
from polku.importer.source import Batch, Source, numbered, quoted

_SAMPLE = 2000  # lines
_DEEP = 20_000  # brackets in a line


class JsonSource(Source):
    """A JSON Lines file. Raises ImportRefused when no line of its beginning is an object."""

    format = "jsonl"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._encoding: Encoding = find_encoding(path)
        self.encoding = self._encoding.name
        self.delimiter = None
        rows, bytes_read = self._first_rows()
        if not rows:
            where = str(path)
            raise ImportRefused(Problem("import.no-json-objects", where, {"path": where}))
        self.columns = tuple(dict.fromkeys(key for row in rows for key in row))
        self.sample = {c: [_text(row.get(c)) for row in rows] for c in self.columns}
        self.rows_estimate = max(1, round(path.stat().st_size * len(rows) / max(bytes_read, 1)))

    def _first_rows(self) -> tuple[list[dict[str, object]], int]:
        rows: list[dict[str, object]] = []
        bytes_read = 0
        for block in read_blocks(self.path, self._encoding, ",", None, size=1 << 20):
            for i in range(min(len(block.rows), _SAMPLE - len(rows))):
                bytes_read += int(block.ends[i] - block.starts[i])
                try:
                    row = json.loads(block.data[block.starts[i] : block.ends[i]])
                except (ValueError, RecursionError):
                    continue
                if isinstance(row, dict):
                    rows.append(row)
            if len(rows) >= _SAMPLE:
                break
        return rows, bytes_read

    def batches(self) -> Iterator[Batch]:
        size = max(1, self.path.stat().st_size)
        for block in read_blocks(self.path, self._encoding, ",", None):
            data, offsets = block.text()
            lines = pa.StringArray.from_buffers(
                len(block.rows), pa.py_buffer(offsets.astype(np.int32)), pa.py_buffer(data)
            )
            yield Batch(
                numbered(pa.table({"line": lines})),
                block.rows,
                block.lines,
                block.rejects,
                min(1.0, block.read / size),
                block.content,
            )

    def relation(self) -> str:
        # the reader takes NaN and Infinity, which no other JSON reader does
        odd = r"'[\[:,]\s*[-+]?(?i:nan|inf(?:inity)?)\s*[,}\]]'"
        bare = r"""regexp_replace(line, '"(?:\\.|[^"\\])*"', '""', 'g')"""
        # DuckDB walks nested values by recursion: a line of a hundred thousand brackets would kill it
        deep = rf"length(regexp_replace(line, '[^\[{{]', '', 'g')) > {_DEEP}"
        fine = (
            f"CASE WHEN length(line) > {_DEEP} AND {deep} THEN false "
            f"WHEN NOT json_valid(line) THEN false "
            f"WHEN regexp_matches(line, {odd}) AND regexp_matches({bare}, {odd}) THEN false "
            f"ELSE json_type(line) = 'OBJECT' END"
        )
        return (
            f"SELECT i, NOT fine AS broken, CASE WHEN fine THEN line END AS line "
            f"FROM (SELECT i, line, {fine} AS fine FROM batch)"
        )

    def text(self, column: str) -> str:
        return f"nullif(trim(line ->> {_path(column)}), '')"

    def value(self, column: str, decimal: str) -> str:
        del decimal
        found = f"(line -> {_path(column)})"
        return f"CASE WHEN {self.text(column)} IS NOT NULL THEN CAST({found} AS VARCHAR) END"

    def properties(self, columns: Sequence[str], left_out: Sequence[str], decimal: str) -> str:
        del columns, decimal  # all but those left out: a later line may have keys of its own
        patch = quoted(json.dumps(dict.fromkeys(left_out), ensure_ascii=False))
        # merging into an empty object takes away what is null, and the patch the columns left out
        merged = f"CAST(json_merge_patch('{{}}', json_merge_patch(line, {patch})) AS VARCHAR)"
        return f"nullif({merged}, '{{}}')"

    def late_columns(self, con: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
        found = con.execute(
            f"SELECT DISTINCT unnest(json_keys(line)) AS key FROM ({self.relation()}) ORDER BY key"
        ).fetchall()
        return tuple(key for (key,) in found if key not in self.sample)


def _path(column: str) -> str:
    # a JSON pointer; `$.` paths cannot name an empty key
    return quoted("/" + column.replace("~", "~0").replace("/", "~1"))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)
