"""Reports of a period: what was before it is known, and is not in it."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from polku.app import Workspace
from polku.clock import fixed
from polku.starting import make_workspace
from tests.conftest import run_polku

pytestmark = pytest.mark.slow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROWS = """person,time,revenue
stays,2026-02-10T10:00:00Z,10
stays,2026-03-10T10:00:00Z,10
comes-back,2026-01-10T10:00:00Z,10
comes-back,2026-03-10T10:00:00Z,10
new,2026-03-10T10:00:00Z,10
silent,2026-02-10T10:00:00Z,10
long-silent,2026-01-10T10:00:00Z,10
last,2026-04-20T10:00:00Z,10
"""
MARCH = {"from": "2026-03-01", "to": "2026-03-31"}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder: Path = tmp_path_factory.mktemp("period")
    (folder / "orders.csv").write_text(ROWS, "utf-8")
    make_workspace(folder / "w", template="shop")
    with Workspace.open(folder / "w", fixed(datetime(2026, 4, 21, tzinfo=UTC))) as work:
        mapped = {"person": "person", "time": "time", "event": "=Order Completed"}
        work.import_file(
            folder / "orders.csv", map={**mapped, "revenue": "revenue", "currency": "=EUR"}
        )
        yield work


def rows(work: Workspace, report: str, sheet: str, **asked: str) -> list[dict[str, Any]]:
    answer = work.reports.answer(report, {**MARCH, **asked}, fresh=True)
    return next(each["rows"] for each in answer["sheets"] if each["key"] == sheet)


@pytest.mark.parametrize("active", ["event", "order"])
def test_who_stayed_was_there_in_the_month_before_the_period(shop: Workspace, active: str) -> None:
    """Whoever came some time earlier is back, and only those of the month before have fallen silent."""
    (march,) = rows(shop, "lifecycle", "parts", active=active)
    names = ("part", "people", "new", "stayed", "back", "silent")
    assert [march[name] for name in names] == ["2026-03", 3, 1, 1, 1, 1]
    for kind in names[2:]:
        with shop.warehouse.read() as cursor:
            asked = {**MARCH, "active": active}
            opened = shop.reports.people(cursor, "lifecycle", asked, march["id"], kind)
        assert len(opened) == 1, kind


def test_weeks_begin_with_the_week_before_too(shop: Workspace) -> None:
    first, second, *_ = rows(shop, "lifecycle", "parts", unit="week")
    assert (first["part"], first["silent"], first["people"]) == ("2026-02-23", 0, 0)
    assert (second["part"], second["people"]) == ("2026-03-02", 0)


def test_no_month_stands_before_the_period(shop: Workspace) -> None:
    assert [row["month"] for row in rows(shop, "orders", "months")] == ["2026-03"]
    assert [row["month"] for row in rows(shop, "costs", "months")] == ["2026-03"]
    assert [row["month"] for row in rows(shop, "ltv", "cohorts")] == ["2026-03"]


def test_a_file_of_a_report_has_euros(tmp_path: Path) -> None:
    """JSON has minor units; the file is read in a spreadsheet, where 30 means thirty euros."""
    (tmp_path / "orders.csv").write_text(ROWS, "utf-8")
    run_polku("init", tmp_path / "w", "--template", "shop")
    mapped = "person=person,time=time,event==Order Completed,revenue=revenue,currency==EUR"
    run_polku("-C", tmp_path / "w", "import", tmp_path / "orders.csv", "--map", mapped, "--yes")
    of_march = ("-C", tmp_path / "w", "report", "orders", "from=2026-03-01", "to=2026-03-31")
    (row,) = csv.DictReader(io.StringIO(run_polku(*of_march, "--csv").out))
    assert (row["month"], float(row["net"]), float(row["aov"])) == ("2026-03", 30.0, 10.0)
    (same,) = run_polku(*of_march, "--json").json["sheets"][0]["rows"]
    assert same["net"] == 3000
