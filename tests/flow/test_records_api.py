"""Messages, consents and erasure over HTTP, against a real server."""

from __future__ import annotations

import time
from pathlib import Path

import httpx
import pytest

from polku.app import Workspace
from tests.flow.test_api import JOURNEY
from tests.running_api import as_program, running_api

pytestmark = pytest.mark.slow

SETTINGS = """
[email]
host = "127.0.0.1"
port = 9
tls = "none"
sender = "Kauppa <posti@kauppa.fi>"
[company]
name = "Kauppa Oy"
address = "Katu 1"
email = "apu@kauppa.fi"
"""
PROGRAMME = """
key: welcome
name: Tervetuloa
stage: lead
entry: {event: Form Submitted}
holdout: 0
goal: {event: Order Completed}
steps:
- key: hello
  send: {email: {subject: Hei, body: Hei.}}
"""


def wait_for(client: httpx.Client, path: str, n: int = 1) -> list[dict[str, object]]:
    """The messages of an answer, as soon as there are so many."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        found = client.get(path).json().get("messages", [])  # nobody yet: 404
        if len(found) >= n:
            return list(found)
        time.sleep(0.05)
    raise AssertionError("no message came")


def test_a_person_without_consent_is_told_of_consented_and_erased(tmp_path: Path) -> None:
    """The reason stands in the list and on the timeline; after consent the message is on its way;
    after erasure nobody is found, and the counts are as they were."""
    (tmp_path / "journey.yaml").write_text(JOURNEY)
    (tmp_path / "polku.toml").write_text(SETTINGS)
    with Workspace.open(tmp_path) as workspace, running_api(workspace) as client:
        as_program(client)
        key = workspace.create_key("shop")["write_key"]
        client.put("/api/programmes/welcome", json={"body": PROGRAMME, "edition": 0})
        published = client.post(
            "/api/programmes/welcome/publish",
            json={"note": "first", "inside": "stay", "groups": {}, "enrol": "forward",
                  "mode": "live", "recipients": None},
        )  # fmt: skip
        assert published.status_code == 200, published.text
        track = {"event": "Form Submitted", "userId": "anna@yritys.example"}
        assert client.post("/v1/track", json=track, auth=(key, "")).status_code == 200
        (row,) = wait_for(client, "/api/messages?person=anna@yritys.example")
        assert row["state"] == "refused"
        reason = row["reason"]
        assert isinstance(reason, dict)
        assert reason["what"] == "Not sent: no consent to e-mail marketing."
        card = client.get("/api/people/anna@yritys.example").json()
        kinds = [each["kind"] for each in card["timeline"]]
        assert "message" in kinds
        said = {"purpose": "marketing", "channel": "email", "given": True, "source": "puhelin"}
        ledger = client.post("/api/people/anna@yritys.example/consents", json=said).json()
        assert [(each["given"], each["source"]) for each in ledger] == [(True, "puhelin")]
        before = client.get("/api/events/count").json()
        data = client.get("/api/people/anna@yritys.example/data").json()
        assert {each["event"] for each in data["events"]} >= {"Form Submitted", "Consent Given"}
        done = client.delete("/api/people/anna@yritys.example").json()
        assert done["events_kept"] == len(data["events"])
        assert client.get("/api/people/anna@yritys.example/consents").status_code == 404
        assert client.get("/api/events/count").json()["people"] == before["people"]
        assert client.post("/api/messages/1/send").status_code == 404
        counts = client.get("/api/messages/counts").json()
        assert sum(counts.values()) == 1
