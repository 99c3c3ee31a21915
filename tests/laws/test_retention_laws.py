"""Retention against a slow count of each person."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polku.analytics.facts import ask
from polku.analytics.retention import (
    cohort_sizes,
    last_returns,
    paid_by_cohort,
    people_of_cell,
    returns,
)
from polku.store.tables import DDL

pytestmark = pytest.mark.slow

ZONE = ZoneInfo("Europe/Helsinki")
DAYS = [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)]
BEGINS = [datetime(day.year, day.month, 1, tzinfo=ZONE).astimezone(UTC) for day in DAYS]
END = datetime(2026, 5, 20, tzinfo=UTC)
EVENT, ORDER = ("event", -1), ("order", -1)
HOURS = st.integers(-24 * 20, 24 * 150)  # from the first of January; some before it, some after END
rows_of_people = st.lists(
    st.tuples(
        st.integers(0, 5),
        HOURS,
        st.sampled_from([None, 1000, 2599, -300]),
        st.sampled_from(["EUR", None, "SEK"]),
    ),
    max_size=40,
)
Rows = list[tuple[int, int, int | None, str | None]]


def part(ts: datetime) -> int:
    """The calendar month of Helsinki, counted from January; -1 before it, the last for all after."""
    local = ts.astimezone(ZONE)
    return min(len(DAYS) - 1, max(-1, (local.year - 2026) * 12 + local.month - 1))


def stored(rows: Rows) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute(DDL)
    for seq, (person, hours, revenue, currency) in enumerate(rows):
        ts = (BEGINS[0] + timedelta(hours=hours)).replace(tzinfo=None)
        con.execute(
            "INSERT INTO tail VALUES (?, ?, ?, 1, ?, ?, 1, NULL, ?, ?, NULL)",
            [person, ts, seq, seq, person, revenue, currency if revenue is not None else None],
        )
    return con


def comings(rows: Rows, of: str) -> dict[int, list[datetime]]:
    found: dict[int, list[datetime]] = {}
    for person, hours, revenue, currency in rows:
        ts = BEGINS[0] + timedelta(hours=hours)
        paid = revenue is not None and revenue > 0 and currency in ("EUR", None)
        if ts <= END and (of == "event" or paid):
            found.setdefault(person, []).append(ts)
    return found


@settings(max_examples=60, deadline=None)
@given(rows_of_people, st.sampled_from([EVENT, ORDER]), st.sampled_from([EVENT, ORDER]))
def test_cohorts_and_returns_are_those_of_a_slow_count(
    rows: Rows, born: tuple[str, int], back: tuple[str, int]
) -> None:
    """Sizes, classic and rolling returns, money and the people of a cell."""
    con = stored(rows)
    given_ = {f"part_{i}": each for i, each in enumerate(BEGINS)} | {"window_end": END}
    tail = ("EUR", False, len(DAYS))
    cohort = {p: part(min(ts)) for p, ts in comings(rows, born[0]).items()}
    cohort = {p: c for p, c in cohort.items() if c >= 0}
    sizes: dict[int, int] = {}
    classic: dict[tuple[int, int], set[int]] = {}
    last: dict[tuple[int, int], int] = {}
    money: dict[tuple[int, int], int] = {}
    again = comings(rows, back[0])
    for p, c in cohort.items():
        sizes[c] = sizes.get(c, 0) + 1
        parts = {part(ts) for ts in again.get(p, [])}
        for each in parts:
            if each >= c:
                classic.setdefault((c, each), set()).add(p)
        if parts and max(parts) >= c:
            last[c, max(parts)] = last.get((c, max(parts)), 0) + 1
        for person, hours, revenue, currency in rows:
            ts = BEGINS[0] + timedelta(hours=hours)
            paid = revenue is not None and currency in ("EUR", None) and ts <= END
            if person == p and paid and part(ts) >= c:
                money[c, part(ts)] = money.get((c, part(ts)), 0) + (revenue or 0)

    def asked(question: object, value: str = "people") -> dict[tuple[int, int], int]:
        found = ask(con, question, **given_).to_pylist()  # type: ignore[arg-type]
        return {(row["cohort"], row["part"]): row[value] for row in found}

    found = ask(con, cohort_sizes(born, *tail), **given_).to_pylist()
    assert {row["cohort"]: row["people"] for row in found} == sizes
    assert asked(returns(born, back, *tail)) == {k: len(v) for k, v in classic.items()}
    assert asked(last_returns(born, back, *tail)) == last
    assert asked(paid_by_cohort(born, *tail), "minor") == money
    for (c, each), people in list(classic.items())[:3]:
        cell = people_of_cell(born, back, *tail, False)
        opened = ask(con, cell, cell_cohort=c, cell_part=each, **given_)
        assert set(opened["person"].to_pylist()) == people
