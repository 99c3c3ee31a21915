"""The words of `words.toml`: sentences with their places filled, days, hours, lengths of time."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from polku.conditions.duration import Duration
from polku.errors import Language
from polku.journey.text import Text
from polku.programmes.choice import WEEKDAYS

if TYPE_CHECKING:
    from polku.programmes.steps.message import Message


@cache
def catalogue() -> Mapping[str, Any]:
    """The whole of `words.toml`."""
    file = resources.files("polku.programmes") / "words.toml"
    return tomllib.loads(file.read_text("utf-8"))


def phrase(name: str, language: Language, **params: Any) -> str:
    """The sentence called `name`."""
    text: str = catalogue()["phrases"][name][language]
    return text.format(**params)


def channel_words(names: Sequence[str], language: Language) -> str:
    """ "sähköposti, tekstiviesti"."""
    return ", ".join(catalogue()["channels"][name][language] for name in names)


def span_words(span: str, language: Language) -> str:
    """The length of "-3d" without its direction: "3 päivää"."""
    return Duration(span.removeprefix("-")).words(language)


def clock_words(clock: str, language: Language) -> str:
    """ "9" or "9.30" in Finnish, "9:00" in English."""
    hour, minute = int(clock[:2]), clock[3:]
    if language == "en":
        return f"{hour}:{minute}"
    return str(hour) if minute == "00" else f"{hour}.{minute}"


def days_words(days: Sequence[str], language: Language) -> str:
    """ "arkisin", "ma, ke"; "" for every day."""
    chosen, words = set(days), catalogue()["days"]
    if chosen == set(WEEKDAYS):
        return ""
    if chosen == set(WEEKDAYS[:5]):
        return str(words["weekdays"][language])
    if chosen == set(WEEKDAYS[5:]):
        return str(words["weekends"][language])
    names = words["names"][language]
    return ", ".join(names[i] for i, day in enumerate(WEEKDAYS) if day in chosen)


def day_name(day: str, language: Language) -> str:
    """ "maanantaisin", "Monday"."""
    return str(catalogue()["days"]["long"][language][WEEKDAYS.index(day)])


def hours_words(days: Sequence[str], from_: str, to: str, language: Language) -> str:
    """ "arkisin 9–16", "9.30–16"."""
    shown = days_words(days, language)
    if (from_, to) == ("00:00", "24:00"):
        return shown or str(catalogue()["days"]["all"][language])
    hours = f"{clock_words(from_, language)}–{clock_words(to, language)}"
    return f"{shown} {hours}".strip()


def message_words(name: str, message: Message, title: Text | None, language: Language) -> str:
    """ "Lähetä sähköposti: Oppaasi on tässä": by the step's name, else by what the receiver sees first."""
    channels = channel_words(message.ways, language)
    if not channels:
        return phrase(f"{name}-empty", language)
    shown = title.in_(language) if title else first_words(message, language)
    if not shown:
        return phrase(f"{name}-untitled", language, channel=channels)
    return phrase(name, language, channel=channels, title=shown)


def first_words(message: Message, language: Language) -> str:
    """The subject, the title of the notification, or the beginning of the text message."""
    if message.email and message.email.subject.in_(language):
        return message.email.subject.in_(language)
    if message.push and message.push.title.in_(language):
        return message.push.title.in_(language)
    text = message.sms.text.in_(language) if message.sms else ""
    return text if len(text) <= 60 else text[:57].rstrip() + "…"
