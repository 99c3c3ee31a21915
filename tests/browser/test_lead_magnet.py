"""The whole way of a lead magnet: a real server, a real SMTP server, a real browser."""

from __future__ import annotations

import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import run_polku, serving
from tests.flow.smtp_servers import Handler, free_port, smtp_server
from tests.public_site import FORM, PDF, PHONE

pytestmark = [pytest.mark.slow, pytest.mark.browser]

SETTINGS = """
[workspace]
name = "Kauppa"
language = "fi"
timezone = "Europe/Helsinki"

[public]
url = "{url}"

[company]
name = "Kauppa Oy"
address = "Mannerheimintie 1, 00100 Helsinki"
email = "posti@kauppa.example"

[email]
host = "127.0.0.1"
port = {smtp}
tls = "none"
sender = "Kauppa <posti@kauppa.example>"

[policy]
quiet_from = "00:00"
quiet_to = "00:00"
"""
AFTER = """
key: after-leaving
name: Viesti eroamisen jälkeen
stage: lead
entry: {event: Form Confirmed}
goal: {event: Order Completed}
exits: [{stage: left}]
holdout: 0
steps:
  - key: until-off
    wait: {event: Unsubscribed, at_most: 30d}
  - key: never
    send: {intent: never, email: {subject: Tätä ei saa tulla, body: "Hei, tätä viestiä ei saa tulla."}}
"""


def test_from_form_to_story_to_no_more_mail(browser: Browser, tmp_path: Path) -> None:
    """Form → double opt-in mail → press → file → first message of the story → one-click
    unsubscribe → nothing more, and a reason for what was not sent."""
    folder, port = tmp_path / "w", free_port()
    url = f"http://127.0.0.1:{port}"
    taken = Handler()
    with smtp_server(taken) as smtp:
        _workspace(folder, tmp_path, SETTINGS.format(url=url, smtp=smtp))
        with serving(folder, "--port", str(port)) as server:
            assert server.url == url
            page = browser.new_context(
                viewport={"width": 390, "height": 850},
                locale="fi-FI",
                user_agent=PHONE,
                accept_downloads=True,
            ).new_page()
            page.set_default_timeout(20_000)
            page.goto(f"{url}/p/form/guide")
            page.get_by_label("Sähköpostiosoite").fill("Anna@Asiakas.example")
            page.get_by_label("Etunimi").fill("Anna")
            page.get_by_label("Kyllä, minulle saa lähettää").check()
            page.wait_for_timeout(1600)
            page.get_by_role("button", name="Lähetä").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("Vahvista vielä sähköpostisi")

            asking = _mail(taken, 0)
            assert asking["To"] == "anna@asiakas.example"
            assert "Ostajan opas" in asking["Subject"]
            assert asking["List-Unsubscribe"] is None, "a confirmation is not a list"
            page.goto(_link(asking, "/p/"))
            expect(page.get_by_role("heading", level=1)).to_have_text("Kiitos!")
            with page.expect_download() as download:
                page.get_by_role("link", name="Lataa opas").click()
            assert Path(download.value.path()).read_bytes() == PDF
            assert download.value.suggested_filename == "opas.pdf"

            story = _mail(taken, 1)
            assert story["To"] == "anna@asiakas.example"
            assert story["Subject"] == "Näin saat oppaasta eniten irti"
            assert "Hei Anna" in _text(story)
            assert story["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
            one_click = str(story["List-Unsubscribe"]).strip("<>")
            assert one_click.startswith(f"{url}/p/unsubscribe/")
            answer = httpx.post(one_click, data={"List-Unsubscribe": "One-Click"}, trust_env=False)
            assert answer.status_code == 200

            refused = _refused(folder)
            assert refused["reason"]["code"] == "delivery.withdrawn"
            assert len(taken.taken) == 2, "no more mail"
            names = [each["event"] for each in _events(folder)]
            for name in (
                "Form Submitted", "Form Confirmed", "Consent Given", "File Downloaded",
                "Message Sent", "Unsubscribed",
            ):  # fmt: skip
                assert name in names, name
            page.context.close()


def _workspace(folder: Path, beside: Path, settings: str) -> None:
    run_polku("init", folder, "--template", "shop", "--lang", "fi")
    (folder / "polku.toml").write_text(settings, "utf-8")
    (folder / "files").mkdir()
    (folder / "files" / "opas.pdf").write_bytes(PDF)
    (beside / "form.yaml").write_text(FORM, "utf-8")
    run_polku("-C", folder, "forms", "save", beside / "form.yaml")
    run_polku("-C", folder, "forms", "publish", "guide")
    run_polku("-C", folder, "programmes", "new", "welcome", "--lang", "fi")
    body = run_polku("-C", folder, "programmes", "show", "welcome").out
    assert "holdout: 10" in body
    (beside / "welcome.yaml").write_text(body.replace("holdout: 10", "holdout: 0"), "utf-8")
    (beside / "after.yaml").write_text(AFTER, "utf-8")
    for name, key in (("welcome", "welcome"), ("after", "after-leaving")):
        run_polku("-C", folder, "programmes", "save", beside / f"{name}.yaml")
        run_polku("-C", folder, "programmes", "publish", key, "--yes", "--note", "test")


def _mail(server: Handler, number: int, patience: float = 20.0) -> EmailMessage:
    until = time.monotonic() + patience
    while len(server.taken) <= number:
        assert time.monotonic() < until, f"only {len(server.taken)} messages came"
        time.sleep(0.05)
    content = server.taken[number].content
    assert isinstance(content, bytes)
    found = message_from_bytes(content, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def _link(message: EmailMessage, part: str) -> str:
    return next(word.strip("<>()") for word in _text(message).split() if part in word)


def _events(folder: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = run_polku("-C", folder, "events", "--json").json
    return found


def _refused(folder: Path) -> dict[str, dict[str, str]]:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        rows = run_polku("-C", folder, "messages", "--state", "refused", "--json").json
        rows = rows["messages"] if isinstance(rows, dict) else rows
        if rows:
            found: dict[str, dict[str, str]] = rows[0]
            return found
        time.sleep(0.2)
    raise AssertionError("nothing was refused")
