"""Segments on a real workspace: counted, saved, used, refused, over HTTP and by the command line."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from polku.app import Workspace
from polku.errors import RequestRefused
from polku.remote import RemoteWorkspace
from polku.serverfile import ServerFile
from polku.settings import settings_text
from tests.conftest import run_polku
from tests.running_api import TOKEN, as_program, running_api

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
JOURNEY = """
stages:
  - {key: lead, name: Liidit, enter: [Form Submitted]}
  - {key: customer, name: Asiakkaat, enter: [{event: Order Completed}]}
personas:
  - {key: boss, name: Johtaja, segment: buyers}
  - {key: nobody, name: Ei kukaan}
"""
BUYERS = {"did": "Order Completed", "where": {"revenue": ">=50"}, "within": "180d"}
MAP = {
    "person": "who", "time": "when", "event": "what", "revenue": "eur", "currency": "=EUR",
}  # fmt: skip


def rows() -> str:
    """Forty leads in June; p00 … p23 buy 20, 22, … 66 euros five days later, p00 … p03 again in 2025."""
    lines = ["who,when,what,eur"]
    lines += [f"p{i:02},2026-06-01T08:00:00Z,Form Submitted," for i in range(40)]
    lines += [f"p{i:02},2026-06-06T08:00:00Z,Order Completed,{20 + 2 * i}" for i in range(24)]
    lines += [f"p{i:02},2025-06-06T08:00:00Z,Order Completed,90" for i in range(4)]
    return "\n".join(lines)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    directory = tmp_path / "shop"
    directory.mkdir()
    (directory / "journey.yaml").write_text(JOURNEY, "utf-8")
    (directory / "polku.toml").write_text(settings_text("Kauppa", "fi"), "utf-8")
    (tmp_path / "orders.csv").write_text(rows(), "utf-8")
    with Workspace.open(directory, clock=lambda: NOW) as workspace:
        workspace.import_file(tmp_path / "orders.csv", map=MAP)
    return directory


@pytest.fixture
def workspace(folder: Path) -> Iterator[Workspace]:
    with Workspace.open(folder, clock=lambda: NOW) as opened:
        yield opened


@pytest.fixture
def api(workspace: Workspace) -> Iterator[httpx.Client]:
    with running_api(workspace) as client:
        yield as_program(client)


def saved(condition: Any, key: str = "buyers", name: Any = "Ostajat") -> dict[str, Any]:
    return {"body": {"key": key, "name": name, "condition": condition}, "edition": None}


def test_a_condition_is_counted_while_it_is_written(api: httpx.Client) -> None:
    """People, some of them, words; or what is wrong, and no figure."""
    found = api.post("/api/segments/count", json={"condition": BUYERS}).json()
    assert found["people"] == 9  # p15 … p23
    assert len(found["sample"]) == 5
    assert {each["id"] for each in found["sample"]} <= {f"p{i}" for i in range(15, 24)}
    assert "on vähintään 50" in found["words"]["fi"]
    stage = {"all": [{"stage": "lead"}, {"not": {"stage": "customer"}}]}
    assert api.post("/api/segments/count", json={"condition": stage}).json()["people"] == 16
    for wrong, code in (
        ({"did": "A", "count": "often"}, "condition.bad-count"),
        ({"trait": "email", "is": "x"}, "condition.personal-trait"),
        ({"any": [{"segment": "none"}]}, "condition.unknown-segment"),
        ({"stage": "laed"}, "condition.unknown-stage"),
        ({"persona": "nobody"}, "condition.unlinked-persona"),
        ({"persona": "who"}, "condition.unknown-persona"),
        ({}, "condition.no-person-kind"),
        ({"did": "A", "wihtin": "3d"}, "journey.misspelt-key"),
    ):
        said = api.post("/api/segments/count", json={"condition": wrong}).json()
        assert said["people"] is None
        assert [problem["code"] for problem in said["problems"]] == [code]
        assert said["problems"][0]["where"].startswith("condition")


def test_a_used_segment_is_not_deleted(api: httpx.Client) -> None:
    """The list of who uses it comes with the refusal: segments, programmes, personas."""
    assert api.put("/api/segments/buyers", json=saved(BUYERS)).status_code == 200
    of_buyers = {"all": [{"segment": "buyers"}, {"stage": "customer"}]}
    assert api.put("/api/segments/vip", json=saved(of_buyers, "vip")).status_code == 200
    care = {
        "key": "care", "name": {"fi": "Hoito", "en": "Care"}, "stage": "customer",
        "entry": {"segment": "vip"},
        "steps": [
            {"branch": [{"if": {"not": {"persona": "boss"}}, "steps": [{"set": {"segment": "x"}}]}]}
        ],
    }  # fmt: skip
    body = {"body": yaml.safe_dump(care), "edition": 0}
    assert api.put("/api/programmes/care", json=body).status_code == 200
    listed = {row["key"]: row for row in api.get("/api/segments").json()}
    users = {key: [(u["kind"], u["key"]) for u in row["used_by"]] for key, row in listed.items()}
    assert users == {
        "buyers": [("segment", "vip"), ("persona", "boss")],
        "vip": [("programme", "care")],
    }
    assert listed["vip"]["used_by"][0]["name"] == {"fi": "Hoito", "en": "Care"}
    assert (listed["buyers"]["people"], listed["vip"]["people"]) == (9, 9)
    refused = api.delete("/api/segments/buyers")
    assert refused.status_code == 409
    assert refused.json()["errors"][0]["code"] == "segment.used"
    assert refused.json()["errors"][0]["params"]["users"] == "vip, boss"
    assert api.delete("/api/programmes/care").status_code == 204
    assert api.delete("/api/segments/vip").status_code == 204
    assert api.get("/api/segments/vip").status_code == 404


def test_no_segment_leads_back_to_itself(api: httpx.Client) -> None:
    """Neither straight, nor by another one, nor by a persona."""
    itself = api.put("/api/segments/buyers", json=saved({"not": {"segment": "buyers"}}))
    assert [e["code"] for e in itself.json()["errors"]] == [
        "condition.unknown-segment",
        "segment.ring",
    ]
    api.put("/api/segments/buyers", json=saved(BUYERS))
    api.put("/api/segments/b", json=saved({"persona": "boss"}, "b"))
    ring = api.put("/api/segments/buyers", json=saved({"any": [{"segment": "b"}, BUYERS]}))
    assert ring.status_code == 422
    assert ring.json()["errors"][0]["params"]["ring"] == "buyers → b → buyers"


def test_somebody_elses_change_is_not_overwritten(api: httpx.Client) -> None:
    """The edition tells; the key in the document must be that of the address."""
    first = api.put("/api/segments/buyers", json={**saved(BUYERS), "edition": 0}).json()
    assert first["edition"] == 1
    late = api.put("/api/segments/buyers", json={**saved(BUYERS), "edition": 0})
    assert (late.status_code, late.json()["errors"][0]["code"]) == (409, "care.edited")
    other = api.put("/api/segments/other", json=saved(BUYERS))
    assert (other.status_code, other.json()["errors"][0]["code"]) == (422, "segment.key-differs")


def test_the_text_is_kept_as_it_was_written(api: httpx.Client) -> None:
    """YAML with its comments; what is wrong is told with its line."""
    text = "key: buyers\nname: Ostajat\ncondition:  # isoja\n  did: Order Completed\n"
    page = api.put("/api/segments/buyers", json={"body": text}).json()
    assert page["body"] == text
    assert page["people"] == 24
    wrong = text.replace("did: Order", "did: Order Completed\n  count: many\n  x:")
    [problem] = [
        each
        for each in api.put("/api/segments/buyers", json={"body": wrong}).json()["errors"]
        if each["code"] == "condition.bad-count"
    ]
    assert problem["where"] == "buyers:5 condition.count"


def test_counts_follow_what_comes_in(workspace: Workspace, tmp_path: Path) -> None:
    """Kept while nothing is written, never longer."""
    segments = workspace.segments
    segments.save("buyers", saved(BUYERS)["body"], who="test")
    assert segments.all()[0]["people"] == 9
    assert len(segments.members("buyers")) == 9
    more = tmp_path / "more.csv"
    more.write_text("who,when,what,eur\np39,2026-11-20T08:00:00Z,Order Completed,70\n", "utf-8")
    workspace.import_file(more, map=MAP)
    assert segments.all()[0]["people"] == 10
    assert segments.show("buyers")["sample"][0]["id"] == "p39"


def test_the_command_line_does_the_same(folder: Path, tmp_path: Path) -> None:
    """save, list, show, count, delete."""
    file = tmp_path / "buyers.yaml"
    file.write_text(
        "key: buyers\nname: {fi: Ostajat, en: Buyers}\ncondition: {did: Order Completed}\n", "utf-8"
    )
    assert run_polku("-C", folder, "segments", "save", file).out == "buyers: 24 people\n"
    [row] = run_polku("-C", folder, "segments", "--json").json
    assert (row["key"], row["people"]) == ("buyers", 24)
    assert row["used_by"] == [
        {"kind": "persona", "key": "boss", "name": {"fi": "Johtaja", "en": "Johtaja"}}
    ]
    assert run_polku("-C", folder, "segments", "show", "buyers").out == file.read_text("utf-8")
    asked = json.dumps({"not": {"segment": "buyers"}})
    assert run_polku("-C", folder, "segments", "count", asked, "--json").json["people"] == 16
    assert run_polku("-C", folder, "segments", "count", file).out.startswith("24 people: ")
    wrong = run_polku("-C", folder, "segments", "count", "{did: A, count: many}", code=2)
    assert "condition.count" in wrong.err
    assert "segment.used" in run_polku("-C", folder, "segments", "delete", "buyers", code=2).err
    shutil.copy(folder / "journey.yaml", tmp_path)
    (folder / "journey.yaml").write_text(JOURNEY.replace(", segment: buyers", ""), "utf-8")
    assert run_polku("-C", folder, "segments", "delete", "buyers").out == "buyers: deleted\n"
    assert run_polku("-C", folder, "segments", "list", "--json").json == []


def test_a_running_server_answers_the_same(workspace: Workspace, api: httpx.Client) -> None:
    """`polku.open` beside a server asks it over HTTP."""
    server = ServerFile(url=str(api.base_url), token=TOKEN, pid=os.getpid())
    with RemoteWorkspace(workspace.directory, server) as remote:
        made = remote.segments.save("buyers", saved(BUYERS)["body"], who="cli")
        assert made["people"] == 9
        assert remote.segments.all() == workspace.segments.all()
        assert remote.segments.show("buyers") == workspace.segments.show("buyers")
        assert remote.segments.count(BUYERS) == workspace.segments.count(BUYERS)
        with pytest.raises(RequestRefused, match="used in: boss"):
            remote.segments.delete("buyers", who="cli")
