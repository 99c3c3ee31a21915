"""Messages among the entries of a person's timeline."""

from __future__ import annotations

from datetime import datetime

from polku.care.messages import message_dict
from polku.delivery.wants import MESSAGES
from polku.errors import Language
from polku.http.shapes.people import TimelineEntry
from polku.http.shapes.programmes import ProgrammeMessage
from polku.store.control import Control


def message_entries(control: Control, person: int, language: Language) -> list[TimelineEntry]:
    """A person's messages, the newest first: sent when they went, others when they were wanted."""
    found = [each for each in control.deliveries.of(person) if each.kind in MESSAGES]
    entries = [
        TimelineEntry(
            at=each.sent or each.wanted,
            kind="message",
            message=ProgrammeMessage.model_validate(message_dict(each, language)),
        )
        for each in found
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def with_messages(
    entries: list[TimelineEntry],
    messages: list[TimelineEntry],
    before: datetime | None,
    *,
    more: bool,
) -> list[TimelineEntry]:
    """A page with its messages in their places. When `more` pages follow, messages older than the
    page's last entry belong to those."""
    since = entries[-1].at if more and entries else None
    own = [
        each
        for each in messages
        if (before is None or each.at < before) and (since is None or each.at >= since)
    ]
    return sorted([*own, *entries], key=lambda entry: entry.at, reverse=True)
