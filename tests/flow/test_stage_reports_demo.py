"""What is planted in the demo shop is found by the reports about stages, and nothing else is cried."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from polku.analytics.alerts import at_moment, watch
from polku.app import Workspace
from polku.demo import journey_text, leak_began, shop_demo
from polku.settings import settings_text

pytestmark = pytest.mark.slow

END = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    directory = tmp_path_factory.mktemp("stages") / "shop"
    directory.mkdir()
    (directory / "journey.yaml").write_text(journey_text("shop", END), "utf-8")
    (directory / "polku.toml").write_text(settings_text("Kauppa", "fi"), "utf-8")
    with Workspace.open(directory, clock=lambda: END + timedelta(minutes=5)) as work:
        work.load_demo(shop_demo(people=16_000, seed=5, end=END))
        yield work


def rows(shop: Workspace, key: str, sheet: str, **asked: str) -> list[dict[str, Any]]:
    found = shop.reports.answer(key, asked)
    return next(each["rows"] for each in found["sheets"] if each["key"] == sheet)


def test_the_leak_of_the_checkout_is_told_since_when_and_for_whom(shop: Workspace) -> None:
    """Checkout → order on mobile: from 80 % to 44 % since the day it began; the form and the arrow with it."""
    found = shop.reports.answer("alerts", {})
    told = {(row["from"]["en"], row["group"]["en"]): row for row in found["sheets"][0]["rows"]}
    began = leak_began(END).astimezone(ZoneInfo("Europe/Helsinki")).date()
    row = told["Checkout", "mobile"]
    assert row["drop"]
    assert row["before"] == pytest.approx(0.80, abs=0.04)
    assert row["now"] == pytest.approx(0.44, abs=0.12)
    assert abs((datetime.fromisoformat(row["since"]).date() - began).days) <= 2
    assert told["Form started", "mobile"]["now"] == pytest.approx(0.15, abs=0.1)
    assert {group for _, group in told} == {"mobile"}
    assert any("mobile" in note["what"] and note["level"] == "warning" for note in found["notes"])


def test_quiet_weeks_are_quiet(shop: Workspace) -> None:
    """Of 12 weeks of the demo's year before the leak, at most one tells anything."""
    with shop.warehouse.read() as cursor:
        here = shop.reports.scene(cursor)
        told = [
            watch(at_moment(here, END - timedelta(days=7 * weeks))).alerts
            for weeks in range(1, 36, 3)
        ]
    assert sum(bool(each) for each in told) <= 1


def test_the_stage_that_is_slow_on_mobile(shop: Workspace) -> None:
    """Leads: 12.5 days to the first checkout on mobile, 5 elsewhere; the log-rank test is sure."""
    found = {row["id"]: row for row in rows(shop, "time", "groups", by="device")}
    mobile, desktop = found["by:lead:=mobile"], found["by:lead:=desktop"]
    assert mobile["to_next"] > 2 * desktop["to_next"]
    assert mobile["to_next_low"] > desktop["to_next_high"]
    assert mobile["chance"] < 1e-6
    notes = shop.reports.answer("time", {"by": "device"})["notes"]
    assert any(note["code"] == "time.slower" and "mobile" in note["what"] for note in notes)
    other = found["by:promoter:=mobile"]
    assert other["chance"] > 0.05


def test_a_leak_is_its_arithmetic(shop: Workspace) -> None:
    """Leak = lost × value, within its interval, on each arrow; people lost are those of conversion."""
    lost = {row["id"]: row["lost"] for row in rows(shop, "conversion", "arrows")}
    for row in rows(shop, "leaks", "arrows"):
        assert row["leak"] == pytest.approx(row["lost"] * row["each"])
        assert row["leak_low"] <= row["leak"] <= row["leak_high"]
        assert row["lost"] == lost[row["id"]]


def test_the_arithmetic_of_mending_says_of_how_many_days_a_value_is(shop: Workspace) -> None:
    """A year of history has followed nobody for a whole year, so the value is of less."""
    for row in rows(shop, "mend", "arrows"):
        days = re.search(r"of the first (\d+) days", row["arithmetic"]["en"])
        assert days is not None
        assert int(days[1]) in range(30, 360, 30)


def test_lost_people_are_those_of_home(shop: Workspace) -> None:
    """With the usual factor the report and the list of Home name the same number; a larger factor, fewer."""
    usual = {row["id"]: row["people"] for row in rows(shop, "lost", "stages")}
    strict = {row["id"]: row["people"] for row in rows(shop, "lost", "stages", factor="1.0")}
    assert all(strict[key] >= usual[key] for key in usual)
    assert sum(strict.values()) > sum(usual.values())
