"""Experiments as reports: a published test imported from a file, and a programme's page that says the same."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from polku.app import Workspace
from polku.care.demo import PROGRAMMES
from polku.demo import journey_text
from polku.settings import settings_text
from polku.starting import make_demo
from polku.verify.hillstrom import SPEND, VISITS

pytestmark = pytest.mark.slow

END = datetime(2026, 11, 22, tzinfo=UTC)
AFTER = "2008-05-01"


def made(directory: Path, money: str = "") -> Workspace:
    directory.mkdir()
    (directory / "journey.yaml").write_text(journey_text("shop", END), "utf-8")
    text = settings_text("Kauppa", "fi").replace("\n[money]\n", f"\n[money]\n{money}\n")
    (directory / "polku.toml").write_text(text, "utf-8")
    return Workspace.open(directory, clock=lambda: END + timedelta(hours=1))


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def mailing(tmp_path_factory: pytest.TempPathFactory, real_data: Path) -> Iterator[Workspace]:
    """The file of Hillstrom as events: what was spent the year before, the mailing, the visit, the purchase."""
    folder = tmp_path_factory.mktemp("mailing")
    with (folder / "mailing.csv").open("w", encoding="utf-8", newline="") as out:
        write = csv.writer(out)
        write.writerow(["person", "time", "event", "group", "newbie", "value", "currency"])
        for i, row in enumerate(rows_of(real_data / "hillstrom.csv")):
            write.writerow([i, "2008-03-10", "Order Completed", "", "", row["history"], "USD"])
            group = [row["segment"], row["newbie"]]
            write.writerow([i, "2008-03-20", "Mailing Drawn", *group, "", "USD"])
            if row["visit"] == "1":
                write.writerow([i, "2008-03-25", "Page Viewed", "", "", "", "USD"])
            if row["conversion"] == "1":
                write.writerow([i, "2008-03-26", "Order Completed", "", "", row["spend"], "USD"])
        write.writerow(["nobody", AFTER, "Page Viewed", "", "", "", "USD"])
    with made(folder / "w", 'currency = "USD"') as work:
        columns = {"person": "person", "time": "time", "event": "event"}
        work.import_file(
            folder / "mailing.csv", map={**columns, "revenue": "value", "currency": "currency"}
        )
        yield work


def asked(work: Workspace, **more: str) -> dict[str, Any]:
    asked = {"property": "group", "control": "No E-Mail", "days": "14", **more}
    return work.reports.answer("experiment", asked, fresh=True)


def method(found: dict[str, Any], row: str) -> dict[str, Any]:
    sheet = next(each for each in found["sheets"] if each["key"] == "methods")
    return next(each for each in sheet["rows"] if each["id"] == row)  # type: ignore[no-any-return]


def test_the_sums_of_the_package_are_those_of_the_file(real_data: Path) -> None:
    rows = rows_of(real_data / "hillstrom.csv")
    for arm, sums in SPEND.items():
        mine = [row for row in rows if row["segment"] == arm]
        y = [Decimal(row["spend"]) for row in mine]
        x = [Decimal(row["history"]) for row in mine]
        assert sums.n == len(mine)
        assert sum(int(row["visit"]) for row in mine) == VISITS[arm]
        assert float(sum(y)) == pytest.approx(sums.y, abs=1e-9)
        assert float(sum(v * v for v in y)) == pytest.approx(sums.yy, abs=1e-6)
        assert float(sum(x)) == pytest.approx(sums.x, abs=1e-6)
        assert float(sum(v * v for v in x)) == pytest.approx(sums.xx, abs=1e-3)
        assert float(sum(a * b for a, b in zip(x, y, strict=True))) == pytest.approx(
            sums.xy, abs=1e-3
        )


def test_hillstroms_visits_and_spending(mailing: Workspace) -> None:
    """Men's e-mail: visits +7.66 points, spending +$0.770 [0.485, 1.055]."""
    visits = asked(mailing, event="Page Viewed")
    men = method(visits, "Mens E-Mail:welch")
    assert men["difference"] == pytest.approx(0.0766, abs=5e-5)
    always = method(visits, "Mens E-Mail:always")
    assert 0 < always["difference_low"] < men["difference_low"]
    assert method(visits, "Womens E-Mail:welch")["difference"] == pytest.approx(0.0452, abs=5e-5)
    arms = visits["sheets"][0]["rows"]
    assert {row["id"]: row["reached"] for row in arms} == VISITS
    spending = asked(mailing, metric="revenue", cuped="yes")
    men = method(spending, "Mens E-Mail:welch")
    numbers = [men["difference"], men["difference_low"], men["difference_high"]]
    assert np.array(numbers) / 100 == pytest.approx([0.770, 0.485, 1.055], abs=5e-4)
    assert 0 < method(spending, "Mens E-Mail:cuped")["saved"] < 0.01
    assert spending["n"] == 64_000
    assert {note["code"] for note in spending["notes"]} >= {
        "experiment.elsewhere",
        "experiment.no-shares",
    }


def test_groups_of_people_and_a_wrong_control(mailing: Workspace) -> None:
    found = asked(mailing, event="Page Viewed", by="property.newbie")
    groups = next(each for each in found["sheets"] if each["key"] == "groups")["rows"]
    assert sum(row["n"] for row in groups if row["id"].startswith("Mens")) == 42_613
    assert all(row["fdr"] >= row["p"] for row in groups)
    assert asked(mailing, control="Kids")["notes"][0]["code"] == "experiment.no-arms"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("programmes") / "w"
    make_demo(folder, people=6_000, end=END, team=False)
    with Workspace.open(folder, clock=lambda: END + timedelta(hours=1)) as work:
        yield work


def test_a_programmes_page_and_the_reports_say_the_same(shop: Workspace) -> None:
    listed = shop.reports.answer("experiments", {})["sheets"][0]["rows"]
    words = {
        "better": "Helps", "worse": "Harms", "unclear": "May be chance", "too-few": "Too few people",
    }  # fmt: skip
    assert {row["id"] for row in listed} == {f"{each.key}:in" for each in PROGRAMMES["shop"]}
    for row in listed:
        key = row["id"].partition(":")[0]
        page = shop.care.results(key)
        one = shop.reports.answer("experiment", {"programme": key})
        lift = page["lift"]
        assert row["closed"] == lift["n"] == one["n"]
        assert row["entered"] == lift["n"] + page["open"]
        for mine, theirs in (("lift", "value"), ("lift_low", "low"), ("lift_high", "high")):
            assert row[mine] == pytest.approx(lift[theirs], abs=1e-12)
        figures = {figure["key"]: figure for figure in one["figures"]}
        assert figures["difference"]["value"] == pytest.approx(lift["value"], abs=1e-12)
        assert row["verdict"]["en"] == words[lift["verdict"]] == figures["verdict"]["value"]["en"]
        assert row["balance"] > 0.001


def test_every_metric_of_every_programme_answers(shop: Workspace) -> None:
    for metric in ("goal", "buyers", "revenue", "orders", "order-value"):
        found = shop.reports.answer(
            "experiment",
            {
                "programme": "second-purchase", "metric": metric, "cuped": "yes", "bayes": "yes",
                "by": "device", "looks": "3", "wanted": "0.1",
            },
        )  # fmt: skip
        keys = [sheet["key"] for sheet in found["sheets"]]
        wanted = ["arms", "methods", "series", "groups", "bayes", "bounds"]
        arms = next(each["rows"] for each in found["sheets"] if each["key"] == "arms")
        # The lot leaves about a hundred in the holdout: money is judged from there on, goals from ten.
        fewest = 10 if metric in ("goal", "buyers") else 100
        if min(arm["closed"] for arm in arms) < fewest:
            wanted.remove("series")
        assert keys == wanted, metric
        seen = [row for s in found["sheets"] if s["key"] == "series" for row in s["rows"]]
        if not seen:
            continue
        last = method(found, "in:always")
        assert seen[-1]["difference"] == pytest.approx(last["difference"])
        assert seen[-1]["n"] == found["n"]
    assert shop.reports.answer("experiment", {"programme": "nobody"})["notes"]


def test_a_lot_that_was_not_drawn_has_no_verdict(tmp_path: Path) -> None:
    """Most of the holdout goes missing, as when a list is cleaned on one side only."""
    make_demo(tmp_path / "w", people=2_500, end=END, team=False)
    with Workspace.open(tmp_path / "w", clock=lambda: END + timedelta(hours=1)) as work:
        place = work.warehouse.names("place")["second-purchase@1:enter>holdout"]
        with work.warehouse.write() as tx:
            tx.con.execute("DELETE FROM entries WHERE place = $p AND person % 4 <> 0", {"p": place})
        rows = {
            row["id"]: row for row in work.reports.answer("experiments", {})["sheets"][0]["rows"]
        }
        assert rows["second-purchase:in"]["verdict"]["en"].startswith("No verdict")
        assert rows["feedback:in"]["verdict"]["en"] != rows["second-purchase:in"]["verdict"]["en"]
        assert work.care.results("second-purchase")["lift"]["verdict"] == "uneven"


def test_predictions_are_good_and_say_how_good(shop: Workspace) -> None:
    """On the demo: last month's numbers came true within their intervals, and better than the average."""
    board = shop.reports.answer("scoreboard", {})["sheets"][0]["rows"]
    rows = {row["id"]: row for row in board}
    assert {"churn", "next-purchase"} <= rows.keys()
    for key in ("churn", "next-purchase"):
        assert rows[key]["skill_low"] > 0
        assert rows[key]["brier"] < rows[key]["brier_base"]
        assert rows[key]["came_low"] - 0.03 < rows[key]["predicted"] < rows[key]["came_high"] + 0.03
    churn = shop.reports.answer("churn", {})
    someone = next(each for each in churn["sheets"] if each["key"] == "people")["rows"][0]
    assert someone["why"]["fi"].startswith("↑ ")
    assert churn["figures"][1]["value"] == pytest.approx(
        sum(row["expected"] for row in churn["sheets"][0]["rows"])
    )


def test_an_action_is_suggested_where_a_holdout_has_shown_one(shop: Workspace) -> None:
    """Nobody is given two, and where nothing is sure nothing is said."""
    found = shop.reports.answer("next-action", {})
    rows = {row["id"]: row for row in found["sheets"][0]["rows"]}
    assert rows["win-back"]["people"] == rows["feedback"]["people"] == 0
    assert "prediction.small-arm" in {note["code"] for note in found["notes"]}
    seen: list[int] = []
    with shop.warehouse.read() as cursor:
        for key in rows:
            people = shop.reports.people(cursor, "next-action", {}, key, "people")
            seen += people["person"].to_pylist()
    assert len(seen) == len(set(seen)) == sum(row["people"] for row in rows.values())
