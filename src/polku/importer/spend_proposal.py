"""How a file of ad costs would be read: the same form as the proposal of events."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import duckdb

from polku.errors import Problem
from polku.importer.proposal import Column, Proposal
from polku.importer.source import Source
from polku.importer.spend import bad_rows, channels_of, spend_rows
from polku.importer.spend_plan import SpendPlan, make_spend_plan

_ROWS = 10


def propose_spend(
    source: Source, asked: Mapping[str, str] | None, currency: str, now: datetime
) -> Proposal:
    """Writes nothing; `map` has kind=spend, so that running it imports costs."""
    plan, problems = make_spend_plan(source, asked, currency)
    sample: tuple[Mapping[str, Any], ...] = ()
    if not any(p.level == "error" for p in problems):
        sample, found = _try(source, plan, now)
        problems = [*problems, *found]
    return Proposal(
        format=source.format,
        encoding=source.encoding,
        delimiter=source.delimiter,
        decimal=plan.decimal.mark,
        date_format=plan.time.shown if plan.time else None,
        timezone="UTC",
        columns=tuple(_column(source, plan, each) for each in source.columns),
        map=dict(plan.map),
        rows_estimate=source.rows_estimate,
        sample=sample,
        problems=tuple(problems),
        command=_command(source, plan),
        kind="spend",
    )


def _column(source: Source, plan: SpendPlan, name: str) -> Column:
    samples = tuple(dict.fromkeys(v for v in source.sample[name][:200] if v))[:5]
    used = [part for part, value in plan.parts.items() if value == name]
    role: Any = used[0] if used else "ignore"
    return Column(name, samples, role, plan.confidence.get(name, 1.0 if used else 0.9))


def _try(
    source: Source, plan: SpendPlan, now: datetime
) -> tuple[tuple[Mapping[str, Any], ...], list[Problem]]:
    with duckdb.connect(config={"memory_limit": "256MB"}) as con:
        con.execute("SET timezone = 'UTC'")
        for batch in source.batches():
            if not batch.table.num_rows:
                continue
            spend_rows(con, source, plan, batch, now)
            rejects = sorted([*batch.rejects, *bad_rows(con, batch)], key=lambda r: r.row)
            found = con.execute(
                f"SELECT * FROM spent WHERE reason IS NULL ORDER BY i LIMIT {_ROWS}"
            ).to_arrow_table()
            problems = []
            if rejects:
                params = {
                    "count": len(rejects),
                    "rows": batch.table.num_rows,
                    "row": rejects[0].row,
                    "reason": rejects[0].reason,
                }
                where = str(source.path)
                problems.append(Problem("import.sample-rejects", where, params, "warning"))
            channels = channels_of(found, {})
            return tuple(
                {
                    "row": int(batch.rows[row["i"]]),
                    "date": row["day"].isoformat(),
                    "channel": channel,
                    "campaign": row["campaign"],
                    "cost": {"minor": row["cost"], "currency": row["currency"]},
                    "clicks": row["clicks"],
                    "impressions": row["impressions"],
                }
                for row, channel in zip(found.to_pylist(), channels, strict=True)
            ), problems
    return (), []


def _command(source: Source, plan: SpendPlan) -> str:
    pairs = [(k, v) for k, v in plan.map.items() if k != "kind"]
    text = ",".join(f'"{k}={v}"' if "," in v or '"' in v else f"{k}={v}" for k, v in pairs)
    words = ["polku", "spend", "import", str(source.path), "--map", text]
    return " ".join(shlex.quote(word) for word in words)
