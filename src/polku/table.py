"""Arrow tables that read well in a notebook and a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

SHOWN_ROWS = 20  # rows of the HTML and text forms; the table itself is whole
META_KEY = b"polku"


class Table:
    """An Arrow table (`.arrow`) with `.to_pandas()`, `.to_polars()` and a readable HTML form.

    Everything a `pyarrow.Table` answers, this answers too. `.meta` holds what belongs to the table as a
    whole: its as-of moment, and for one person the stage, since when, and the identities.
    """

    def __init__(self, arrow: pa.Table, meta: Mapping[str, Any] | None = None) -> None:
        if meta is not None:
            arrow = arrow.replace_schema_metadata({META_KEY: json.dumps(meta).encode()})
        self.arrow = arrow

    @classmethod
    def from_rows(
        cls,
        rows: Iterable[Mapping[str, Any]],
        schema: pa.Schema,
        meta: Mapping[str, Any] | None = None,
    ) -> Table:
        """A table of few rows, made from dictionaries."""
        return cls(pa.Table.from_pylist([dict(row) for row in rows], schema=schema), meta)

    @property
    def meta(self) -> dict[str, Any]:
        """What belongs to the table as a whole; empty when nothing does."""
        found: dict[str, Any] = json.loads((self.arrow.schema.metadata or {}).get(META_KEY, b"{}"))
        return found

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a pandas frame (needs pandas)."""
        return self.arrow.to_pandas()

    def to_polars(self) -> pl.DataFrame:
        """The rows as a polars frame (needs polars)."""
        import polars

        return polars.DataFrame(self.arrow)

    def records(self) -> Iterator[dict[str, Any]]:
        """The rows as dictionaries ready for JSON: times as ISO 8601 with Z."""
        for batch in self.arrow.to_batches(max_chunksize=50_000):
            for row in batch.to_pylist():
                yield {name: json_value(value) for name, value in row.items()}

    def __len__(self) -> int:
        return int(self.arrow.num_rows)

    def __getattr__(self, name: str) -> Any:
        if name == "arrow":  # not set yet: unpickling asks before __init__ has run
            raise AttributeError(name)
        return getattr(self.arrow, name)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.arrow.__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        lines = ["  ".join(self.arrow.column_names)]
        lines += [
            "  ".join(map(_cell, row.values()))
            for row in self.arrow.slice(0, SHOWN_ROWS).to_pylist()
        ]
        return "\n".join([*lines, *self._more()])

    def _repr_html_(self) -> str:
        head = "".join(
            f"<th style='text-align:left'>{escape(name)}</th>" for name in self.arrow.column_names
        )
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(_cell(value))}</td>" for value in row.values()) + "</tr>"
            for row in self.arrow.slice(0, SHOWN_ROWS).to_pylist()
        )
        facts = "".join(
            f"<p><b>{escape(str(key))}</b>: {escape(str(value))}</p>"
            for key, value in self.meta.items()
            if value
        )
        more = "".join(f"<p>{escape(line)}</p>" for line in self._more())
        return f"{facts}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"

    def _more(self) -> list[str]:
        hidden = len(self) - SHOWN_ROWS
        return [f"… {hidden} more rows"] if hidden > 0 else []


def json_value(value: Any) -> Any:
    """A cell as JSON has it: naive times are UTC and get their Z."""
    if isinstance(value, datetime):
        return iso(value)
    return value


def iso(moment: datetime) -> str:
    """A UTC moment as ISO 8601 with Z; microseconds only when there are any."""
    return moment.replace(tzinfo=None).isoformat() + "Z"


def _cell(value: Any) -> str:
    return "–" if value is None else str(json_value(value))
