"""From an idea to what a metric has verified, over HTTP, with real events; decisions, reviews and the stop list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from polku.app import Workspace
from tests.flow.test_records_api import SETTINGS
from tests.running_api import as_program, running_api

pytestmark = pytest.mark.slow

JOURNEY = """
key: shop
name: {fi: Kauppa, en: Shop}
wip_limit: 1
goal: {name: {fi: Liidistä asiakkaaksi, en: Lead to customer}, from: lead, to: customer, target: 50 %, within_days: 7}
stages:
- {key: lead, name: {fi: Liidit, en: Leads}, expected_days: 2, enter: [{event: Form Submitted}]}
- {key: customer, name: {fi: Asiakkaat, en: Customers}, axis: using, enter: [{event: Order Completed}]}
calendar:
- {key: sale, name: Ale, from: 2026-01-02, to: 2026-01-15, every: year}
- {key: fair, name: Messut, from: 2026-03-01, stages: [lead]}
"""
CHANGED = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=30)
"""The day of the mending: people before it are the baseline."""


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[tuple[httpx.Client, Any]]:
    """A server, and a way to send leads of whom some buy within a day."""
    (tmp_path / "journey.yaml").write_text(JOURNEY)
    (tmp_path / "polku.toml").write_text(SETTINGS)
    with Workspace.open(tmp_path) as workspace, running_api(workspace) as client:
        as_program(client)
        key = workspace.create_key("shop")["write_key"]

        def leads(name: str, day: datetime, n: int, buy: int) -> None:
            calls = []
            for i in range(n):
                who = {"userId": f"{name}{i}", "messageId": f"{name}{i}l"}
                at = {"timestamp": day.isoformat()}
                calls.append({"type": "track", "event": "Form Submitted", **who, **at})
                if i < buy:
                    later = {"timestamp": (day + timedelta(hours=20)).isoformat()}
                    bought = {**who, "messageId": f"{name}{i}o"}
                    calls.append({"type": "track", "event": "Order Completed", **bought, **later})
            sent = client.post("/v1/batch", json={"batch": calls}, auth=(key, ""))
            assert sent.status_code == 200, sent.text
            client.get("/api/reports/conversion/fresh")

        yield client, leads


def code(answer: httpx.Response) -> str:
    return str(answer.json()["errors"][0]["code"])


def test_an_idea_is_done_only_when_its_metric_recovered(shop: Any) -> None:
    client, leads = shop
    leads("before", CHANGED - timedelta(days=30), 100, 30)
    idea = client.post(
        "/api/improvements", json={"kind": "idea", "title": "Lyhyempi lomake", "stage": "lead"}
    ).json()
    assert (idea["state"], idea["measured"]) == ("new", None), (
        "nobody is lost: nothing to measure by"
    )
    chance = client.post(f"/api/improvements/{idea['id']}/promote", json={"kind": "opportunity"})
    assert chance.status_code == 201
    chance = chance.json()
    assert chance["parent"] == idea["id"]
    assert chance["metric"]["report"] == "conversion", "an arrow gives its conversion"
    again = client.post(f"/api/improvements/{idea['id']}/promote", json={"kind": "experiment"})
    assert (again.status_code, code(again)) == (409, "improve.bad-move")

    trial = client.post(
        f"/api/improvements/{chance['id']}/promote", json={"kind": "experiment"}
    ).json()
    url = f"/api/improvements/{trial['id']}"
    metric = {"report": "conversion", "row": "lead", "column": "conversion"}
    metric |= {"asked": {"cohorts": "none"}, "since": CHANGED.date().isoformat()}
    trial = client.patch(url, json={"edition": 1, "metric": metric, "state": "doing"}).json()
    assert trial["metric"]["baseline"]["n"] == 100
    assert trial["metric"]["baseline"]["value"] == pytest.approx(0.3, abs=0.001)
    states = {x["id"]: x["state"] for x in client.get("/api/improvements").json()["improvements"]}
    assert states[idea["id"]] == "doing", "whoever gave the idea sees that it goes on"

    done = {"edition": trial["edition"], "state": "done"}
    refused = client.patch(url, json=done)
    assert (refused.status_code, code(refused)) == (409, "improve.too-few")
    leads("same", CHANGED + timedelta(days=2), 40, 13)
    refused = client.patch(url, json=done)
    assert (refused.status_code, code(refused)) == (409, "improve.unclear")
    assert "n = 40" in refused.json()["errors"][0]["what"]
    leads("better", CHANGED + timedelta(days=4), 120, 100)
    assert client.get(f"{url}/check").json()["verdict"] == "better"
    closed = client.patch(url, json=done).json()
    assert (closed["state"], closed["verified"]["verdict"]) == ("done", "better")
    assert closed["verified"]["now"]["n"] == 160
    rows = {x["id"]: x for x in client.get("/api/improvements").json()["improvements"]}
    assert rows[idea["id"]]["state"] == "done"
    assert rows[idea["id"]]["verified"]["by"] == chance["id"]


def test_without_a_metric_only_a_reason_closes(shop: Any) -> None:
    client, _ = shop
    made = client.post("/api/improvements", json={"kind": "friction", "title": "Kassa"}).json()
    url = f"/api/improvements/{made['id']}"
    refused = client.patch(url, json={"edition": 1, "state": "done"})
    assert (refused.status_code, code(refused)) == (409, "improve.no-metric")
    closed = client.patch(url, json={"edition": 1, "state": "done", "reason": "Kassa poistui"})
    assert closed.json()["verified"]["verdict"] == "reason"
    assert closed.json()["verified"]["reason"] == "Kassa poistui"
    stale = client.patch(url, json={"edition": 1, "title": "Toinen"})
    assert (stale.status_code, code(stale)) == (409, "improve.edited")
    wrong = {"report": "conversion", "row": "nowhere", "column": "conversion"}
    bad = client.patch(url, json={"edition": 2, "metric": wrong})
    assert (bad.status_code, code(bad)) == (422, "improve.bad-metric")
    plain = {"report": "nothing", "row": "", "column": "x"}
    assert client.patch(url, json={"edition": 2, "metric": plain}).status_code == 422


def test_no_more_is_under_way_than_the_journey_allows(shop: Any) -> None:
    client, _ = shop
    first, second = (
        client.post("/api/improvements", json={"kind": "opportunity", "title": title}).json()
        for title in ("Ensimmäinen", "Toinen")
    )
    doing = {"edition": 1, "state": "doing"}
    assert client.patch(f"/api/improvements/{first['id']}", json=doing).status_code == 200
    full = client.patch(f"/api/improvements/{second['id']}", json=doing)
    assert (full.status_code, code(full)) == (409, "improve.wip")
    assert "Ensimmäinen" in full.json()["errors"][0]["what"]
    # An experiment of what is under way is the same work: it takes no place of its own.
    trial = client.post(f"/api/improvements/{first['id']}/promote", json={"kind": "experiment"})
    started = client.patch(f"/api/improvements/{trial.json()['id']}", json=doing)
    assert started.status_code == 200, started.text
    page = client.get("/api/improvements").json()
    assert (page["doing"], page["limit"]) == (1, 1)


def test_one_vote_each_and_taken_back(shop: Any) -> None:
    client, _ = shop
    made = client.post("/api/improvements", json={"kind": "idea", "title": "Idea"}).json()
    url = f"/api/improvements/{made['id']}/vote"
    assert client.post(url).json()["votes"] == 1
    assert client.post(url).json()["votes"] == 1
    assert client.delete(url).json()["votes"] == 0


def test_a_review_keeps_its_minutes_and_dates_the_journey(shop: Any) -> None:
    client, leads = shop
    leads("a", CHANGED, 40, 12)
    begun = client.post("/api/reviews").json()
    assert begun["agenda"]["goal"]["now"] == pytest.approx(0.3, abs=0.001)
    assert client.post("/api/reviews").json()["id"] == begun["id"], "the open one goes on"
    whys = [each["why"] for each in begun["agenda"]["timelines"]]
    assert {"fast", "random"} <= set(whys)
    people = [each["person"] for each in begun["agenda"]["timelines"]]
    assert len(set(people)) == len(people)
    minutes = begun["minutes"]
    minutes["notes"] = {"goal": "Hyvä suunta <b>"}
    minutes["decisions"][0] = {"text": "=Jatketaan", "why": "Suunta on oikea"}
    url = f"/api/reviews/{begun['id']}"
    assert client.put(url, json=minutes).status_code == 200
    ended = client.post(f"{url}/end", json=minutes)
    assert ended.status_code == 200, ended.text
    assert (
        client.put(url, json=minutes).status_code,
        client.post(f"{url}/end", json=minutes).status_code,
    ) == (409, 409)
    log = client.get("/api/decisions?q=oikea suunta").json()
    assert [(row["text"], row["review"]) for row in log] == [("=Jatketaan", begun["id"])]
    assert client.get("/api/decisions?q=muuta").json() == []
    assert "'=Jatketaan" in client.get("/api/decisions.csv").text
    page = client.get("/api/journeys/-").json()
    assert page["stale"]["last_reviewed"] is not None
    token = client.post(f"{url}/share").json()["share"]
    shared = httpx.get(f"{client.base_url}/p/review/{token}", trust_env=False)
    assert shared.status_code == 200
    assert "Hyvä suunta &lt;b&gt;" in shared.text
    assert not any(person in shared.text for person in people)
    client.delete(f"{url}/share")
    assert httpx.get(f"{client.base_url}/p/review/{token}", trust_env=False).status_code == 404


def test_the_team_names_what_to_stop_and_keeps_it_for_a_reason(shop: Any) -> None:
    client, _ = shop
    said = {"title": "Printtimainos", "evidence": "Kukaan ei muistanut"}
    page = client.post("/api/stop-list", json=said).json()
    item = page["items"][0]
    assert (item["kind"], item["evidence"]) == ("own", "Kukaan ei muistanut")
    assert client.post("/api/stop-list/keep", json={"id": item["id"], "why": ""}).status_code == 422
    kept = client.post("/api/stop-list/keep", json={"id": item["id"], "why": "Sopimus"}).json()
    assert (kept["items"], kept["kept"][0]["why"]) == ([], "Sopimus")
    assert client.get("/api/decisions").json()[0]["why"] == "Sopimus"
    gone = client.post("/api/stop-list/stop", json={"id": item["id"], "why": "x"})
    assert gone.status_code == 404


def test_the_year_shows_what_is_bound_and_what_is_not(shop: Any) -> None:
    client, _ = shop
    items = client.get("/api/calendar/-?year=2027").json()["items"]
    assert [(each["key"], each["from"], each["bound"]) for each in items] == [
        ("sale", "2027-01-02", False)
    ]
    assert len(client.get("/api/calendar/-?year=2026").json()["items"]) == 2


def test_findings_propose_where_the_path_breaks_until_it_is_a_friction(shop: Any) -> None:
    """Nobody has paid here, so no euros can be told: the lowest conversion, which says so."""
    client, leads = shop
    leads("a", CHANGED - timedelta(days=20), 60, 12)
    leads("b", CHANGED, 10, 5)  # so that the first have been followed
    found = client.get("/api/findings").json()
    first = client.get("/api/reports/mend").json()["details"]["first"]
    assert (first["why"], first["from"], first["to"]) == ("lowest", "lead", "customer")
    assert "Euroja ei voi vielä laskea" in first["because"]["fi"]
    assert (found[0]["title"], found[0]["text"]) == (first["what"], first["because"])
    for each in found:
        made = client.post(
            "/api/improvements",
            json={
                "kind": "friction",
                "source": "data",
                "title": each["title"]["fi"],
                "friction": each["friction"],
                "stage": each["stage"],
                "metric": each["metric"],
            },
        )
        assert made.status_code == 201, made.text
        assert made.json()["source"] == "data"
    assert client.get("/api/findings").json() == []
