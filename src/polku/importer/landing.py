"""A batch of rows as events, in one SQL statement: what lands, and why what does not."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from polku.events.money import minor_units
from polku.importer.amounts import minor_sql
from polku.importer.plan import Plan
from polku.importer.source import Source, quoted
from polku.importer.times import ISO, moment_sql, time_sql, zoned_sql

_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP"}


def land(
    con: duckdb.DuckDBPyConnection, source: Source, plan: Plan, late_personal: Sequence[str] = ()
) -> None:
    """Makes the temporary table `landed` of the batch registered as `batch` in `con`.

    Columns: i, person, anonymous, ts (UTC), zoned (the time said its own zone), event, channel,
    revenue (minor units), currency, properties (JSON), message, reason (null: the row is good), and
    `t0`, `t1`, … the personal columns as JSON.
    """
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE raw AS
        SELECT i, broken, {_raw(source, plan, late_personal)} FROM ({source.relation()})"""
    )
    money = _money(con, plan)
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE landed AS
        SELECT *, CASE WHEN revenue IS NOT NULL THEN currency_text END AS currency,
            {_reason(plan)} AS reason FROM (SELECT raw.*, {money} AS revenue FROM raw)"""
    )


def _raw(source: Source, plan: Plan, late_personal: Sequence[str]) -> str:
    left_out = (*plan.left_out, *late_personal)
    traits = (*plan.personal, *late_personal)
    cells = {
        "person": _part(source, plan, "person"),
        "anonymous": _part(source, plan, "anonymous"),
        "event": _part(source, plan, "event"),
        "channel": _part(source, plan, "channel"),
        "currency_text": _currency(_part(source, plan, "currency")),
        "amount": _part(source, plan, "revenue"),
        "message": _part(source, plan, "message_id"),
        "has_time": f"({source.text(plan.parts['time'])}) IS NOT NULL",
        **_time(source, plan),
        "properties": source.properties(plan.properties, left_out, plan.decimal.mark),
        **{f"t{n}": source.value(c, plan.decimal.mark) for n, c in enumerate(traits)},
    }
    return ", ".join(f"{sql} AS {name}" for name, sql in cells.items())


def _part(source: Source, plan: Plan, key: str) -> str:
    value = plan.parts.get(key)
    if value is None:
        return "CAST(NULL AS VARCHAR)"
    return quoted(value[1:].strip()) if value.startswith("=") else source.text(value)


def _time(source: Source, plan: Plan) -> dict[str, str]:
    column = plan.parts["time"]
    typed = source.moment(column)
    text = source.text(column)
    if typed:
        own = "true" if typed == "zoned" else "false"
        return {"ts": moment_sql(typed, source.typed(column), plan.timezone), "zoned": own}
    form = plan.time or ISO
    return {
        "ts": time_sql(form, text, plan.timezone),
        "zoned": zoned_sql(form, text),
    }


def _currency(text: str) -> str:
    cases = " ".join(f"WHEN '{sign}' THEN '{code}'" for sign, code in _SIGNS.items())
    return f"CASE {text} {cases} ELSE upper({text}) END"


def _money(con: duckdb.DuckDBPyConnection, plan: Plan) -> str:
    """Minor units: hundredths for most currencies, none for yen, thousandths for dinars."""
    if "revenue" not in plan.parts:
        return "CAST(NULL AS BIGINT)"
    found = con.execute(
        "SELECT DISTINCT currency_text FROM raw WHERE length(currency_text) = 3"
    ).fetchall()
    cases = []
    for (code,) in found:
        units = minor_units(1, code)
        if units != 100 and code.isalpha():
            cases.append(f"WHEN '{code}' THEN {minor_sql('amount', plan.decimal.mark, units or 1)}")
    usual = minor_sql("amount", plan.decimal.mark, 100)
    amount = f"CASE currency_text {' '.join(cases)} ELSE {usual} END" if cases else usual
    # a refund is negative whichever way it was written, as in ingest
    return f"CASE WHEN event = 'Order Refunded' THEN -abs({amount}) ELSE {amount} END"


def _reason(plan: Plan) -> str:
    tests = {
        "bad-json": "broken",
        "no-person": "person IS NULL AND anonymous IS NULL",
        "no-event": "event IS NULL",
        "no-time": "NOT has_time",
        "bad-time": "ts IS NULL",
        "bad-revenue": "amount IS NOT NULL AND revenue IS NULL",
        "bad-currency": "NOT regexp_full_match(currency_text, '[A-Z]{3}')",
    }
    if "revenue" not in plan.parts:
        del tests["bad-revenue"]
    cases = " ".join(f"WHEN {test} THEN '{code}'" for code, test in tests.items())
    return f"CASE {cases} END"
