"""A file as the source that its first bytes say it is."""

from __future__ import annotations

from pathlib import Path

from polku.importer.admission import admit
from polku.importer.source import Source


def open_source(path: Path | str) -> Source:
    """Raises ImportRefused when the file is missing, empty, not data, or without a data row."""
    path = Path(path)
    kind = admit(path)
    if kind == "parquet":
        from polku.importer.parquet_source import ParquetSource

        return ParquetSource(path)
    if kind == "jsonl":
        from polku.importer.json_source import JsonSource

        return JsonSource(path)
    from polku.importer.text_source import TextSource

    return TextSource(path)
