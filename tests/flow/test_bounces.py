"""Mail that comes back from a real Postfix, and what it does to the person it is about."""

from __future__ import annotations

import asyncio
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from polku.app import Workspace
from polku.channels.channel import Outgoing
from polku.channels.content import EmailContent
from polku.channels.email import EmailChannel
from polku.delivery.verp import mail_word, return_path
from polku.events.identity import identity_hash
from polku.settings import EmailSettings
from polku.starting import make_workspace
from tests.flow.postfix_server import postfix, postfix_or_skip
from tests.flow.smtp_servers import Handler, smtp_server
from tests.public_site import public_site

pytestmark = pytest.mark.slow
DOMAIN = "bounce.kauppa.example"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    make_workspace(tmp_path / "w", template="shop", language="fi", name="Kauppa")
    with Workspace.open(tmp_path / "w") as found:
        yield found


def message_to(workspace: Workspace, address: str = "ann@example.com", id: int = 7001) -> int:
    """A delivery of Ann's; returns her number."""
    control, now = workspace.control, workspace.clock()
    person = identity_hash(control.identity_key, "user", "ann")
    seen = pa.array([round(now.timestamp() * 1e6)], pa.int64())
    row = {"identity": pa.array([person]), "kind": ["user"], "value": ["ann"], "first_seen": seen}
    control.identities.remember(pa.table(row))
    control.traits.set(person, {"email": address}, now)
    control.deliveries.queue(
        id, person, intent="guide", step={"email": {"subject": "x", "body": "y"}}
    )
    return person


def send(workspace: Workspace, port: int, id: int = 7001, to: str = "ann@example.com") -> None:
    """Through the e-mail channel, with the return path and Message-ID that rendering gives."""
    key = workspace.control.link_key
    content = EmailContent(
        subject="Opas", html="<p>Hei</p>", text="Hei\n", sender="Kauppa <posti@kauppa.example>",
        reply_to=None, return_path=return_path(id, DOMAIN, key), unsubscribe=None, language="fi",
        message_id=f"{mail_word(id, key)}@kauppa.example",
    )  # fmt: skip

    async def run() -> None:
        channel = EmailChannel(EmailSettings(host="127.0.0.1", port=port, tls="none"), Path())
        await channel.send(Outgoing(id, to, content))
        await channel.close()

    asyncio.run(run())


def returned(handler: Handler, patience: float = 20) -> bytes:
    """The message that came to the bounce domain."""
    until = time.monotonic() + patience
    while not handler.taken:
        assert time.monotonic() < until, "no bounce came"
        time.sleep(0.05)
    assert handler.taken[0].mail_from in ("", "<>", None)
    head = f"Return-Path: <>\r\nDelivered-To: {handler.taken[0].rcpt_tos[0]}\r\n".encode()
    return head + bytes(handler.taken[0].original_content or b"")


def told(workspace: Workspace, event: str) -> list[dict[str, object]]:
    return [row for row in workspace.events().records() if row["event"] == event]


def test_a_mailbox_that_is_not_there_comes_back_and_is_suppressed(workspace: Workspace) -> None:
    """Postfix takes the message, the next server refuses the mailbox, Postfix tells us: a hard bounce
    on the person's timeline, and the address is written to no more. Twice is once."""
    postfix_or_skip()
    person = message_to(workspace)
    bounces = Handler()
    refusing = Handler(rcpt="550 5.1.1 <ann@example.com>: user unknown")
    with smtp_server(refusing) as hop, smtp_server(bounces) as back, postfix(hop, back) as port:
        send(workspace, port)
        raw = returned(bounces)
    for _ in range(2):
        found = workspace.take_mail(raw)
        assert (found.outcome, found.message, found.hard, found.status) == (
            "bounced",
            7001,
            True,
            "5.1.1",
        )
    (event,) = told(workspace, "Email Bounced")
    assert event["person"] == str(person) or event["person"] == "ann"
    said = str(event["properties"])
    assert '"bounce":"hard"' in said
    assert "example.com" not in said
    assert workspace.control.suppressions.reasons("email", ["ann@example.com"]) == {
        "ann@example.com": "bounced"
    }


def test_a_server_that_is_long_away_is_a_soft_bounce(workspace: Workspace) -> None:
    """After its days in the queue the message comes back; the address stays good."""
    postfix_or_skip()
    message_to(workspace)
    bounces = Handler()
    busy = Handler(rcpt="450 4.2.0 Mailbox busy")
    with smtp_server(busy) as hop, smtp_server(bounces) as back, postfix(hop, back) as port:
        send(workspace, port)
        raw = returned(bounces, patience=40)
    found = workspace.take_mail(raw)
    assert (found.outcome, found.message, found.hard) == ("bounced", 7001, False)
    assert found.status.startswith("4.")
    assert not workspace.control.suppressions.reasons("email", ["ann@example.com"])


def test_a_receipt_that_was_asked_for_tells_of_the_delivery(workspace: Workspace) -> None:
    """NOTIFY=SUCCESS: a positive DSN becomes `Email Delivered`."""
    postfix_or_skip()
    message_to(workspace)
    key = workspace.control.link_key
    bounces, good = Handler(), Handler()
    with smtp_server(good) as hop, smtp_server(bounces) as back, postfix(hop, back) as port:
        with smtplib.SMTP("127.0.0.1", port) as client:
            client.ehlo()
            client.mail(return_path(7001, DOMAIN, key), ["RET=HDRS"])
            client.rcpt("ann@example.com", ["NOTIFY=SUCCESS"])
            client.data(b"From: posti@kauppa.example\r\nSubject: x\r\n\r\nHei\r\n")
        raw = returned(bounces)
    assert workspace.take_mail(raw).outcome == "delivered"
    assert len(told(workspace, "Email Delivered")) == 1


def test_a_report_about_another_address_suppresses_only_ours(workspace: Workspace) -> None:
    """Whoever got a message can read its return path; what else they claim is not believed."""
    message_to(workspace)
    raw = dsn(workspace).replace(b"ann@example.com", b"uhri@example.com")
    assert workspace.take_mail(raw).hard
    known = workspace.control.suppressions.reasons("email", ["uhri@example.com", "ann@example.com"])
    assert known == {"ann@example.com": "bounced"}
    word = mail_word(7001, workspace.control.link_key)
    forged = raw.replace(word.encode(), word[::-1].encode())
    assert workspace.take_mail(forged).outcome == "unknown"


def test_the_command_takes_a_message_from_its_input(tmp_path: Path) -> None:
    """`polku bounce < message` as the mail server's alias runs it, with a server running and without."""
    folder = tmp_path / "w"
    with public_site(folder) as site:
        message_to(site.workspace)
        raw = dsn(site.workspace)
        done = site.client.post("/api/inbound", content=raw)
        assert done.status_code == 401
        owner = {"Authorization": "Bearer program-token"}
        answer = site.client.post("/api/inbound", content=raw, headers=owner)
        assert answer.json() == {
            "outcome": "bounced",
            "message": "7001",
            "hard": True,
            "status": "5.1.1",
        }
        (event,) = site.events("Email Bounced", least=1)
        assert event["properties"]["bounce"] == "hard"
    polku = [sys.executable, "-m", "polku.cli", "--directory", str(folder), "bounce", "--json"]
    ran = subprocess.run(polku, input=raw, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert b'"message": "7001"' in ran.stdout
    ran = subprocess.run(polku, input=b"hei", capture_output=True, check=False)
    assert ran.returncode == 2


def dsn(workspace: Workspace) -> bytes:
    word = mail_word(7001, workspace.control.link_key)
    return (
        f"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx\r\nTo: b+{word}@{DOMAIN}\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\n\r\nSorry.\r\n"
        "--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
        "Final-Recipient: rfc822; ann@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--x--\r\n"
    ).encode()
