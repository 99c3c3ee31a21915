"""Reports asked wrongly: a sentence that says what, never a fall."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from polku.app import Workspace
from polku.clock import fixed
from polku.conditions.properties import is_property
from polku.errors import PolkuError
from polku.reports.catalogue import KEYS
from polku.reports.leaks import _largest
from polku.reports.lifecycle import _within
from polku.science.survival import kaplan_meier
from polku.science.wilson import wilson
from polku.starting import make_workspace
from tests.running_api import as_program, running_api

pytestmark = pytest.mark.slow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROWS = "person,time,event\n" + "".join(
    f"p{i},2026-03-{1 + i % 28:02d}T10:00:00Z,{event}\n"
    for i in range(60)
    for event in ("Page Viewed", "Product Added", "Order Completed")
)
UNFIT = ['"; DROP TABLE events; --', "a\\", "a..b", "*", "a.*", "a\0b", "9" * 20]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder: Path = tmp_path_factory.mktemp("wrong")
    (folder / "events.csv").write_text(ROWS, "utf-8")
    make_workspace(folder / "w", template="shop")
    with Workspace.open(folder / "w", fixed(datetime(2026, 4, 21, tzinfo=UTC))) as work:
        map = {"person": "person", "time": "time", "event": "event"}
        work.import_file(folder / "events.csv", map=map)
        work.reports.answer("orders", {}, fresh=True)
        yield work


def codes(work: Workspace, report: str, asked: dict[str, Any]) -> list[str]:
    with pytest.raises(PolkuError) as error:
        work.reports.answer(report, asked)
    return [each.code for each in error.value.problems]


@pytest.mark.parametrize("key", KEYS)
def test_the_first_and_the_last_year_are_answered(shop: Workspace, key: str) -> None:
    """However far a period reaches, the numbers are of the data, or there are none and a note says so."""
    wide = shop.reports.answer(key, {"from": "1900-01-01", "to": "2199-12-31"})
    assert wide["n"] == shop.reports.answer(key, {"from": "2026-01-01"})["n"]
    for asked in ({"to": "1900-01-01"}, {"from": "2199-12-31"}):
        for compare in ({}, {"compare": "previous"}):
            found = shop.reports.answer(key, {**asked, **compare})
            assert "report.outside" in [note["code"] for note in found["notes"]]


@pytest.mark.parametrize("name", ["from", "to"])
@pytest.mark.parametrize(
    "day", ["0002-01-01", "0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"]
)
def test_a_year_in_which_nothing_can_be_is_refused(shop: Workspace, name: str, day: str) -> None:
    """A page asks of the year 2 while somebody is typing 2026 into the field of a day."""
    assert codes(shop, "orders", {name: day}) == ["report.bad-parameter"]


@pytest.mark.parametrize("name", UNFIT)
def test_what_no_property_can_be_called_is_refused(shop: Workspace, name: str) -> None:
    assert not is_property(name)
    assert codes(shop, "conversion", {"by": f"property.{name}"}) == ["report.bad-parameter"]
    assert codes(shop, "orders", {"compare": f"property.{name}:x"}) == ["report.bad-group"]
    asked = {"property": name, "control": "x"}
    assert codes(shop, "experiment", asked) == ["report.bad-parameter"]


@pytest.mark.parametrize(
    "name", ["a'b", "$", "#", "[0]", "a b", "ä", "0", "a.0.b", "' OR 1=1", "*a"]
)
def test_any_other_name_is_a_property(shop: Workspace, name: str) -> None:
    assert is_property(name)
    shop.reports.answer("conversion", {"by": f"property.{name}"})


def test_what_is_said_once_is_not_said_twice(shop: Workspace) -> None:
    """The last one said would be answered, and the answer taken for both."""
    assert codes(shop, "orders", {"channel": ["ads", "mail"]}) == ["report.said-twice"]
    shop.reports.answer("funnel", {"steps": ["Page Viewed", "Order Completed"], "window": ["7d"]})


def test_reports_that_wait_keep_nothing_else_waiting(
    shop: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eighty slow questions at once: more than a server has threads for pages."""
    go_on = threading.Event()
    monkeypatch.setattr(shop.reports, "answer", lambda *_, **__: go_on.wait(60) and {})
    with running_api(shop) as client, ThreadPoolExecutor(80) as pool:
        as_program(client)
        asked = [pool.submit(_asked, client) for _ in range(80)]
        try:
            time.sleep(1)
            for path in ("/health", "/api/session"):
                assert client.get(path, timeout=10).status_code == 200
            assert not any(each.done() for each in asked)
        finally:
            go_on.set()


def _asked(client: httpx.Client) -> None:
    with httpx.Client(base_url=client.base_url, headers=client.headers, trust_env=False) as one:
        one.get("/api/reports/orders", timeout=60)


def test_nobody_back_yet_is_no_certainty_of_never() -> None:
    """62 leavers, 40 of them followed for 90 days and none back: 0 to Wilson's limit of none of 40."""
    curve = kaplan_meier([500, 2400], [0, 0], [22, 40])
    found = _within(curve, 90)
    assert found is not None
    assert (found.value, found.low, found.n) == (0, 0, 62)
    assert found.high == pytest.approx(wilson(0, 40)[1])
    assert _within(curve, 365) is None


def test_a_leak_of_nothing_is_not_the_largest() -> None:
    """Nobody lost, or refunds above sales: no figure, rather than −0 €."""
    none = {"leak": -0.0, "leak_low": -0.0, "leak_high": 0.0, "lost": 0}
    some = {"leak": 50.0, "leak_low": 20.0, "leak_high": 90.0, "lost": 5}
    assert _largest([none]) == []
    assert [figure.value for figure in _largest([none, some])] == [50.0]
