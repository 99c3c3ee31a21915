"""The laws of money, on random ledgers, paths and orders, against a slow obvious count."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polku.analytics.path import Path, Step
from polku.analytics.period import Period
from polku.analytics.reader import DuckReader
from polku.reports.asked import Asked
from polku.reports.catalogue import report
from polku.reports.costs import REPORT as COSTS
from polku.reports.ltv import REPORT as LTV
from polku.reports.ltv import AskedLtv
from polku.reports.orders import REPORT as ORDERS
from polku.reports.payback import REPORT as PAYBACK
from polku.reports.payback import AskedPayback
from polku.reports.report import Scene
from polku.settings import MoneySettings
from polku.store.tables import DDL

pytestmark = pytest.mark.slow
HELSINKI = ZoneInfo("Europe/Helsinki")
END = datetime(2026, 11, 20, 12, tzinfo=UTC)
PERIOD = Period(END, END, END - timedelta(days=300))
CHANNELS = {"paid search": 0, "paid social": 1, "email": 2}
PATH = Path(
    (
        Step("visitor", 0, False, None, "aware"),
        Step("lead", 1, False, 30.0, "deciding"),
        Step("customer", 2, False, None, "using"),
    )
)
MONEY = MoneySettings(
    vat=24.0, margin=0.5, team_per_month=1000.0, customer_price=30.0, lead_price=5.0
)

orders = st.lists(
    st.tuples(
        st.integers(0, 24 * 290),
        st.integers(-20_000, 90_000),
        st.sampled_from(["EUR", None, "SEK"]),
    ),
    max_size=5,
)
person = st.tuples(
    st.sampled_from([0, 1, 2, None]), st.none() | st.integers(0, 24 * 299), st.none() | st.integers(0, 24 * 299), orders
)  # fmt: skip
crowds = st.lists(person, max_size=14)
ledgers = st.lists(
    st.tuples(
        st.integers(-20, 310), st.sampled_from([0, 1, 3]), st.integers(0, 90_000), st.sampled_from(["EUR", "USD"])
    ),
    max_size=8,
)  # fmt: skip


def stored(crowd: list[Any], ledger: list[Any]) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute(DDL)
    events, moves = [], []
    for p, (channel, lead, bought, paid) in enumerate(crowd):
        steps = sorted([(h, s) for h, s in ((lead, 1), (bought, 2)) if h is not None], reverse=True)
        for n, (hours, stage) in enumerate(steps):
            moves.append(
                (p, n, (END - timedelta(hours=hours)).replace(tzinfo=None), None, stage, "r", n)
            )
        events.append((p, END - timedelta(days=300), 0, channel, None, None))
        events += [(p, END - timedelta(hours=h), 1, None, minor, cur) for h, minor, cur in paid]
    if moves:
        con.executemany("INSERT INTO transitions VALUES (?, ?, ?, ?, ?, ?, ?)", moves)
    for seq, (p, at, event, channel, minor, currency) in enumerate(events):
        con.execute(
            """INSERT INTO tail (person, ts, seq, event, uid, identity, source, channel, revenue, currency)
            VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?)""",
            [p, at.replace(tzinfo=None), seq, event, seq, p, channel, minor, currency],
        )
    for back, channel, cost, currency in ledger:
        day = (END - timedelta(days=back)).astimezone(HELSINKI).date()
        con.execute(
            "INSERT INTO spend VALUES (?, ?, 'x', 0, ?, ?, 1, 1)", [day, channel, cost, currency]
        )
    return con


def scene(
    con: duckdb.DuckDBPyConnection, chosen: list[int] | None = None, money: MoneySettings = MONEY, path: Path = PATH
) -> Scene:  # fmt: skip
    people = None if chosen is None else pa.table({"person": pa.array(chosen, pa.int64())})
    channels = {**CHANNELS, "radio": 3}
    return Scene(
        reader=DuckReader(con),
        journey=SimpleNamespace(stages=()),  # type: ignore[arg-type]
        path=path,
        codes={"channel": channels, "event": {"Seen": 0, "Order Completed": 1}},
        period=PERIOD,
        zone=HELSINKI,
        money=money,
        chosen=people,
    )


def begun(crowd: list[Any]) -> tuple[dict[int, float], dict[int, float]]:
    """Hours before the end at which each became a lead and a customer, by hand."""
    customer, lead = {}, {}
    for p, (_, asked, bought, paid) in enumerate(crowd):
        ours = [h for h, minor, currency in paid if minor > 0 and currency != "SEK"]
        starts = [h for h in (bought, *ours) if h is not None]
        if starts:
            customer[p] = max(starts)
        if asked is not None and (p not in customer or asked > customer[p]):
            lead[p] = asked
    return lead, customer


@settings(max_examples=20, deadline=None)
@given(crowds, ledgers)
def test_prices_reconcile_with_the_ledger(crowd: list[Any], ledger: list[Any]) -> None:
    """Channels and months each add up to the ledger's cents of the period, and to all leads and customers; each count
    opens its people."""
    con = scene(stored(crowd, ledger))
    found = COSTS.answer(con, Asked())
    first = (PERIOD.cohort_start + timedelta(microseconds=1)).astimezone(HELSINKI).date()
    last = END.astimezone(HELSINKI).date()
    spent: dict[int, int] = defaultdict(int)
    for back, channel, cost, currency in ledger:
        day = (END - timedelta(days=back)).astimezone(HELSINKI).date()
        if currency == "EUR" and first <= day <= last:
            spent[channel] += cost
    lead, customer = begun(crowd)
    for sheet in found.sheets:
        assert sum(row["spend"] or 0 for row in sheet.rows) == sum(spent.values())
        assert sum(row["leads"] for row in sheet.rows) == len(lead)
        assert sum(row["customers"] for row in sheet.rows) == len(customer)
        for row in sheet.rows:
            for column, all_ in (("leads", lead), ("customers", customer)):
                assert COSTS.people is not None
                people = COSTS.people(con, Asked(), row["id"], column)["person"].to_pylist()
                assert len(people) == row[column]
                assert set(people) <= set(all_)
    by_name: dict[str, Any] = {row["id"]: row for row in found.sheets[0].rows}
    for name, code in CHANNELS.items():
        new = [p for p in customer if crowd[p][0] == code]
        if f"channel:{name}" not in by_name:
            assert not new
            assert not spent[code]
            continue
        row = by_name[f"channel:{name}"]
        assert (row["spend"], row["customers"]) == (spent[code], len(new))
        if spent[code] and new:
            assert row["cac"] == pytest.approx(spent[code] / len(new))
            assert row["cac_low"] <= row["cac"] <= row["cac_high"]
        else:
            assert row["cac"] is None


@settings(max_examples=20, deadline=None)
@given(crowds, st.sets(st.integers(0, 13)) | st.none())
def test_orders_add_up(crowd: list[Any], chosen: set[int] | None) -> None:
    """Months and channels share out all orders and money of the people asked."""
    here = scene(stored(crowd, []), None if chosen is None else sorted(chosen))
    found = ORDERS.answer(here, Asked())
    paid = [
        (p, minor)
        for p, (*_, every) in enumerate(crowd)
        for _, minor, currency in every
        if currency != "SEK" and (chosen is None or p in chosen)
    ]
    for sheet in found.sheets:
        assert sum(row["gross"] for row in sheet.rows) == sum(m for _, m in paid if m > 0)
        assert sum(row["refunds"] for row in sheet.rows) == sum(m for _, m in paid if m < 0)
        assert sum(row["orders"] for row in sheet.rows) == sum(m > 0 for _, m in paid)
    figures = {each.key: each for each in found.figures}
    assert figures["buyers"].value == len({p for p, m in paid if m > 0})
    sizes = [m for _, m in paid if m > 0]
    if sizes:
        assert figures["aov"].value == pytest.approx(sum(sizes) / len(sizes))
    else:
        assert figures["aov"].value is None
        assert "money.no-sales" in {note.code for note in found.notes}


@settings(max_examples=20, deadline=None)
@given(crowds, ledgers)
def test_value_so_far_and_payback_are_those_of_a_count_by_hand(
    crowd: list[Any], ledger: list[Any]
) -> None:
    """LTV so far is all that customers have paid; the first month's margin is what came in whole first months."""
    con = stored(crowd, ledger)
    here = scene(con)
    found = LTV.answer(here, AskedLtv())
    _, customer = begun(crowd)
    paid = {p: sum(m for _, m, c in crowd[p][3] if c != "SEK") for p in customer}
    assert sum(row["customers"] for row in found.sheets[0].rows) == len(customer)
    assert sum(row["paid"] for row in found.sheets[0].rows) == sum(paid.values())
    figures = {each.key: each for each in found.figures}
    if customer:
        mean = sum(paid.values()) / 1.24 * 0.5 / len(customer)
        assert figures["to_date"].value == pytest.approx(mean)
    assert figures["ltv"].value is None  # so few people foretell nothing
    back = PAYBACK.answer(here, AskedPayback())
    rows = {row["id"]: row for row in back.sheets[0].rows}
    for row in rows.values():
        assert row["cac"] == pytest.approx(row["spend"] / row["customers"])
        assert row["open"] == (row["payback"] is None)


def test_the_curve_of_payback_is_that_of_a_count_by_hand() -> None:
    """Forty customers of one channel who buy each month: the month's margin over those who lived through it."""
    month = 30.4375 * 24
    crowd = []
    for p in range(40):
        start = int(24 * 30 + p * 24 * 6)
        paid = [
            (start - k * 24 * 30, 1000 + p, "EUR") for k in range(12) if start - k * 24 * 30 >= 0
        ]
        crowd.append((0, None, start, paid))
    found = PAYBACK.answer(scene(stored(crowd, [(100, 0, 90_000, "EUR")])), AskedPayback())
    rows = list(found.sheets[1].rows)
    total = 0.0
    for age in range(1, len(rows)):
        lived = [p for p, c in enumerate(crowd) if c[2] / month >= age]
        came = sum(
            m
            for p in lived
            for h, m, _ in crowd[p][3]
            if age - 1 <= (crowd[p][2] - h) / month < age
        )
        total += came / 1.24 * 0.5 / len(lived)
        assert rows[age]["customers"] == len(lived)
        assert rows[age]["margin"] == pytest.approx(total)
        assert rows[age]["left_low"] <= rows[age]["left"] <= rows[age]["left_high"]
    assert len(rows) > 4


@pytest.mark.parametrize("key", ["costs", "orders", "ltv", "payback"])
@pytest.mark.parametrize(
    ("crowd", "ledger"),
    [
        ([], []),
        ([(0, None, None, [])], [(5, 0, 0, "EUR")]),
        ([(0, 100, 50, [(40, 1000, "EUR")])], [(5, 0, 100, "EUR")]),
        ([(0, 100, 50, [(40, 1000, "EUR"), (30, -5000, "EUR")])], [(5, 0, 100, "USD")]),
        ([(None, None, 50, [(40, 1000, "SEK")])] * 3, [(-20, 0, 100, "EUR")]),
        (
            [(1, 10, 10, [(h, 1000, "EUR") for h in range(0, 5000, 500)])] * 200,
            [(1, 1, 100, "EUR")],
        ),
    ],
)
def test_bad_input_gives_sentences(key: str, crowd: list[Any], ledger: list[Any]) -> None:
    """No people, one person, one channel, no spend, other currencies, refunds above sales, everybody alike; with and
    without stages, margin and filters: an answer without a crash, each price a number or missing."""
    con = stored(crowd, ledger)
    bare = Path((Step("visitor", 0, False, None),))
    for money in (MONEY, MoneySettings()):
        for path in (PATH, bare):
            for chosen in (None, [0], []):
                one = report(key)
                found = one.answer(scene(con, chosen, money, path), one.asked())
                for sheet in found.sheets:
                    assert len({row["id"] for row in sheet.rows}) == len(sheet.rows)
                for note in found.notes:
                    assert note.what("fi")
                    assert note.fix("en")


def test_a_day_belongs_to_the_month_of_the_zone() -> None:
    """1 November in Helsinki begins while it is October in UTC."""
    from polku.reports.months import months

    found = months(datetime(2026, 9, 5, tzinfo=UTC), END, HELSINKI)
    assert found.keys == ("2026-09", "2026-10", "2026-11")
    late = datetime(2026, 10, 31, 22, 30, tzinfo=UTC)
    assert found.keys[found.of([int(late.timestamp())])[0]] == "2026-11"
    assert found.keys[found.of_day(date(2026, 10, 31))] == "2026-10"
