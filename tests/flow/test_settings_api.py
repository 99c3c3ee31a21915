"""What an owner sets on screen is written into polku.toml, and holds at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from polku.app import Workspace
from polku.settings import load_settings
from polku.starting import make_workspace
from tests.flow.smtp_servers import Handler, smtp_server
from tests.running_api import as_program, running_api


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    make_workspace(tmp_path / "w", name="Mallila")
    return tmp_path / "w"


@pytest.fixture
def workspace(directory: Path) -> Iterator[Workspace]:
    with Workspace.open(directory) as opened:
        yield opened


@pytest.fixture
def api(workspace: Workspace) -> Iterator[httpx.Client]:
    with running_api(workspace) as client:
        yield as_program(client)


def changed(asked: dict[str, Any], **sections: dict[str, Any]) -> dict[str, Any]:
    values = {name: {**part, **sections.get(name, {})} for name, part in asked["values"].items()}
    return {"edition": asked["edition"], "values": values}


def test_the_file_keeps_its_form_and_all_holds_at_once(
    api: httpx.Client, workspace: Workspace, directory: Path
) -> None:
    """Comments, order, secrets and mode stay; messages, links and clocks say the new values without a new start."""
    file = directory / "polku.toml"
    file.write_text(
        file.read_text("utf-8").replace(
            "[email]\n", '[email]\nhost = "smtp.mallila.example"\npassword = "salaisuus-77"\n'
        ),
        "utf-8",
    )
    before, mode = file.read_text("utf-8"), file.stat().st_mode
    asked = api.get("/api/settings").json()
    assert (asked["host"], asked["values"]["workspace"]["name"]) == (
        "smtp.mallila.example",
        "Mallila",
    )
    assert "salaisuus-77" not in str(asked)
    new = changed(
        asked,
        company={"name": "Mallila Oy", "address": "Tie 1, Espoo", "email": "apu@mallila.fi"},
        public={"url": "https://polku.mallila.fi"},
        email={"sender": "Mallila <posti@mallila.fi>", "reply_to": "apu@mallila.fi"},
        workspace={"timezone": "Europe/Stockholm"},
        policy={"quiet_from": "20:00"},
        hours={"days": ["mon", "sat"]},
    )
    saved = api.put("/api/settings", json=new)
    assert saved.status_code == 200
    assert "salaisuus-77" not in saved.text
    assert saved.json()["edition"] != asked["edition"]

    after = file.read_text("utf-8")
    written = load_settings(directory)
    assert (written.email.sender, written.email.password.reveal()) == (
        "Mallila <posti@mallila.fi>",
        "salaisuus-77",
    )
    assert re.findall("#.*", after) == re.findall("#.*", before)
    assert file.stat().st_mode == mode
    assert [each.name for each in directory.glob(".polku*")] == []

    assert api.get("/api/session").json()["timezone"] == "Europe/Stockholm"
    assert workspace.world().zone == "Europe/Stockholm"
    cards = {each["key"]: each for each in workspace.care.readiness(language="fi")["cards"]}
    assert [cards[key]["state"] for key in ("company", "public")] == ["ok", "ok"]
    # the public name is let in at once, for what is public
    headers = {"Host": "polku.mallila.fi"}
    assert api.get("/p/style.css", headers=headers).status_code == 200
    assert api.get("/api/session", headers=headers).status_code == 400
    assert api.get("/health").json()["delivering"] is True
    deeds = api.get("/api/audit").json()["deeds"]
    assert deeds[0]["what"] == "configuration.save"
    assert "email.sender" in deeds[0]["details"]["changed"]


def test_all_that_is_wrong_is_told_by_field_and_nothing_is_written(
    api: httpx.Client, directory: Path
) -> None:
    before = (directory / "polku.toml").read_text("utf-8")
    asked = api.get("/api/settings").json()
    new = changed(
        asked,
        email={"sender": "posti@mallila.fi\r\nBcc: kaikki@mallila.fi", "reply_to": "ei osoite"},
        public={"url": "polku.mallila.fi"},
        company={"name": "Mallila", "privacy_url": "javascript:alert(1)"},
        workspace={"timezone": "Eurooppa"},
        policy={"quiet_to": "25:00", "most_per_day": -1},
    )
    refused = api.put("/api/settings", json=new, headers={"Accept-Language": "fi"})
    assert refused.status_code == 422
    problems = refused.json()["errors"]
    assert {each["where"] for each in problems} == {
        *("email.sender", "email.reply_to", "public.url", "company.privacy_url"),
        *("workspace.timezone", "policy.quiet_to", "policy.most_per_day"),
    }
    assert all(each["code"] == "studio.bad-setting" for each in problems)
    assert (directory / "polku.toml").read_text("utf-8") == before


def test_what_was_written_by_hand_meanwhile_is_not_written_over(
    api: httpx.Client, directory: Path
) -> None:
    file = directory / "polku.toml"
    asked = api.get("/api/settings").json()
    file.write_text(file.read_text("utf-8").replace("# phone", "phone"), "utf-8")
    refused = api.put("/api/settings", json=changed(asked, company={"name": "Toinen"}))
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (
        409,
        "studio.settings-changed",
    )
    asked = api.get("/api/settings").json()
    assert asked["values"]["company"]["phone"] == "+358 9 1234 567"
    assert api.put("/api/settings", json=changed(asked, company={"name": "Toinen"})).is_success
    file.write_text("[company\n", "utf-8")
    broken = api.get("/api/settings")
    assert (broken.status_code, broken.json()["errors"][0]["code"]) == (422, "settings.syntax")


def test_a_workspace_without_a_file_gets_one_and_an_address_can_be_taken_away(
    api: httpx.Client, directory: Path
) -> None:
    (directory / "polku.toml").unlink()
    asked = api.get("/api/settings").json()
    url = {"url": "http://127.0.0.1:9"}
    asked = api.put("/api/settings", json=changed(asked, public=url)).json()
    assert load_settings(directory).public.url == "http://127.0.0.1:9"
    api.put("/api/settings", json=changed(asked, public={"url": None}))
    assert load_settings(directory).public.url is None


def test_a_test_goes_to_an_own_address_from_the_sender_just_written(
    api: httpx.Client, directory: Path
) -> None:
    """Never to a stranger, never with a header of its own; what the mail server says is told."""
    handler = Handler()
    with smtp_server(handler) as port:
        file = directory / "polku.toml"
        lines = f'[email]\nhost = "127.0.0.1"\nport = {port}\ntls = "none"\n'
        file.write_text(file.read_text("utf-8").replace("[email]\n", lines), "utf-8")
        asked = api.get("/api/settings").json()
        sender = {"sender": "Mallila <posti@mallila.fi>"}
        assert api.put("/api/settings", json=changed(asked, email=sender)).is_success
        for address in ("kuka@muualla.fi", "posti@mallila.fi\r\nBcc: x@mallila.fi", "@mallila.fi"):
            refused = api.post("/api/settings/test", json={"address": address})
            assert refused.status_code == 422
        assert handler.taken == []
        went = api.post("/api/settings/test", json={"address": "apu@mallila.fi"})
        assert went.status_code == 204
        assert [each.rcpt_tos for each in handler.taken] == [["apu@mallila.fi"]]
        assert b"From: Mallila <posti@mallila.fi>" in (handler.taken[0].content or b"")
    down = api.post("/api/settings/test", json={"address": "apu@mallila.fi"})
    assert (down.status_code, down.json()["errors"][0]["code"]) == (422, "mail.unreachable")
