"""Words that repeat, as small integers: event names, sources, channels, stages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import duckdb

Codes = Mapping[str, Mapping[str, int]]
"""Kind → name → code. Codes of one kind count up from 0."""


def load_codes(con: duckdb.DuckDBPyConnection) -> Codes:
    """All codes stored."""
    found: dict[str, dict[str, int]] = {}
    rows = con.execute("SELECT kind, name, code FROM names ORDER BY kind, code").fetchall()
    for kind, name, code in rows:
        found.setdefault(kind, {})[name] = code
    return {kind: MappingProxyType(codes) for kind, codes in found.items()}


def add_codes(
    con: duckdb.DuckDBPyConnection, codes: Codes, kind: str, names: Iterable[str]
) -> Codes:
    """Gives the names that have none a code and stores it; returns the codes with them."""
    known = codes.get(kind, {})
    new = [name for name in dict.fromkeys(names) if name not in known]
    if not new:
        return codes
    added = {name: len(known) + i for i, name in enumerate(new)}
    con.executemany(
        "INSERT INTO names VALUES (?, ?, ?)", [(kind, code, name) for name, code in added.items()]
    )
    return {**codes, kind: MappingProxyType({**known, **added})}
