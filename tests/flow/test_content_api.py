"""Content, script and market over HTTP: what the document plans beside what the events and the ledger tell."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from polku.app import Workspace
from tests.public_site import FORM, OFFER
from tests.running_api import as_program, running_api

pytestmark = pytest.mark.slow

NOW = datetime.now(UTC)
JOURNEY = """
name: Sisältö
stages:
  - {key: visitor, axis: exploring, actions: [Kerro], enter: [Page Viewed]}
  - {key: lead, axis: deciding, actions: [Auta, Soita, Kysy], enter: [Form Submitted]}
  - {key: customer, axis: using, enter: [Order Completed]}
personas: [{key: p, name: Pirjo}, {key: q, name: Kalle}]
channels: [{key: ads}]
market: {people: 10000}
topics:
  - key: price
    stages: [visitor]
    pieces: [{key: article, state: published, event: Article Read}, {key: video, state: idea}]
  - {key: offer, stages: [lead], personas: [p]}
threads:
  - key: main
    question: Paljonko muutos maksaa?
    hooks: [{key: ad, name: "Paljonko maksaa?", channel: ads, campaign: syksy}, {key: bare, name: "Paljonko?"}]
    magnet: guide
    story: tale
    offer: spring
    closing: Myyjä soittaa
"""
STORY = """
key: tale
name: Paljonko muutos maksaa
stage: lead
entry: {event: Form Confirmed, where: {form: guide}}
goal: {event: Order Completed}
exits: [{stage: customer}]
holdout: 0
steps:
- key: first
  send: {email: {subject: Paljonko, body: Paljonko muutos maksaa}}
- key: bye
  end: Kerrottu
"""


def at(days: float) -> str:
    return (NOW - timedelta(days=days)).isoformat()


def seen(person: str, days: float, campaign: str | None = None) -> dict[str, Any]:
    said = {"campaign": {"name": campaign, "source": "google", "medium": "cpc"}} if campaign else {}
    return {"type": "page", "userId": person, "timestamp": at(days), "context": said}


def did(person: str, event: str, days: float) -> dict[str, Any]:
    return {"type": "track", "userId": person, "event": event, "timestamp": at(days)}


CALLS = [
    *(seen(person, 60, "syksy") for person in "abc"),
    seen("d", 60),
    did("a", "Article Read", 59), did("b", "Article Read", 59), did("d", "Article Read", 5),
    did("a", "Form Submitted", 58),  # soon: came ready to buy, and moved on after the article
    did("b", "Form Submitted", 40),  # later: came looking; within 30 days of the article
    did("d", "Form Submitted", 4),  # the article too late to have been followed
]  # fmt: skip


@pytest.fixture
def api(tmp_path: Path) -> Iterator[tuple[Workspace, httpx.Client]]:
    (tmp_path / "journey.yaml").write_text(JOURNEY, "utf-8")
    (tmp_path / "polku.toml").write_text('[money]\ncurrency = "EUR"\n', "utf-8")
    with Workspace.open(tmp_path) as workspace, running_api(workspace) as client:
        yield workspace, as_program(client)


def get(client: httpx.Client, what: str, key: str = "-") -> Any:
    found = client.get(f"/api/content/{key}/{what}")
    assert found.status_code == 200, found.text
    return found.json()


def filled(workspace: Workspace, client: httpx.Client, folder: Path) -> None:
    """The events and the costs, counted into stages."""
    key = workspace.create_key("site")["write_key"]
    assert client.post("/v1/batch", json={"batch": CALLS}, auth=(key, "")).status_code == 200
    until = time.monotonic() + 20
    while workspace.count()["events"] < len(CALLS) and time.monotonic() < until:
        time.sleep(0.05)
    day = (NOW - timedelta(days=60)).date()
    costs = folder / "costs.csv"
    costs.write_text(f"date,source,medium,campaign,cost,clicks\n{day},google,cpc,syksy,90.00,40\n")
    workspace.import_file(costs, map=workspace.propose(costs)["map"])
    workspace.tick()


def test_gaps_are_counted_from_the_draft(api: tuple[Workspace, httpx.Client]) -> None:
    """A topic that is only planned is no gap; a draft with faults is counted as it was published."""
    _, client = api
    found = get(client, "coverage")
    states = {(cell["stage"], cell["persona"]): cell["state"] for cell in found["cells"]}
    assert states == {
        ("visitor", "p"): "covered", ("visitor", "q"): "covered",
        ("lead", "p"): "planned", ("lead", "q"): "gap",
        ("customer", "p"): "gap", ("customer", "q"): "gap",
    }  # fmt: skip
    assert (found["gaps"], found["topicless"]) == (3, ["customer"])
    page = client.get("/api/journeys/-").json()
    more = page["body"].replace(
        "{key: offer, stages: [lead], personas: [p]}", "{key: offer, stages: [lead]}"
    )
    saved = client.put("/api/journeys/-", json={"body": more, "edition": page["edition"]}).json()
    assert get(client, "coverage")["gaps"] == 2
    broken = {"body": more + "nonsense: 1\n", "edition": saved["edition"]}
    assert client.put("/api/journeys/-", json=broken).status_code == 200
    assert get(client, "coverage")["gaps"] == 3
    assert client.get("/api/content/gone/coverage").status_code == 404


def test_the_market_is_divided_and_laid_over(
    api: tuple[Workspace, httpx.Client], tmp_path: Path
) -> None:
    """People known now, content, actions, and spend by how far its people came within a week."""
    workspace, client = api
    filled(workspace, client, tmp_path)
    found = get(client, "market")
    levels = {level["level"]: level for level in found["levels"]}
    assert [levels[name]["people"] for name in levels] == [6000, 2000, 1700, 300]
    assert levels["exploring"]["stages"][0]["people"] == 1  # c
    assert levels["deciding"]["stages"][0]["people"] == 3  # a, b and d
    assert (levels["exploring"]["content"], levels["deciding"]["content"]) == (1, 0)
    assert levels["exploring"]["spend"] == pytest.approx(6000)  # b and c came looking, a was ready
    assert levels["deciding"]["spend"] == pytest.approx(3000)
    assert found["spend"]["total"] == 9000
    assert found["buy_now"]["actions"] == {"share": 0.75, "market": 0.03, "times": 25}
    assert found["buy_now"]["content"]["share"] == 0
    assert found["buy_now"]["spend"]["share"] == pytest.approx(1 / 3)


def test_reach_stands_beside_the_next_step(
    api: tuple[Workspace, httpx.Client], tmp_path: Path
) -> None:
    """Pieces and hooks: who met them, and who of those went on."""
    workspace, client = api
    filled(workspace, client, tmp_path)
    article, video = get(client, "pieces")
    assert (article["people"], article["followed"], article["moved"], article["rate"]) == (
        3,
        2,
        2,
        1,
    )
    assert (video["bound"], video["people"]) == (False, None)
    ad, bare = get(client, "threads")[0]["hooks"]
    assert (ad["people"], ad["leads"], ad["by"]) == (3, 2, "campaign")
    assert ad["rate"] == pytest.approx(2 / 3)
    assert (ad["cost"], ad["clicks"], ad["cpa"]) == (9000, 40, 4500)
    assert (bare["people"], bare["cost"], bare["by"]) == (None, None, None)


def test_the_missing_link_is_named_until_it_is_mended(api: tuple[Workspace, httpx.Client]) -> None:
    """Documents come one by one, and the finding moves on along the thread."""
    workspace, client = api

    def findings() -> set[tuple[str, str]]:
        (thread,) = get(client, "threads")
        return {(one["code"], one["place"]) for one in thread["findings"] if one["level"] != "hint"}

    bare = {
        ("hook-no-channel", "hook:bare"),
        ("hook-no-address", "hook:bare"),
        ("hook-no-address", "hook:ad"),
    }
    assert findings() == bare | {
        ("unknown-magnet", "thread"), ("unknown-story", "thread"), ("unknown-offer", "thread")
    }  # fmt: skip
    workspace.outreach.save("form", "guide", FORM, edition=None, who="test")
    workspace.outreach.save("offer", "spring", OFFER, edition=None, who="test")
    client.put("/api/programmes/tale", json={"body": STORY, "edition": 0}).raise_for_status()
    drafts = findings()
    assert ("magnet-not-published", "form:guide") in drafts
    assert {
        ("story-not-published", "programme:tale"),
        ("story-no-offer", "programme:tale"),
    } < drafts
    assert ("offer-not-published", "offer:spring") in drafts
    assert not any(code.startswith(("unknown", "story-not-from")) for code, _ in drafts)
    workspace.outreach.publish("offer", "spring", who="test")
    assert drafts - findings() == {("offer-not-published", "offer:spring")}
    draft = client.get("/api/programmes/tale").json()
    faulty = {"body": STORY + "nonsense: 1\n", "edition": draft["edition"]}
    client.put("/api/programmes/tale", json=faulty)
    assert ("story-not-published", "programme:tale") in findings()
    workspace.outreach.close("offer", "spring", who="test")
    assert ("offer-closed", "offer:spring") in findings()


def test_a_journey_that_does_not_run_has_its_plan_but_no_people(
    api: tuple[Workspace, httpx.Client],
) -> None:
    """Nobody stands on its stages: numbers are missing, not 0."""
    _, client = api
    made = client.post("/api/journeys", json={"key": "other", "body": JOURNEY})
    assert made.status_code == 201, made.text
    market = get(client, "market", "other")
    assert market["levels"][2]["stages"][0]["people"] is None
    assert (market["levels"][2]["content"], market["spend"]["total"]) == (1, None)
    assert get(client, "pieces", "other")[0]["people"] is None
    assert get(client, "coverage", "other")["gaps"] == 3


def test_a_hook_has_those_who_opened_the_form_by_its_address(
    api: tuple[Workspace, httpx.Client],
) -> None:
    """The address of a form says the campaign before the form does."""
    workspace, client = api
    sent = {"form": "guide", "campaign": "oma"}
    linked = {**sent, "utm_campaign": "syksy"}
    calls = [
        {**did(person, "Form Submitted", 30), "properties": said}
        for person, said in (("x", linked), ("y", linked), ("z", sent))
    ]
    key = workspace.create_key("site")["write_key"]
    assert client.post("/v1/batch", json={"batch": calls}, auth=(key, "")).status_code == 200
    workspace.settle()
    workspace.tick()
    ad, _ = get(client, "threads")[0]["hooks"]
    assert (ad["people"], ad["leads"], ad["by"]) == (2, 2, "campaign")
