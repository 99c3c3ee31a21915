"""What a rendered message is made of, channel by channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class EmailContent:
    """`sender` and `reply_to` as "Name <address>". `unsubscribe` is the one-click address of RFC 8058,
    None for messages that cannot be unsubscribed from. `return_path` is the envelope's (VERP), "" for
    the sender's own address. `message_id` "word@domain", the same each time the message is tried.
    `feedback` is what complaints are counted by (Feedback-ID), without the sender's part.
    `preheader` stands in `html` already; it is told for previews."""

    subject: str
    html: str = field(repr=False)
    text: str = field(repr=False)
    sender: str
    reply_to: str | None
    return_path: str
    unsubscribe: str | None
    language: str
    message_id: str = ""
    feedback: str = ""
    preheader: str = ""


@dataclass(frozen=True)
class SmsContent:
    """The text as it is sent."""

    text: str = field(repr=False)


@dataclass(frozen=True)
class PushContent:
    """One notification; `url` opens when it is pressed."""

    title: str = field(repr=False)
    body: str = field(repr=False)
    url: str


@dataclass(frozen=True)
class WebhookContent:
    """A JSON body for the address of the message."""

    body: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True)
class SlackContent:
    """A text in Slack's mrkdwn."""

    text: str = field(repr=False)
