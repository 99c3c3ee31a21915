"""Events into a file that `polku import` reads back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polku.commands.show import plain
from polku.errors import PolkuError, Problem

if TYPE_CHECKING:
    import pyarrow as pa

    from polku.table import Table


def write_events(table: Table, path: Path) -> int:
    """Write the rows beside the target first and move them into place whole. Returns the number of rows.

    Raises PolkuError when the ending is unknown or the folder does not exist.
    """
    writers: dict[str, Callable[[pa.Table, Path], None]] = {
        ".csv": _csv,
        ".parquet": _parquet,
        ".jsonl": _json_lines,
    }
    writer = writers.get(path.suffix.lower())
    if writer is None or not path.absolute().parent.is_dir():
        raise PolkuError(Problem("cli.bad-export", str(path), {"path": path}))
    rows = _as_imported(table.arrow)
    unfinished = path.with_name(path.name + ".part")
    try:
        writer(rows, unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return len(table)


def _as_imported(arrow: pa.Table) -> pa.Table:
    """Who is known by an anonymous id only is no user in the file either."""
    import pyarrow.compute as pc

    person = arrow["person"]
    nameless = pc.fill_null(pc.equal(person, arrow["anonymous"]), False)
    known = pc.if_else(nameless, None, person)
    return arrow.set_column(arrow.column_names.index("person"), "person", known)


def _csv(arrow: pa.Table, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv

    times = pc.strftime(arrow["time"], format="%Y-%m-%dT%H:%M:%SZ")
    csv.write_csv(
        arrow.set_column(arrow.column_names.index("time"), "time", times.cast(pa.string())), path
    )


def _parquet(arrow: pa.Table, path: Path) -> None:
    from pyarrow import parquet

    parquet.write_table(arrow, path, compression="zstd")


def _json_lines(arrow: pa.Table, path: Path) -> None:
    from polku.table import Table

    def compact(row: dict[str, Any]) -> dict[str, Any]:
        row = {key: value for key, value in row.items() if value is not None}
        if "properties" in row:
            row["properties"] = json.loads(row["properties"])
        return row

    with path.open("w", encoding="utf-8") as file:
        for row in Table(arrow).records():
            file.write(json.dumps(compact(row), ensure_ascii=False, default=plain) + "\n")
