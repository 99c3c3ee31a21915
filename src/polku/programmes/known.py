"""What a programme is checked against: all that stands outside its document."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from polku.errors import Language, Problem
from polku.journey.model import Journey

CheckText = Callable[[str], list[Problem]]
"""Template text → what is wrong with it. `where` of each problem is a place inside the text, or empty."""


def _nothing_to_say(_: str) -> list[Problem]:
    return []


@dataclass(frozen=True)
class Known:
    """Facts of the workspace. What is None is not known, and then nothing is said about it.

    `channels`: those that can send now. `people`: how many are in each segment. `sender`: the
    sender of e-mails; `reply_to` likewise; `company`: its name. `events`: names of events that have
    come, with how many people did each in the last 90 days. `check_text`: the checker of templates.
    """

    journey: Journey | None = None
    segments: Collection[str] | None = None
    forms: Collection[str] | None = None
    offers: Collection[str] | None = None
    personas: Collection[str] | None = None
    programmes: Collection[str] | None = None
    channels: Collection[str] | None = None
    people: Mapping[str, int] = field(default_factory=dict)
    events: Mapping[str, int] | None = None
    company: str | None = None
    sender: str | None = None
    reply_to: str | None = None
    most_per_day: int | None = None
    most_per_week: int | None = None
    personal: Collection[str] = frozenset()
    language: Language = "fi"
    check_text: CheckText = _nothing_to_say
    check_mjml: CheckText = _nothing_to_say
