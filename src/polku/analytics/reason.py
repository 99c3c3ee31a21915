"""Why a person changed stage, as a sentence in Finnish and in English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from polku.errors import Language

if TYPE_CHECKING:
    from polku.conditions.rule import EnterRule
    from polku.journey.model import Journey

_MOVED: dict[Language, str] = {
    "fi": "Siirtyi vaiheeseen ”{stage}” {when}, koska {why}.",
    "en": "Moved to “{stage}” on {when} because {why}.",
}
_HAPPENED: dict[Language, str] = {"fi": "tapahtui ”{event}”", "en": "“{event}” happened"}
_RULE_GONE: dict[Language, str] = {
    "fi": "silloinen sääntö {rule} täyttyi",
    "en": "the rule {rule} of that time was met",
}
_WHEN: dict[Language, tuple[str, str, str]] = {
    "fi": ("d.M.y", "d.M.y 'klo' H.mm", "fi_FI"),
    "en": ("d MMM y", "d MMM y HH:mm", "en_GB"),
}
_QUOTES: dict[Language, str] = {"fi": r"”\1”", "en": r"“\1”"}


def rule_of(journey: Journey, rule: str) -> EnterRule | None:
    """The enter rule with this id ("customer[0]"), or None when the document has it no more."""
    found = re.fullmatch(r"(.+)\[(\d+)\]", rule)
    for stage in journey.stages if found else ():
        if found and stage.key == found[1] and int(found[2]) < len(stage.enter):
            return stage.enter[int(found[2])]
    return None


def rule_words(rule: EnterRule, language: Language) -> str:
    """The condition of a rule, with the quotation marks of the language."""
    return re.sub(r'"([^"]*)"', _QUOTES[language], rule.condition.words(language))


@dataclass(frozen=True)
class Move:
    """A change of stage: by which rule ("customer[0]"), to which stage key, when (aware), and the
    name of the event that caused it (for a timed rule, the last one before the silence)."""

    rule: str
    to: str
    at: datetime
    event: str | None


def reason(journey: Journey, move: Move, zone: ZoneInfo) -> dict[Language, str]:
    """'Siirtyi vaiheeseen ”Asiakkaat” 21.11.2026 klo 10.15, koska tapahtui ”Order Completed”.' and
    the same in English; the time is told in `zone`."""
    return {language: _sentence(journey, move, zone, language) for language in _MOVED}


def told_moment(at: datetime, zone: ZoneInfo, language: Language) -> str:
    """'21.11.2026 klo 10.15' in `zone`. Midnight UTC is a day without a time of day, as files have them."""
    from babel.dates import format_date, format_datetime

    day, moment, locale = _WHEN[language]
    if at.time() == time(0):
        return format_date(at.date(), day, locale=locale)
    return format_datetime(at, moment, tzinfo=zone, locale=locale)


def _sentence(journey: Journey, move: Move, zone: ZoneInfo, language: Language) -> str:
    written = rule_of(journey, move.rule)
    if written is not None:
        why = rule_words(written, language)
    elif move.event is not None:
        why = _HAPPENED[language].format(event=move.event)
    else:
        why = _RULE_GONE[language].format(rule=move.rule)
    names = {stage.key: stage.name.in_(language) for stage in journey.stages}
    when = told_moment(move.at, zone, language)
    return _MOVED[language].format(stage=names.get(move.to, move.to), when=when, why=why)
