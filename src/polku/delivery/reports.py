"""What a mail server or a mailbox provider tells of a message: DSN (RFC 3464), ARF (RFC 5965), and
bounces that are plain text. Pure: bytes in, a report out."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.policy import compat32
from typing import Literal

from polku.channels.smtp_answer import BAD_ADDRESS, NO_SUCH

LARGEST = 10_000_000  # bytes of a message that are looked at
Kind = Literal["bounced", "delivered", "delayed", "spam", "auto-reply", "other"]

_WORD = re.compile(rb"(?:b\+|<)([a-z2-7]{24})@", re.I)
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_FAILED = re.compile(
    r"undeliver|delivery (?:status notification|failure|has failed)|returned mail|mail delivery"
    r" (?:failed|system)|could not be delivered|failure notice|ei voitu toimittaa|toimitus epäonnistui",
    re.I,
)
_NO_HOST = frozenset({"4.4"})  # the domain has no mail server
_MOST_WORDS = 50


@dataclass(frozen=True)
class Report:
    """`words` are those that may name a delivery (`delivery.verp`), unverified. `hard`: the address is
    bad for good. `status` is the enhanced code, "" when there is none."""

    kind: Kind
    words: tuple[str, ...]
    hard: bool = False
    status: str = ""


def read_report(raw: bytes) -> Report:
    """What a message says. A message that is none of these is "other"."""
    raw = raw[:LARGEST]
    words = tuple(
        dict.fromkeys(found.decode().lower() for found in _WORD.findall(raw)[:_MOST_WORDS])
    )
    message = email.message_from_bytes(raw, policy=compat32)
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/feedback-report":
            return _complaint(part, words)
        if kind in ("message/delivery-status", "message/global-delivery-status"):
            return _status(part, message, words)
    if _answers_by_itself(message):
        return Report("auto-reply", words)
    return _plain(message, words)


def _complaint(part: Message, words: tuple[str, ...]) -> Report:
    said = _fields_text(part).lower()
    kind = re.search(r"^feedback-type:\s*(\S+)", said, re.M)
    # "not-spam" and "opt-out" are other types: only what says abuse is a complaint
    abuse = kind is not None and kind.group(1) in ("abuse", "fraud", "virus", "other", "complaint")
    return Report("spam" if abuse else "other", words)


def _status(part: Message, whole: Message, words: tuple[str, ...]) -> Report:
    fields = [group for group in _groups(part) if group.get("action")]
    for group in fields:
        action = str(group["action"]).strip().lower()
        status = _first_status(str(group.get("status", "")))
        said = f"{group.get('diagnostic-code', '')}"
        if action == "failed":
            return Report("bounced", words, _hard(status, said), status)
        if action in ("delivered", "relayed", "expanded"):
            return Report("delivered", words, status=status)
        if action == "delayed":
            return Report("delayed", words, status=status)
    return _plain(whole, words)


def _plain(message: Message, words: tuple[str, ...]) -> Report:
    sender = f"{message.get('return-path', '')} {message.get('from', '')}".lower()
    empty = "<>" in sender or "mailer-daemon" in sender or "postmaster" in sender
    text = "\n".join(_texts(message))[:100_000]
    subject = str(message.get("subject", ""))
    if not (empty and (_FAILED.search(subject) or _FAILED.search(text))):
        return Report("other", words)
    status = _first_status(text)
    return Report("bounced", words, _hard(status, text), status)


def _hard(status: str, said: str) -> bool:
    if not status.startswith("5"):
        return not status and bool(NO_SUCH.search(said))
    detail = status.partition(".")[2]
    if detail in BAD_ADDRESS or detail in _NO_HOST:
        return True
    return detail in ("0.0", "5.0", "1.0") and bool(NO_SUCH.search(said))


def _first_status(text: str) -> str:
    found = _STATUS.search(text)
    return found.group(1) if found else ""


def _answers_by_itself(message: Message) -> bool:
    auto = str(message.get("auto-submitted", "no")).lower()
    bulk = str(message.get("precedence", "")).lower()
    names = {name.lower() for name in message}
    return (
        auto.startswith("auto-replied")
        or bulk == "auto_reply"
        or bool(names & {"x-autoreply", "x-autorespond", "x-vacation"})
    )


def _groups(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (each for each in payload if isinstance(each, Message))
    else:
        for text in re.split(r"\r?\n\r?\n", str(payload)):
            yield email.message_from_string(text, policy=compat32)


def _fields_text(part: Message) -> str:
    payload = part.get_payload()
    if isinstance(payload, list):
        return "\n".join(str(each) for each in payload)
    return str(payload)


def _texts(message: Message) -> Iterator[str]:
    for part in message.walk():
        if part.get_content_maintype() == "text":
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                yield body.decode("utf-8", "replace")
