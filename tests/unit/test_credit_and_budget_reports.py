"""Attribution and budget on awkward histories: a sentence, never a crash and never a number made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from polku.analytics.path import Path, Step
from polku.analytics.period import Period
from polku.analytics.reader import DuckReader
from polku.analytics.tested_channel import tested_channel as reached_by_test
from polku.analytics.touch_paths import touched
from polku.reports.answer import Answer
from polku.reports.catalogue import report
from polku.reports.report import Scene
from polku.reports.reports import as_dict, parsed
from polku.science.attribution.rules import linear
from polku.settings import MoneySettings
from polku.store.tables import DDL

BEGIN = datetime(2026, 1, 5, tzinfo=UTC)
END = datetime(2026, 11, 22, 12, tzinfo=UTC)
PATH = Path(
    (
        Step("visitor", 0, False, None, "aware"),
        Step("lead", 1, False, 14.0, "interest"),
        Step("customer", 2, False, None, "using"),
    )
)
ADS, MAIL = 0, 1
Event = tuple[int, float, int | None, int | None, str | None]
"""person, day, channel, minor, currency."""


def scene(
    events: list[Event],
    spend: list[tuple[int, int, int, str]] = [],  # noqa: B006
    stages: list[tuple[int, float, int]] = [],  # noqa: B006
    path: Path = PATH,
) -> Scene:
    """`spend`: (day, channel, minor, currency); `stages`: (person, day, stage)."""
    con = duckdb.connect()
    con.execute(DDL)
    begin = BEGIN.replace(tzinfo=None)
    made = pa.table(
        {
            "person": pa.array([e[0] for e in events], pa.int64()),
            "ts": pa.array([begin + timedelta(days=e[1]) for e in events], pa.timestamp("us")),
            "seq": pa.array(range(len(events)), pa.int64()),
            "channel": pa.array([e[2] for e in events], pa.int32()),
            "minor": pa.array([e[3] for e in events], pa.int64()),
            "currency": pa.array([e[4] for e in events], pa.string()),
        }
    )
    con.register("made", made)
    con.execute(
        "INSERT INTO base SELECT person, ts, seq, 0, seq, person, 0, channel, minor, currency, NULL, 1, NULL, NULL"
        " FROM made"
    )
    for day, channel, minor, currency in spend:
        con.execute(
            "INSERT INTO spend (day, channel, campaign, source, cost, currency) VALUES (?, ?, '', 0, ?, ?)",
            [date(2026, 1, 5) + timedelta(days=day), channel, minor, currency],
        )
    moved = pa.table(
        {
            "person": pa.array([t[0] for t in stages], pa.int64()),
            "at": pa.array([begin + timedelta(days=t[1]) for t in stages], pa.timestamp("us")),
            "stage": pa.array([t[2] for t in stages], pa.int32()),
        }
    )
    con.register("moved", moved)
    con.execute(
        "INSERT INTO transitions SELECT person, 1, moved.\"at\", NULL, stage, 'r[0]', 1 FROM moved"
    )
    con.execute(
        "INSERT INTO people SELECT person, 0, min(ts), NULL, min(ts), max(ts), count(*) FROM base GROUP BY person"
    )
    return Scene(
        reader=DuckReader(con),
        journey=None,  # type: ignore[arg-type]
        path=path,
        codes={"channel": {"ads": ADS, "mail": MAIL}, "place": {}},
        period=Period(END, END, BEGIN),
        zone=ZoneInfo("Europe/Helsinki"),
        money=MoneySettings(margin=0.4),
    )


def asked(at: Scene, key: str, **what: Any) -> Answer:
    one = report(key)
    found: Answer = one.answer(at, parsed(one, what))
    as_dict(one, at, found, "fi")  # every sentence can be said
    return found


def codes(found: Answer) -> set[str]:
    return {each.code for each in found.notes}


def rows(found: Answer, sheet: str) -> dict[str, dict[str, Any]]:
    return {row["id"]: dict(row) for each in found.sheets if each.key == sheet for row in each.rows}


@pytest.mark.parametrize("key", ["attribution", "touchpaths", "response", "budget"])
def test_of_nothing_there_is_a_sentence(key: str) -> None:
    found = asked(scene([]), key)
    assert found.notes
    assert not found.n


def test_one_person_one_channel() -> None:
    found = asked(scene([(1, 1, ADS, None, None), (1, 2, None, 5000, "EUR")]), "attribution")
    assert {"attribution.one-channel", "report.too-few"} <= codes(found)
    row = rows(found, "channels")["channel:0"]
    assert (row["revenue"], row["credited"], row["least"], row["most"]) == (5000, 1, 5000, 5000)
    assert row["revenue_low"] is None
    assert row["cost"] is None
    assert row["roas"] is None


def test_refunds_above_revenue_mixed_currencies_and_orders_of_nobody_reconcile() -> None:
    events: list[Event] = [
        (1, 1, ADS, None, None),
        (1, 2, MAIL, None, None),
        (1, 3, None, 1001, "EUR"),
        (1, 9, None, -9000, "EUR"),
        (2, 1, ADS, None, None),
        (2, 2, None, 7000, "SEK"),
        (3, 4, None, 333, None),  # no known touch; the workspace's currency
        (4, 5, None, -50, "EUR"),  # a refund of what was never seen
        (5, 6, MAIL, 0, "EUR"),  # paid nothing: no order
    ]
    found = asked(scene(events), "attribution")
    assert "report.other-currencies" in codes(found)
    ledger = 1001 - 9000 + 333 - 50
    for name in ("first", "last", "linear", "position", "decay", "markov", "shapley"):
        column = {key: row[name] for key, row in rows(found, "models").items()}
        assert column.pop("total") == ledger
        assert sum(column.values()) == ledger, name
    bare = rows(found, "channels")["unattributed"]
    assert (bare["credited"], bare["revenue"]) == (1, 283)


def test_the_look_back_and_the_period_end_paths() -> None:
    events: list[Event] = [(1, 1, ADS, None, None), (1, 50, None, 100, "EUR")]
    near, far = (asked(scene(events), "attribution", days=days) for days in (30, 60))
    assert rows(near, "channels")["unattributed"]["credited"] == 1
    assert rows(far, "channels")["unattributed"]["credited"] == 0
    at = scene(events)
    late = replace(at, period=replace(at.period, start=BEGIN + timedelta(days=60)))
    assert "attribution.no-conversions" in codes(asked(late, "attribution"))
    future = replace(at, period=replace(at.period, start=END + timedelta(days=900)))
    assert "attribution.no-conversions" in codes(asked(future, "attribution"))


def test_costs_without_people_have_a_row_and_add_up() -> None:
    events: list[Event] = [(1, 1, MAIL, None, None), (1, 2, None, 5000, "EUR")]
    at = scene(events, spend=[(3, ADS, 700, "EUR"), (4, MAIL, 0, "EUR"), (4, ADS, 5, "SEK")])
    found = rows(asked(at, "attribution"), "channels")
    assert found["channel:0"]["cost"] == 700
    assert found["channel:0"]["revenue"] == 0
    assert found["channel:1"]["roas"] is None  # nothing was spent: no return on it
    assert found["total"]["cost"] == 700
    chosen = replace(at, chosen=pa.table({"person": pa.array([1], pa.int64())}))
    limited = asked(chosen, "attribution")
    assert "attribution.costs-of-all" in codes(limited)
    assert rows(limited, "channels")["total"]["cost"] is None
    assert "budget.of-all" in codes(asked(chosen, "budget"))


def test_leads_without_a_stage_of_leads() -> None:
    bare = Path((Step("visitor", 0, False, None), Step("other", 1, False, None)))
    at = scene([(1, 1, ADS, None, None)], path=bare)
    assert codes(asked(at, "attribution", goal="leads")) == {"attribution.no-stage"}
    assert codes(asked(at, "budget")) == {"attribution.no-stage"}


def year(spend_of: Any, seed: int = 2, weeks: int = 44) -> Scene:
    """A lead for about every 10 euros of the week's spend on ads, and five a week by mail; a third buy."""
    rng = np.random.default_rng(seed)
    events: list[Event] = []
    stages: list[tuple[int, float, int]] = []
    spend: list[tuple[int, int, int, str]] = []
    person = 0
    for week in range(weeks):
        money = float(spend_of(rng))
        spend += [(7 * week + day, ADS, round(100 * money / 7), "EUR") for day in range(7)]
        for channel, count in ((ADS, rng.poisson(money / 10)), (MAIL, rng.poisson(5))):
            for _ in range(int(count)):
                person += 1
                day = 7 * week + float(rng.uniform(0, 6.9))
                events.append((person, day, channel, None, None))
                stages.append((person, day, 1))
                if rng.random() < 1 / 3:
                    stages.append((person, day + 1, 2))
    return scene(events, spend, stages)


@pytest.mark.slow
def test_a_plan_for_a_goal_brings_the_goal() -> None:
    at = year(lambda rng: rng.uniform(50, 300))
    there = asked(at, "budget", goal=25)
    figures = {each.key: each for each in there.figures}
    assert figures["customers"].value == pytest.approx(25, rel=0.01)
    assert 0.3 < figures["chance"].value < 0.6
    back = asked(at, "budget", budget=figures["needed"].value / 100)
    again = {each.key: each for each in back.figures}
    assert again["customers"].value == pytest.approx(25, rel=0.01)
    total = rows(there, "split")["total"]
    parts = [row["customers"] for key, row in rows(there, "split").items() if key != "total"]
    assert sum(parts) == pytest.approx(total["customers"])
    # 300 a week at most, 1.2 × that a month: what is more has no place.
    far = asked(at, "budget", budget=100_000)
    assert "budget.left-over" in codes(far)
    assert "budget.out-of-reach" in codes(asked(at, "budget", goal=1000))
    assert "budget.beyond" in codes(asked(at, "budget", goal=40, beyond=True))
    assert "budget.free" in codes(asked(at, "budget", goal=1))
    # The truth (a lead for 10 euros, a third buy) is in the interval of the response.
    curve = [row for row in asked(at, "response").sheets[1].rows if row["seen"]]
    held = [row["leads_low"] <= row["spend"] / 1000 <= row["leads_high"] for row in curve]
    assert np.mean(held) > 0.8


@pytest.mark.slow
def test_what_the_weeks_do_not_tell_is_said() -> None:
    same = asked(year(lambda rng: 150), "budget")
    assert "budget.no-variation" in codes(same)
    assert rows(same, "split")["channel:0"]["spend"] == pytest.approx(150 * 100 * 4.348, rel=0.01)
    few = asked(year(lambda rng: rng.uniform(50, 300), weeks=8), "response")
    assert "budget.few-weeks" in codes(few)
    free = asked(year(lambda rng: 0), "budget")
    assert "budget.no-spend" in codes(free)
    cheap = asked(year(lambda rng: rng.uniform(0, 5)), "budget")
    assert "budget.few-leads" in codes(cheap)


def test_a_holdout_tells_how_much_of_the_credit_was_caused() -> None:
    """30 cared for, of whom 15 buy by mail within the window; 10 held back, of whom 2 buy all the same. Those whose
    window has not passed, and what is bought after it, do not count."""
    who = range(1, 41)
    buys = [p for p in who if p <= 15 or p in (31, 32)]
    events: list[Event] = [(p, 11, MAIL, None, None) for p in buys]
    events += [(p, 12, None, 1000, "EUR") for p in buys]
    events += [(p, 45, MAIL, 1000, "EUR") for p in (20, 21)]  # later than 30 days after the entry
    events += [(50, 315, MAIL, 1000, "EUR")]
    at = scene(events)
    con = at.reader.cursor  # type: ignore[attr-defined]
    begin = BEGIN.replace(tzinfo=None)
    for person, day, place in [*((p, 10, 0 if p <= 30 else 1) for p in who), (50, 314, 0)]:
        con.execute(
            "INSERT INTO entries VALUES (?, ?, ?, ?, NULL)",
            [place, person, person, begin + timedelta(days=day)],
        )
    found = touched(at, 90)
    one = reached_by_test(
        at, found, linear(found.paths, 7), found.codes.index(MAIL), ((0,), (1,)), timedelta(days=30)
    )
    assert (one.cared, one.held, one.credited) == (30, 10, 15)
    assert one.caused == pytest.approx((15 / 30 - 2 / 10) * 30)
    assert one.factor == pytest.approx(0.6)
