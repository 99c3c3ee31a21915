"""Care programmes over HTTP and on the command line: who may do what, conflicts, and the same answers with and
without a server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.care_shop import END, Shop, make_shop, open_shop, programme
from tests.conftest import Ran, serving
from tests.running_api import as_program, running_api

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_shop(tmp_path_factory.mktemp("shop") / "w", people=400)


@pytest.fixture
def shop(template: Path, tmp_path: Path) -> Iterator[Shop]:
    with open_shop(template, tmp_path / "w") as opened:
        yield opened


@pytest.fixture
def api(shop: Shop) -> Iterator[httpx.Client]:
    with running_api(shop.workspace) as client:
        yield as_program(client)


def entered(client: httpx.Client, shop: Shop, role: Any) -> httpx.Client:
    """A browser of somebody with a role."""
    del client.headers["Authorization"]
    token = shop.workspace.control.tokens.issue(role)
    client.get("/login", params={"token": token})
    client.headers["X-Polku"] = "1"
    return client


BODY = {"body": programme(), "edition": 0}
ROUTES: list[tuple[str, str, Any, str]] = [
    ("GET", "/api/programmes", None, "viewer"),
    ("GET", "/api/programmes/templates", None, "viewer"),
    ("GET", "/api/programmes/care", None, "viewer"),
    ("POST", "/api/programmes/care/check", {"body": programme()}, "viewer"),
    ("GET", "/api/programmes/care/results", None, "viewer"),
    ("GET", "/api/programmes/care/people", None, "viewer"),
    ("GET", "/api/programmes/care/versions", None, "viewer"),
    ("GET", "/api/readiness", None, "viewer"),
    ("GET", "/api/pressure", None, "viewer"),
    ("PUT", "/api/programmes/care", BODY, "editor"),
    ("POST", "/api/programmes", {"template": "welcome"}, "editor"),
    ("GET", "/api/programmes/care/publishing", None, "editor"),
    ("POST", "/api/programmes/care/publish", {"note": "x"}, "editor"),
    ("POST", "/api/programmes/care/pause", {"inside": "wait"}, "editor"),
    ("POST", "/api/programmes/care/stop", None, "editor"),
    ("POST", "/api/programmes/care/dry-run", {"days": 30}, "editor"),
    ("POST", "/api/tick", None, "editor"),
    ("DELETE", "/api/programmes/care", None, "editor"),
]


def test_each_route_asks_for_its_role(api: httpx.Client, shop: Shop) -> None:
    shop.care.save("care", programme(), edition=0, who="test")
    viewer = entered(api, shop, "viewer")
    for method, path, body, role in ROUTES:
        answer = viewer.request(method, path, json=body)
        assert (answer.status_code == 403) == (role == "editor"), (path, answer.text)
    viewer.cookies.clear()
    for method, path, body, _ in ROUTES:
        assert viewer.request(method, path, json=body).status_code == 401


def test_a_programme_is_written_published_paused_and_stopped(api: httpx.Client, shop: Shop) -> None:
    made = api.put("/api/programmes/care", json=BODY)
    assert made.status_code == 200, made.text
    page = made.json()
    assert (page["edition"], page["state"], page["version"]) == (1, "draft", None)
    assert [node["key"] for node in page["nodes"]][:3] == ["rest", "thanks", "again"]
    late = api.put("/api/programmes/care", json=BODY)
    assert late.status_code == 409
    assert late.json()["errors"][0]["code"] == "care.edited"
    changed = page["document"] | {"priority": 70}
    kept = api.put("/api/programmes/care", json={"body": changed, "edition": 1}).json()
    assert kept["document"]["priority"] == 70
    assert "priority: 70" in kept["body"]

    plan = api.get("/api/programmes/care/publishing").json()
    asked = {"note": "Ensimmäinen", "enrol": "also_now"}
    assert api.post("/api/programmes/care/publish", json=asked).json() == {"version": 1}
    page = api.get("/api/programmes/care").json()
    assert 0 < page["inside"] <= plan["enters_now"]
    assert page["versions"][0]["note"] == "Ensimmäinen"
    assert api.delete("/api/programmes/care").status_code == 409

    people = api.get("/api/programmes/care/people", params={"limit": 2}).json()
    assert people["total"] == page["inside"]
    more = api.get("/api/programmes/care/people", params={"limit": 2, "cursor": people["next"]})
    ids = [each["person"] for each in people["people"] + more.json()["people"]]
    assert len(set(ids)) == 4
    again = api.get("/api/programmes/care/replay").json()
    assert (again["same"], again["differing"]) == (True, 0)
    traced = api.get("/api/programmes/care/trace", params={"person": ids[0], "days": 60}).json()
    assert {"from", "to", "actions", "rows"} == set(traced)
    assert traced["rows"]
    told = api.get("/api/programmes/care/explain", params={"person": ids[0]}).json()
    assert told["entries"][0]["arm"] == "cared"
    shown = api.post("/api/programmes/care/preview", json={"person": ids[0], "language": "en"})
    assert shown.json()["email"]["subject"] == "Thank you"

    assert api.post("/api/programmes/care/pause", json={}).json()["state"] == "paused"
    shop.now += timedelta(days=1)
    resumed = api.post("/api/programmes/care/resume", json={"overdue": "skip"}).json()
    assert resumed["state"] == "live"
    stopped = api.post("/api/programmes/care/stop").json()
    assert (stopped["state"], stopped["inside"]) == ("stopped", 0)
    deeds = [each.what for each in shop.workspace.control.audit.list()]
    assert {"programmes.publish", "programmes.pause", "programmes.resume", "programmes.stop"} <= {
        *deeds
    }


def test_problems_that_block_are_told_all_at_once(api: httpx.Client) -> None:
    broken = programme().replace("stage: first-time\nentry", "stage: nowhere\nentry")
    api.put("/api/programmes/care", json={"body": broken, "edition": 0})
    answer = api.post("/api/programmes/care/publish", json={"note": "x"})
    assert answer.status_code == 422
    assert {each["level"] for each in answer.json()["errors"]} == {"error"}
    assert api.get("/api/programmes/nobody").status_code == 404
    row = api.get("/api/programmes").json()["unbound"][0]
    assert (row["key"], row["problems"]["error"] > 0) == ("care", True)


def test_a_test_message_arrives_marked_and_is_counted_nowhere(
    template: Path, tmp_path: Path
) -> None:
    from aiosmtpd.controller import Controller

    from tests.flow.smtp_servers import free_port

    class Box:
        def __init__(self) -> None:
            self.got: list[tuple[list[str], bytes]] = []

        async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
            self.got.append((envelope.rcpt_tos, envelope.content))
            return "250 OK"

    box = Box()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        port = server.server.sockets[0].getsockname()[1]
        with open_shop(template, tmp_path / "w", port) as shop:
            shop.care.save("care", programme(), edition=0, who="test")
            person = shop.care.publish_plan("care")["examples"][0]["id"]
            sent = shop.care.test_send(
                "care", person=person, node="thanks", addresses=["me@kauppa.fi"], who="test"
            )
            assert sent == {"sent": ["me@kauppa.fi"], "failed": []}
            assert shop.workspace.control.deliveries.counts() == {}
    finally:
        server.stop()
    ((to, content),) = box.got
    assert to == ["me@kauppa.fi"]
    assert b"TEST" in content


def test_the_command_line_says_the_same_with_and_without_a_server(
    template: Path, tmp_path: Path, polku: Callable[..., Ran]
) -> None:
    directory = tmp_path / "w"
    with open_shop(template, directory):
        pass
    file = tmp_path / "care.yaml"
    file.write_text(programme(), "utf-8")
    at = ("-C", directory)
    assert polku(*at, "programmes", "save", file, "--json").json["edition"] == 1
    assert polku(*at, "programmes", "check", "care", "--json").json is not None
    assert polku(*at, "programmes", "show", "care").out.strip() == programme().strip()
    published = polku(
        *at, "programmes", "publish", "care", "--note", "x", "--also-now", "--yes", "--json"
    )
    assert published.json == {"key": "care", "version": 1}
    moved = polku(*at, "tick", "--now", (END + timedelta(days=400)).isoformat(), "--json").json
    assert moved["messages"] > 0
    reading: list[tuple[str, ...]] = [
        ("programmes", "--json"),
        ("programmes", "people", "care", "--json"),
        ("programmes", "results", "care", "--json"),
        ("programmes", "templates", "--json"),
        ("readiness", "--json"),
    ]
    alone = [polku(*at, *each).json for each in reading]
    said = polku(*at, "dry-run", file, "--days", "90", POLKU_LANG="fi").out
    assert said.startswith("Viimeisten 90 päivän aikana tämä olisi lähettänyt")
    with serving(directory, "--port", "0"):
        served = [polku(*at, *each).json for each in reading]
        polku(*at, "tick", "--now", "2030-01-01", code=2)
        polku(*at, "programmes", "stop", "care", "--yes")
    for one, other in zip(alone, served, strict=True):
        assert _timeless(one) == _timeless(other)


def _timeless(value: Any) -> Any:
    """Without the moments at which it was asked."""
    text = json.loads(json.dumps(value))
    if isinstance(text, dict):
        text.pop("as_of", None)
        text.pop("messages", None)  # a server carries the outbox out while it is asked
        for card in text.get("cards", []):
            card.pop("facts", None)
    return text
