"""An empty workspace becomes the example or one's own journey while its server runs, and nobody is signed out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import Server, run_polku, serving

pytestmark = pytest.mark.slow  # whole workspaces, and processes of their own

OURS = {"X-Polku": "1"}
PATIENCE = 60  # seconds


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[tuple[Server, httpx.Client]]:
    """A workspace as `polku init` leaves it, and its signed-in owner."""
    run_polku("init", tmp_path / "own", "--lang", "fi")
    with (
        serving(tmp_path / "own") as server,
        httpx.Client(base_url=server.url, follow_redirects=True, headers=OURS) as client,
    ):
        client.get(server.login)
        yield server, client


def done(client: httpx.Client) -> set[str]:
    return {item["key"] for item in client.get("/api/checklist").json()["items"] if item["done"]}


def begin(client: httpx.Client, kind: str, how: str) -> httpx.Response:
    return client.post("/api/start", json={"kind": kind, "language": "fi", "begin": how})


def until_moved_in(client: httpx.Client) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if not client.get("/api/start").json()["empty"]:
                return
        except httpx.TransportError:
            pass  # the server is away for a moment
        time.sleep(0.2)
    raise AssertionError("the example never came")


def test_the_example_moves_in_and_is_taken_away(empty: tuple[Server, httpx.Client]) -> None:
    """Same address, same session, same settings; a second time is refused; removal leaves no event."""
    server, client = empty
    settings = server.directory / "polku.toml"
    settings.write_text(settings.read_text("utf-8").replace('name = "own"', 'name = "Oma"'))
    me = client.get("/api/me").json()["id"]
    assert begin(client, "b2b", "demo").json() == {"journey": None}
    assert begin(client, "b2b", "demo").json()["errors"][0]["code"] == "start.making"
    until_moved_in(client)
    session = client.get("/api/session").json()
    assert (session["workspace"], session["demo"]) == ("Oma", True)
    assert client.get("/api/me").json()["id"] == me
    assert client.get("/api/home").json()["people"] > 4_000
    again = begin(client, "shop", "demo")
    assert (again.status_code, again.json()["errors"][0]["code"]) == (409, "start.not-empty")
    assert done(client) == {"model"}
    assert client.delete("/api/demo").json()["people"] > 4_000
    assert client.get("/api/home").json()["events"] == 0
    assert not list(server.directory.glob(".demo-*"))


def test_an_own_journey_and_the_list_that_completes_itself(
    empty: tuple[Server, httpx.Client],
) -> None:
    """What comes with a template is not yet one's own; each item is done when it is done."""
    server, client = empty
    assert client.get("/api/start").json()["new"]
    assert done(client) == set()
    made = begin(client, "b2b", "own").json()["journey"]
    assert not client.get("/api/start").json()["new"]
    page = client.get(f"/api/journeys/{made}").json()
    assert page["running"]
    assert (
        page["document"]["stages"][0]["key"]
        == (client.get("/api/journey").json()["journey"]["stages"][0]["key"])
    )
    assert done(client) == {"model"}

    persona = "  - key: aino\n    name: Aino\n    goal: Haluan nukkua yöni rauhassa\n"
    body = page["body"].replace("personas:\n", f"personas:\n{persona}", 1)
    saved = client.put(
        f"/api/journeys/{made}", json={"body": body, "edition": page["edition"]}
    ).json()
    assert saved["problems"] == [each for each in saved["problems"] if each["level"] != "error"]
    assert done(client) == {"model", "audience"}

    stages = [stage["key"] for stage in page["document"]["stages"]]
    goal = {"name": "Omin sanoin", "from": stages[1], "to": stages[2], "target": 0.3}
    answer = client.post(f"/api/journeys/{made}/goal", json={"goal": goal, "park": True})
    assert answer.status_code == 200, answer.text
    assert done(client) == {"model", "audience", "goal"}

    key = client.post("/api/keys", json={"name": "site"}).json()["write_key"]
    event = {"type": "track", "event": "Form Submitted", "userId": "a", "writeKey": key}
    assert httpx.post(f"{server.url}/v1/track", json=event).status_code == 200
    end = time.monotonic() + PATIENCE
    while "events" not in done(client) and time.monotonic() < end:
        time.sleep(0.1)
    assert done(client) == {"model", "audience", "goal", "events"}

    client.post("/api/team", json={"name": "Veli", "email": "veli@example.com", "role": "viewer"})
    assert done(client) == {"model", "audience", "goal", "events", "people"}
    assert client.post("/api/checklist", json={"hidden": True}).json()["hidden"]


def test_the_start_can_be_skipped(empty: tuple[Server, httpx.Client]) -> None:
    """What `polku init` wrote stays as it is."""
    server, client = empty
    before = (server.directory / "journey.yaml").read_text("utf-8")
    assert begin(client, "shop", "skip").json() == {"journey": None}
    assert not client.get("/api/start").json()["new"]
    assert (server.directory / "journey.yaml").read_text("utf-8") == before
