"""A file of ad costs into the ledger: read, checked and replaced key by key, in one transaction."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from polku.errors import ImportRefused, Language, Problem
from polku.events.channel import channel_of
from polku.events.money import minor_units
from polku.importer.rejects import Reject, RejectFile
from polku.importer.source import Batch, Source, quoted
from polku.importer.spend_plan import SpendPlan
from polku.importer.times import ISO, iso, moment_sql, time_sql
from polku.store.warehouse import Warehouse
from polku.store.write import Write

_AMOUNT = "cost, currency, clicks, impressions"


def spend_rows(
    con: duckdb.DuckDBPyConnection, source: Source, plan: SpendPlan, batch: Batch, today: datetime
) -> None:
    """Makes the temporary table `spent` of one batch: i, day, channel (said), source, medium, campaign, cost (minor
    units), currency, clicks, impressions and reason (null: the row is good)."""
    con.register("batch", batch.table)
    mark = plan.decimal.mark
    parts = plan.parts

    def text(part: str) -> str:
        value = parts.get(part)
        if value is None:
            return "CAST(NULL AS VARCHAR)"
        return quoted(value[1:].strip()) if value.startswith("=") else source.text(value)

    def whole(part: str) -> str:
        return source.minor(parts[part], mark, 0) if part in parts else "CAST(NULL AS BIGINT)"

    column = parts["date"]
    typed = source.moment(column)
    moment = (
        moment_sql(typed, source.typed(column), "UTC")
        if typed
        else time_sql(plan.time or ISO, source.text(column), "UTC")
    )
    code = f"upper({text('currency')})"
    relation = f"({source.relation()})"
    found = con.execute(f"SELECT DISTINCT {code} FROM {relation}").fetchall()
    codes = [c for (c,) in found if c and len(c) == 3 and c.isalpha() and c.isascii()]
    digits = {c: len(str(minor_units(1, c))) - 1 for c in codes}
    cases = " ".join(
        f"WHEN '{c}' THEN {source.minor(parts['cost'], mark, n)}"
        for c, n in digits.items()
        if n != 2
    )
    usual = source.minor(parts["cost"], mark, 2)
    minor = f"CASE {code} {cases} ELSE {usual} END" if cases else usual
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE spent AS SELECT * EXCLUDE (said_day, said_cost, broken, said_clicks,
            said_impressions), {_reason(today)} AS reason
        FROM (SELECT i, broken, CAST({moment} AS DATE) AS day, ({source.text(column)}) IS NOT NULL AS said_day,
            {text("channel")} AS channel, {text("source")} AS source, {text("medium")} AS medium,
            {text("campaign")} AS campaign, {minor} AS cost,
            ({source.text(parts["cost"])}) IS NOT NULL AS said_cost, {code} AS currency,
            {whole("clicks")} AS clicks, {whole("impressions")} AS impressions,
            {_said(source, parts, "clicks")} AS said_clicks,
            {_said(source, parts, "impressions")} AS said_impressions
            FROM {relation})"""
    )
    con.unregister("batch")


def _reason(today: datetime) -> str:
    """Why a row cannot come in; the first that holds."""
    tests = {
        "bad-json": "broken",
        "no-date": "NOT said_day",
        "bad-date": "day IS NULL",
        "future-day": f"day > DATE '{today.date().isoformat()}' + 1",
        "no-cost": "NOT said_cost",
        "bad-cost": "cost IS NULL",
        "negative-cost": "cost < 0 OR clicks < 0 OR impressions < 0",
        "bad-currency": "currency IS NULL OR NOT regexp_full_match(currency, '[A-Z]{3}')",
        "bad-clicks": "(said_clicks AND clicks IS NULL) OR (said_impressions AND impressions IS NULL)",
        "no-channel": "channel IS NULL AND source IS NULL AND medium IS NULL",
    }
    cases = " ".join(f"WHEN {test} THEN '{code}'" for code, test in tests.items())
    return f"CASE {cases} END"


def _said(source: Source, parts: Mapping[str, str], part: str) -> str:
    return f"({source.text(parts[part])}) IS NOT NULL" if part in parts else "false"


def bad_rows(con: duckdb.DuckDBPyConnection, batch: Batch) -> list[Reject]:
    """The rows of `spent` that cannot come in."""
    found = con.execute("SELECT i, reason FROM spent WHERE reason IS NOT NULL ORDER BY i")
    return [
        Reject(
            int(batch.rows[i]),
            None if batch.lines is None else int(batch.lines[i]),
            reason,
            batch.content(i),
        )
        for i, reason in found.fetchall()
    ]


def run_spend(
    source: Source,
    plan: SpendPlan,
    *,
    warehouse: Warehouse,
    reject_path: Path,
    progress: Callable[[float], None],
    now: datetime,
    language: Language,
    name: str,
) -> dict[str, Any]:
    """Imports the file; the counts of ImportResult. Raises ImportRefused when no row is good.

    Rows of one day, channel and campaign are added up. What the ledger has of the same three already is replaced
    when it differs, whatever file it came from; what is the same is a duplicate."""
    began = time.monotonic()
    rejects = RejectFile(reject_path, language)
    with duckdb.connect(config={"memory_limit": "256MB"}) as con:
        con.execute("SET timezone = 'UTC'")
        con.execute(
            """CREATE TEMP TABLE every (day DATE, channel VARCHAR, source VARCHAR, medium VARCHAR, campaign VARCHAR,
            cost BIGINT, currency VARCHAR, clicks BIGINT, impressions BIGINT)"""
        )
        for batch in source.batches():
            rejects.add(batch.rejects)
            if batch.table.num_rows:
                spend_rows(con, source, plan, batch, now)
                rejects.add(bad_rows(con, batch))
                con.execute(
                    """INSERT INTO every SELECT day, channel, source, medium, campaign, cost, currency, clicks,
                    impressions FROM spent WHERE reason IS NULL"""
                )
            progress(batch.read * 0.9)
        rows = con.execute("SELECT * FROM every").to_arrow_table()
    if not rows.num_rows:
        first = rejects.first[0] if rejects.first else None
        rejects.discard()
        where = str(source.path)
        if first is None:
            raise ImportRefused(Problem("import.header-only", where, {"path": where}))
        params = {
            "rows": rejects.count,
            "row": first.row,
            "reason": first.reason,
            "content": first.content[:200],
        }
        raise ImportRefused(
            [
                Problem("import.every-row-bad", where, params),
                Problem(f"import.{first.reason}", where),
            ]
        )
    rejects.close()
    with warehouse.write() as write:
        accepted, replaced = _store(write, rows, name)
    progress(1.0)
    days = rows["day"].to_pylist()
    return {
        "rows": rows.num_rows + rejects.count,
        "accepted": accepted,
        "duplicates": rows.num_rows - accepted,
        "rejected": rejects.count,
        "reject_file": str(rejects.path) if rejects.count else None,
        "people": 0,
        "first": _midnight(min(days)),
        "last": _midnight(max(days)),
        "seconds": round(time.monotonic() - began, 3),
        "kind": "spend",
        "replaced": replaced,
    }


def _midnight(day: Any) -> str:
    return iso(datetime(day.year, day.month, day.day))  # noqa: DTZ001 (UTC without a zone)


def channels_of(rows: pa.Table, known: Mapping[str, int]) -> list[str]:
    """The channel of each row: what it says, else what source and medium mean; a channel that the events know by
    another spelling (paid search, paid_search) is called as they call it."""
    spelt = {_key(name): name for name in known}
    found: dict[tuple[str | None, ...], str] = {}
    names = []
    columns = (rows[name].to_pylist() for name in ("channel", "source", "medium"))
    for row in zip(*columns, strict=True):
        if row not in found:
            channel, source, medium = row
            named = channel or channel_of({"source": source, "medium": medium}, None) or "other"
            found[row] = spelt.get(_key(named), named)
        names.append(found[row])
    return names


def _key(name: str) -> str:
    return name.strip().lower().replace("-", "_").replace(" ", "_")


def _store(write: Write, rows: pa.Table, name: str) -> tuple[int, int]:
    """(rows of the file that were new or changed, keys of the ledger that were replaced)."""
    con = write.con
    names = channels_of(rows, write.codes.get("channel", {}))
    codes = write.code("channel", sorted(set(names)))
    source = write.code("source", [name])[name]
    coded = rows.append_column("code", pa.array([codes[each] for each in names], pa.int32()))
    con.register("import_spend", coded)
    con.execute(
        """CREATE OR REPLACE TEMP TABLE import_keys AS SELECT day, code AS channel, campaign, currency,
            sum(cost)::BIGINT AS cost, sum(clicks)::BIGINT AS clicks, sum(impressions)::BIGINT AS impressions,
            count(*) AS n FROM import_spend GROUP BY ALL"""
    )
    con.unregister("import_spend")
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE import_changed AS SELECT day, channel, campaign FROM (
            SELECT day, channel, campaign, {_AMOUNT} FROM import_keys EXCEPT
            SELECT day, channel, campaign, {_AMOUNT} FROM spend)
        UNION SELECT day, channel, campaign FROM (
            SELECT s.day, s.channel, s.campaign, {", ".join("s." + c for c in _AMOUNT.split(", "))} FROM spend s
            SEMI JOIN import_keys k ON s.day = k.day AND s.channel = k.channel
                AND s.campaign IS NOT DISTINCT FROM k.campaign EXCEPT
            SELECT day, channel, campaign, {_AMOUNT} FROM import_keys)"""
    )
    same = (
        """t.day = c.day AND t.channel = c.channel AND t.campaign IS NOT DISTINCT FROM c.campaign"""
    )
    replaced = con.execute(
        f"""SELECT count(*) FROM (SELECT DISTINCT t.day, t.channel, t.campaign FROM spend t
            SEMI JOIN import_changed c ON {same})"""
    ).fetchone()
    con.execute(f"DELETE FROM spend t USING import_changed c WHERE {same}")
    con.execute(
        f"""INSERT INTO spend (day, channel, campaign, source, cost, currency, clicks, impressions)
        SELECT day, channel, campaign, {source}, cost, currency, clicks, impressions
        FROM import_keys t SEMI JOIN import_changed c ON {same}"""
    )
    accepted = con.execute(
        f"SELECT coalesce(sum(n), 0)::BIGINT FROM import_keys t SEMI JOIN import_changed c ON {same}"
    ).fetchone()
    con.execute("DROP TABLE import_keys")
    con.execute("DROP TABLE import_changed")
    return int(accepted[0]) if accepted else 0, int(replaced[0]) if replaced else 0
