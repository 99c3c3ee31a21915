"""Bounces, complaints and automatic answers as the world writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polku.delivery.reports import read_report
from polku.delivery.verp import mail_word, message_in, message_of, return_path

KEY = b"k" * 32
WORD = mail_word(7001, KEY)
TO = f"b+{WORD}@bounce.kauppa.example"


def report(kind: str, fields: str, human: str = "Sorry.", returned: str = "") -> bytes:
    return (
        f"From: MAILER-DAEMON@mx.example\nTo: {TO}\nMIME-Version: 1.0\nAuto-Submitted: auto-replied\n"
        f"Content-Type: multipart/report; report-type={kind}; boundary=x\n\n--x\nContent-Type: text/plain\n\n"
        f"{human}\n--x\nContent-Type: message/{kind}\n\n{fields}\n--x\nContent-Type: message/rfc822\n\n"
        f"{returned or 'Subject: x'}\n\nHei\n--x--\n"
    ).encode()


def status(action: str, code: str, diagnostic: str = "") -> bytes:
    fields = (
        f"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; ann@example.com\nAction: {action}\n"
        f"Status: {code}\nDiagnostic-Code: smtp; {diagnostic}\n"
    )
    return report("delivery-status", fields)


@pytest.mark.parametrize(
    ("action", "code", "diagnostic", "kind", "hard"),
    [
        ("failed", "5.1.1", "550 5.1.1 The email account that you tried to reach does not exist.", "bounced", True),
        ("failed", "5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound", "bounced", True),
        ("failed", "5.4.4", "unable to look up host", "bounced", True),
        ("failed", "5.0.0", "550 No such user here", "bounced", True),
        ("failed", "5.7.1", "550 5.7.1 Message rejected as spam", "bounced", False),
        ("failed", "5.2.2", "552 5.2.2 Mailbox full", "bounced", False),
        ("failed", "4.4.7", "delivery time expired", "bounced", False),
        ("Delivered", "2.1.5", "", "delivered", False),
        ("relayed", "2.0.0", "", "delivered", False),
        ("delayed", "4.4.1", "", "delayed", False),
    ],
)  # fmt: skip
def test_delivery_status_notifications(
    action: str, code: str, diagnostic: str, kind: str, hard: bool
) -> None:
    """Hard is what no later attempt mends: the mailbox or its domain is not there."""
    found = read_report(status(action, code, diagnostic))
    assert (found.kind, found.hard, found.status) == (kind, hard, code)
    assert WORD in found.words


def test_a_complaint_of_a_mailbox_provider() -> None:
    """ARF, as feedback loops send it: found by the Message-ID in the returned headers."""
    fields = "Feedback-Type: abuse\nUser-Agent: Loop/1.0\nVersion: 1\n"
    raw = report("feedback-report", fields, returned=f"Message-ID: <{WORD}@kauppa.example>")
    found = read_report(raw.replace(TO.encode(), b"fbl@kauppa.example"))
    assert found.kind == "spam"
    assert WORD in found.words
    not_spam = report("feedback-report", fields.replace("abuse", "not-spam"))
    assert read_report(not_spam).kind == "other"


@pytest.mark.parametrize(
    ("text", "kind", "hard"),
    [
        ("Hi. This is the qmail-send program.\nDelivery failure: user unknown\n550 5.1.1", "bounced", True),
        ("Delivery has failed: no such user", "bounced", True),
        ("Viestiä ei voitu toimittaa: postilaatikko täynnä 5.2.2", "bounced", False),
        ("Hei, mitä kuuluu?", "other", False),
    ],
)  # fmt: skip
def test_bounces_that_are_plain_text(text: str, kind: str, hard: bool) -> None:
    head = f"Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nTo: {TO}\n"
    raw = f"{head}Content-Type: text/plain; charset=utf-8\n\n{text}\n"
    found = read_report(raw.encode())
    assert (found.kind, found.hard) == (kind, hard)


def test_an_answer_of_a_person_is_not_a_bounce() -> None:
    """Even when it speaks of a delivery that failed."""
    raw = f"From: ann@example.com\nTo: {TO}\n\nYour delivery failed to impress me, no such user as me!\n"
    assert read_report(raw.encode()).kind == "other"


@pytest.mark.parametrize(
    "header", ["Auto-Submitted: auto-replied", "X-Autoreply: yes", "Precedence: auto_reply"]
)
def test_absence_notes_are_passed_over(header: str) -> None:
    raw = f"From: ann@example.com\nTo: {TO}\n{header}\nSubject: Poissa\n\nOlen lomalla.\n"
    assert read_report(raw.encode()).kind == "auto-reply"


@given(st.binary(max_size=400))
def test_any_bytes_are_read_calmly(raw: bytes) -> None:
    """Whatever is piped in, the answer is a report."""
    assert read_report(raw).kind in (
        "bounced", "delivered", "delayed", "spam", "auto-reply", "other",
    )  # fmt: skip


@given(st.integers(0, 2**63 - 1))
def test_a_word_names_its_message_in_any_case(message: int) -> None:
    """24 letters and digits; a server that folds the case does not lose it; another key made none."""
    word = mail_word(message, KEY)
    assert message_of(word.upper(), KEY) == message
    assert message_in(return_path(message, "b.example", KEY).upper(), KEY) == message
    assert message_in(f"<{word}@kauppa.example>", KEY) == message
    assert message_of(word, b"x" * 32) is None
    assert len(word) == 24


@given(st.integers(0, 23), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_nobody_can_make_a_word(at: int, letter: str) -> None:
    """One letter changed: it names nothing."""
    if WORD[at] != letter:
        assert message_of(WORD[:at] + letter + WORD[at + 1 :], KEY) is None
