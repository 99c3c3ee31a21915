"""What a programme is checked against: all that stands outside its document."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from polku.errors import Language, Problem
from polku.journey.model import Journey

if TYPE_CHECKING:
    from polku.programmes.steps.message import Email


class CheckText(Protocol):
    """The checker of templates: `polku.delivery.render.check.check_template`."""

    def __call__(self, text: str, where: str = "", *, body: bool = False) -> list[Problem]: ...


class CheckLetter(Protocol):
    """The checks of an e-mail: `polku.delivery.checks.look_over`. `address` of the company; `extra`:
    something is added below the body."""

    def __call__(
        self, email: Email, language: Language, *, purpose: str, address: str | None, extra: bool
    ) -> list[Problem]: ...


def no_letter(*_asked: Any, **_more: Any) -> list[Problem]:
    """Finds nothing: for those who have no checks."""
    return []


def nothing_to_say(text: str, where: str = "", *, body: bool = False) -> list[Problem]:  # noqa: ARG001
    """A checker that finds nothing: for those who have none."""
    return []


@dataclass(frozen=True)
class Known:
    """Facts of the workspace. What is None is not known, and then nothing is said about it.

    `channels`: those that can send now. `people`: how many are in each segment. `sender`: the
    sender of e-mails; `reply_to` likewise; `company`: its name; `address`: where it is. `events`: names
    of events that have come, with how many people did each. `purposes`: what people have been asked to consent to.
    `personal`: names of traits that tell who a person is.
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
    purposes: Collection[str] | None = None
    company: str | None = None
    address: str | None = None
    sender: str | None = None
    reply_to: str | None = None
    most_per_day: int | None = None
    most_per_week: int | None = None
    personal: Collection[str] = frozenset()
    language: Language = "fi"
    check_text: CheckText = nothing_to_say
    check_letter: CheckLetter = no_letter
