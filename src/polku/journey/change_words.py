"""A difference between two journeys as a sentence: the words stand in `changes.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from polku.conditions.event import EventCondition
from polku.conditions.rule import EnterRule
from polku.errors import Language
from polku.journey.evidence import Evidence
from polku.journey.goal import Goal
from polku.journey.market import LEVELS, Market, Shares
from polku.journey.persona import Quote
from polku.journey.script import Contact
from polku.journey.text import Text

UNITS = {
    "expected_days": "days",
    "review_every_days": "days",
    "within_days": "days",
    "response_target_minutes": "minutes",
    "response_minutes": "minutes",
    "market_share_pct": "percent",
    "shares": "percent",
    "target": "percent",
}

CHOICES = (
    "axis",
    "evidence",
    "level",
    "status",
    "state",
    "format",
    "kind",
    "decision_role",
    "every",
)
"""Fields whose value is one of a few words of the document, which have a name in each language."""


@cache
def words() -> Mapping[str, Any]:
    """The whole of `changes.toml`: sentences, kinds, fields, units, values."""
    file = resources.files("polku.journey") / "changes.toml"
    return tomllib.loads(file.read_text("utf-8"))


def sentence(code: str, kind: str, params: Mapping[str, Any], language: Language) -> str:
    """The sentence of a change: `params` are its name, field, before, after and lane."""
    noun, field = words()["kinds"][kind], params["field"]
    before, after = params["before"], params["after"]
    shown_in: Language = language
    if _shown(before, field, language) == _shown(after, field, language):
        shown_in = "en" if language == "fi" else "fi"  # it changed in the other language only
    name = _name(params["name"], language)
    text: str = words()["sentences"][code][language]
    return text.format(
        kind=noun[language],
        kinds=noun["all"][language],
        whose=noun["whose"][language].format(name=name),
        name=name,
        field=_field(field, params["lane"], language) if field else "",
        before=_shown(before, field, shown_in),
        after=_shown(after, field, shown_in),
    )


def _field(field: str, lane: Text | None, language: Language) -> str:
    name: str = words()["fields"][field][language]
    return f'{name} "{lane.in_(language)}"' if lane else name


def _name(name: Any, language: Language) -> str:
    return name.in_(language) if isinstance(name, Text) else str(name or "")


def _shown(value: Any, field: str, language: Language) -> str:  # noqa: PLR0911
    if isinstance(value, Text):
        return value.in_(language) if field == "name" else f'"{value.in_(language)}"'
    if isinstance(value, tuple):
        return ", ".join(_shown(item, field, language) for item in value)
    if isinstance(value, EnterRule):
        named = words()["from"]
        stages = ", ".join(named[key][language] if key in named else key for key in value.from_)
        rule = value.words(language)
        return str(words()["units"]["rule"][language].format(rule=rule, stages=stages))
    if isinstance(value, EventCondition):
        return value.words(language)
    if isinstance(value, Goal):
        return f'"{value.name.in_(language)}"'
    if isinstance(value, Shares):
        parts = [_number(getattr(value, level), "shares", language) for level in LEVELS]
        return " / ".join(parts)
    if isinstance(value, Market):
        return _number(value.people, "people", language)
    if isinstance(value, (Evidence, Contact)):
        given = [name for name in type(value).model_fields if name in value.model_fields_set]
        return ", ".join(_shown(getattr(value, name), name, language) for name in given)
    if isinstance(value, Quote):
        return f'"{value.text.in_(language)}"'
    if isinstance(value, bool):
        return str(words()["units"]["yes" if value else "no"][language])
    if isinstance(value, date):
        return value.isoformat() if language == "en" else f"{value:%-d.%-m.%Y}"
    if isinstance(value, (int, float)):
        return _number(value, field, language)
    named = words()["values"].get(str(value))
    return str(named[language] if named and field in CHOICES else value)


def _number(value: float, field: str, language: Language) -> str:
    number = f"{value * 100 if field == 'target' else value:.10g}"
    if language == "fi":
        number = number.replace(".", ",")
    if field not in UNITS:
        return number
    return str(words()["units"][UNITS[field]][language].format(number=number))
