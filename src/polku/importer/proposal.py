"""How a file would be read, shown before anything is written."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from polku.clock import Clock, system_clock
from polku.errors import Language, Problem
from polku.importer.landing import land
from polku.importer.opening import open_source
from polku.importer.plan import PARTS, Plan, make_plan
from polku.importer.roles import Role
from polku.importer.source import Source
from polku.importer.spend_plan import is_spend, without_kind
from polku.importer.times import iso

_ROWS = 10  # sample rows shown
_LOOKED_AT = 5000  # rows tried for problems


@dataclass(frozen=True)
class Column:
    """A column of the file: some of its values, and what becomes of it (confidence 0 … 1)."""

    name: str
    samples: tuple[str, ...]
    role: Role
    confidence: float


@dataclass(frozen=True)
class Proposal:
    """What `propose` found. `map` is ready for `run` when no problem is an error."""

    format: str
    encoding: str | None
    delimiter: str | None
    decimal: str
    date_format: str | None
    timezone: str
    columns: tuple[Column, ...]
    map: Mapping[str, str]
    rows_estimate: int
    sample: tuple[Mapping[str, Any], ...]
    problems: tuple[Problem, ...]
    command: str
    kind: str = "events"

    def as_dict(self, language: Language = "en") -> dict[str, Any]:
        """The form of docs/reference/http-api.md."""
        return {
            "kind": self.kind,
            "format": self.format,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "decimal": self.decimal,
            "date_format": self.date_format,
            "timezone": self.timezone,
            "columns": [
                {
                    "name": c.name,
                    "samples": list(c.samples),
                    "role": c.role,
                    "confidence": c.confidence,
                }
                for c in self.columns
            ],
            "map": dict(self.map),
            "rows_estimate": self.rows_estimate,
            "sample": [dict(row) for row in self.sample],
            "problems": [p.as_dict(language) for p in self.problems],
            "command": self.command,
        }


def propose(
    path: Path | str,
    *,
    map: Mapping[str, str] | None = None,
    timezone: str | None = None,
    privacy: frozenset[str] = frozenset(),
    currency: str = "EUR",
    clock: Clock = system_clock,
) -> Proposal:
    """How the file would be read with this map (completed by guesses). Writes nothing.

    A file of ad costs is known by its headings; the map's kind ("events" or "spend") overrides that. `currency` is
    that of costs that name none.

    `privacy` are the names of personal properties, `timezone` the zone of times that have none
    (None: UTC). Raises ImportRefused when it is not a data file; what a person can answer stands in
    `problems` instead.
    """
    source = open_source(path)
    if is_spend(source, map):
        from polku.importer.spend_proposal import propose_spend

        return propose_spend(source, map, currency, clock())
    plan, problems = make_plan(source, without_kind(map), timezone, privacy)
    sample: tuple[Mapping[str, Any], ...] = ()
    if not any(p.level == "error" for p in problems):
        sample, found = _try(source, plan)
        problems += found if timezone is None else [p for p in found if p.code != _MIXED]
    return Proposal(
        format=source.format,
        encoding=source.encoding,
        delimiter=source.delimiter,
        decimal=plan.decimal.mark,
        date_format=plan.time.shown if plan.time else None,
        timezone=plan.timezone,
        columns=tuple(_column(source, plan, c) for c in source.columns),
        map=dict(plan.map),
        rows_estimate=source.rows_estimate,
        sample=sample,
        problems=tuple(problems),
        command=_command(source.path, plan, timezone),
    )


_MIXED = "import.mixed-zones"


def _column(source: Source, plan: Plan, name: str) -> Column:
    samples = tuple(dict.fromkeys(v for v in source.sample[name][:200] if v))[:5]
    role: Role = "property"
    confidence = plan.guesses[name].confidence
    used = [part for part, value in plan.parts.items() if value == name]
    if used:
        role = used[0]  # type: ignore[assignment]
    elif name in plan.personal:
        role = "personal"
    elif name in plan.ignored:
        role = "ignore"
    if role != plan.guesses[name].role:
        confidence = 1.0  # a person said so
    return Column(name, samples, role, confidence)


def _try(source: Source, plan: Plan) -> tuple[tuple[Mapping[str, Any], ...], list[Problem]]:
    """The first rows as they would land, and what the first few thousand bring to light."""
    con = duckdb.connect(config={"memory_limit": "256MB", "autoinstall_known_extensions": False})
    with con:
        con.execute("SET timezone = 'UTC'")
        rejects: list[tuple[int, str]] = []
        for batch in source.batches():
            rejects += [(r.row, r.reason) for r in batch.rejects]
            if not batch.table.num_rows:
                continue
            con.register("batch", batch.table.slice(0, _LOOKED_AT))
            land(con, source, plan, b"")
            rows = con.execute(
                f"""SELECT i, person, anonymous, ts, event, revenue, currency, channel, properties
                FROM landed WHERE reason IS NULL ORDER BY i LIMIT {_ROWS}"""
            ).to_arrow_table()
            bad = con.execute("SELECT i, reason FROM landed WHERE reason IS NOT NULL ORDER BY i")
            rejects += [(int(batch.rows[i]), reason) for i, reason in bad.fetchall()]
            zones = con.execute(
                "SELECT count(*) FILTER (zoned), count(*) FILTER (NOT zoned) FROM landed WHERE ts IS NOT NULL"
            ).fetchone()
            where = str(source.path)
            problems = _rejected(where, rejects, min(batch.table.num_rows, _LOOKED_AT))
            if zones and all(zones):
                params = {"with_zone": zones[0], "without": zones[1]}
                problems.append(Problem(_MIXED, where, params))
            return tuple(_row(r, int(batch.rows[r["i"]])) for r in _rows(rows)), problems
    return (), []


def _rejected(where: str, rejects: Sequence[tuple[int, str]], looked_at: int) -> list[Problem]:
    if not rejects:
        return []
    row, reason = min(rejects)
    params = {"count": len(rejects), "rows": looked_at, "row": row, "reason": reason}
    return [Problem("import.sample-rejects", where, params, "warning")]


def _rows(table: pa.Table) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.to_pylist()
    return found


def _row(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    money = None
    if row["revenue"] is not None:
        money = {"minor": row["revenue"], "currency": row["currency"]}
    return {
        "row": number,
        "person": row["person"] or row["anonymous"],
        "time": iso(row["ts"]),
        "event": row["event"],
        "revenue": money,
        "currency": row["currency"],
        "channel": row["channel"],
        "properties": json.loads(row["properties"]) if row["properties"] else {},
    }


def _command(path: Path, plan: Plan, timezone: str | None) -> str:
    order = [*PARTS, *(k for k in plan.map if k not in PARTS)]
    pairs = [(k, plan.map[k]) for k in order if k in plan.map]
    text = ",".join(f'"{k}={v}"' if "," in v or '"' in v else f"{k}={v}" for k, v in pairs)
    words = ["polku", "import", str(path), "--map", text]
    if timezone:
        words += ["--timezone", timezone]
    return " ".join(shlex.quote(w) for w in words)
