"""From an event to a task over HTTP, against a real server."""

from __future__ import annotations

import time
from pathlib import Path

import httpx
import pytest

from polku.app import Workspace
from tests.flow.test_api import JOURNEY
from tests.flow.test_records_api import SETTINGS
from tests.running_api import as_program, running_api

pytestmark = pytest.mark.slow

PROGRAMME = """
key: handoff
name: Myynnille
stage: lead
entry: {event: Form Submitted}
holdout: 0
goal: {event: Order Completed}
steps:
- key: call
  task: {title: Soita, owner: matti, contact: call, respond_within: 4h}
"""
CHOICES = {"note": "first", "inside": "stay", "groups": {}, "enrol": "forward", "mode": "live",
           "recipients": None}  # fmt: skip


def first_task(client: httpx.Client) -> dict[str, object]:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if found := client.get("/api/tasks").json()["tasks"]:
            return dict(found[0])
        time.sleep(0.05)
    raise AssertionError("no task came")


def test_a_form_becomes_a_task_with_what_was_read_and_is_answered(tmp_path: Path) -> None:
    (tmp_path / "journey.yaml").write_text(JOURNEY)
    (tmp_path / "polku.toml").write_text(SETTINGS)
    with Workspace.open(tmp_path) as workspace, running_api(workspace) as client:
        assert client.get("/api/tasks").status_code == 401
        as_program(client)
        key = workspace.create_key("shop")["write_key"]
        client.put("/api/programmes/handoff", json={"body": PROGRAMME, "edition": 0})
        published = client.post("/api/programmes/handoff/publish", json=CHOICES)
        assert published.status_code == 200, published.text
        calls = [
            {"type": "page", "userId": "anna@yritys.example", "properties": {"title": "Hinnasto"}},
            {"type": "track", "event": "Form Submitted", "userId": "anna@yritys.example"},
        ]
        assert client.post("/v1/batch", json={"batch": calls}, auth=(key, "")).status_code == 200
        row = first_task(client)
        assert (row["owner"], row["contact"], row["state"]) == ("matti", "call", "open")
        id_ = row["id"]
        page = client.get(f"/api/tasks/{id_}").json()
        assert page["brief"]["stage"] == "lead"
        read = [(line["event"], line["what"]) for line in page["brief"]["read"]]
        assert ("Page Viewed", "Hinnasto") in read
        noted = client.post(f"/api/tasks/{id_}/notes", json={"text": "Soitin"}).json()
        assert [note["text"] for note in noted["notes"]] == ["Soitin"]
        assert client.post(f"/api/tasks/{id_}/owner", json={"owner": "liisa"}).status_code == 200
        assert client.get("/api/tasks?owner=matti").json()["tasks"] == []
        done = client.post(f"/api/tasks/{id_}/answer", json={"outcome": "meeting"})
        assert (done.status_code, done.json()["state"]) == (200, "done")
        again = client.post(f"/api/tasks/{id_}/answer", json={"outcome": "offer"})
        assert (again.status_code, again.json()["errors"][0]["code"]) == (409, "task.done")
        counts = client.get("/api/tasks?state=done").json()["counts"]
        assert counts == {"open": 0, "late": 0, "done": 1}
        assert client.get("/api/tasks/1").status_code == 404
