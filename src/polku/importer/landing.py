"""A batch of rows as events, in one SQL statement: what lands, and why what does not."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from polku.events.identity import identity_sql
from polku.events.money import minor_units
from polku.importer.plan import Plan
from polku.importer.source import Source, quoted
from polku.importer.times import ISO, moment_sql, time_sql, zoned_sql

# a refund is negative whichever way it was written, as in ingest
_REVENUE = "CASE WHEN event = 'Order Refunded' THEN -abs(minor) ELSE minor END"
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP"}


PACKED = "properties"


def land(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    plan: Plan,
    key: bytes,
    late_personal: Sequence[str] = (),
) -> None:
    """Makes the temporary table `landed` of the batch registered as `batch` in `con`.

    Columns: i, person, anonymous, known and unknown (their identities by `key`), identity, ts (UTC),
    zoned (the time said its own zone), event, channel, revenue (minor units), currency, properties
    (JSON), message, reason (null: the row is good), and `t0`, `t1`, … the personal columns as JSON.
    """
    # One statement: each step is a projection over the one before, and only the last is kept.
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE landed AS
        SELECT * EXCLUDE (amount, minor, code, broken, has_time),
            coalesce(known, unknown) AS identity,
            CASE WHEN revenue IS NOT NULL THEN code END AS currency,
            {_reason(plan)} AS reason
        FROM (SELECT *, {_REVENUE} AS revenue,
            {identity_sql(key, "user", "person")} AS known,
            {identity_sql(key, "anonymous", "anonymous")} AS unknown
        FROM (SELECT i, broken, {_cells(con, source, plan, late_personal)}
        FROM ({source.relation()})))"""
    )


def _cells(
    con: duckdb.DuckDBPyConnection, source: Source, plan: Plan, late_personal: Sequence[str]
) -> str:
    left_out = (*plan.left_out, *late_personal)
    traits = (*plan.personal, *late_personal)
    mark = plan.decimal.mark
    cells = {
        "person": _part(source, plan, "person"),
        "anonymous": _part(source, plan, "anonymous"),
        "event": _part(source, plan, "event"),
        "channel": _part(source, plan, "channel"),
        "code": _currency(_part(source, plan, "currency")),
        "amount": _part(source, plan, "revenue"),
        "minor": _money(con, source, plan),
        "message": _part(source, plan, "message_id"),
        "has_time": f"({source.text(plan.parts['time'])}) IS NOT NULL",
        **_time(source, plan),
        "properties": _unpacked(source.properties(plan.properties, left_out, mark), plan),
        **{f"t{n}": source.value(c, mark) for n, c in enumerate(traits)},
    }
    return ", ".join(f"{sql} AS {name}" for name, sql in cells.items())


def _unpacked(properties: str, plan: Plan) -> str:
    """A column called `properties` that holds an object, as an export has it, is not a property but all of them."""
    if PACKED not in plan.properties:
        return properties
    found = f"({properties})"
    text = f"({found} ->> '/{PACKED}')"
    inner = f"CASE WHEN json_valid({text}) AND json_type({text}) = 'OBJECT' THEN {text} END"
    rest = f"""json_merge_patch({found}, '{{"{PACKED}": null}}')"""
    merged = f"CAST(json_merge_patch({rest}, {inner}) AS VARCHAR)"
    return f"CASE WHEN {inner} IS NULL THEN {found} ELSE nullif({merged}, '{{}}') END"


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


def _money(con: duckdb.DuckDBPyConnection, source: Source, plan: Plan) -> str:
    """Minor units: hundredths for most currencies, none for yen, thousandths for dinars."""
    column = plan.parts.get("revenue")
    if column is None:
        return "CAST(NULL AS BIGINT)"
    mark = plan.decimal.mark
    cases = [
        f"WHEN '{code}' THEN {source.minor(column, mark, digits)}"
        for code, digits in _digits(con, source, plan).items()
        if digits != 2
    ]
    usual = source.minor(column, mark, 2)
    if not cases:
        return usual
    code = _currency(_part(source, plan, "currency"))
    return f"CASE {code} {' '.join(cases)} ELSE {usual} END"


def _digits(con: duckdb.DuckDBPyConnection, source: Source, plan: Plan) -> dict[str, int]:
    """The decimals of each currency in the batch."""
    currency = plan.parts.get("currency")
    if currency is None:
        return {}
    code = _currency(_part(source, plan, "currency"))
    rows = "" if currency.startswith("=") else f" FROM ({source.relation()})"
    found = con.execute(f"SELECT DISTINCT {code}{rows}").fetchall()
    codes = [c for (c,) in found if c and len(c) == 3 and c.isalpha() and c.isascii()]
    return {c: len(str(minor_units(1, c))) - 1 for c in codes}


def _reason(plan: Plan) -> str:
    tests = {
        "bad-json": "broken",
        "no-person": "person IS NULL AND anonymous IS NULL",
        "no-event": "event IS NULL",
        "no-time": "NOT has_time",
        "bad-time": "ts IS NULL",
        "bad-revenue": "amount IS NOT NULL AND revenue IS NULL",
        "bad-currency": "NOT regexp_full_match(code, '[A-Z]{3}')",
    }
    if "revenue" not in plan.parts:
        del tests["bad-revenue"]
    cases = " ".join(f"WHEN {test} THEN '{code}'" for code, test in tests.items())
    return f"CASE {cases} END"
