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
from polku.journey.goal import Goal
from polku.journey.persona import Quote
from polku.journey.text import Text

UNITS = {
    "expected_days": "days",
    "review_every_days": "days",
    "within_days": "days",
    "response_target_minutes": "minutes",
    "market_share_pct": "percent",
    "target": "percent",
}


@cache
def words() -> Mapping[str, Any]:
    """The whole of `changes.toml`: sentences, kinds, fields, units."""
    file = resources.files("polku.journey") / "changes.toml"
    return tomllib.loads(file.read_text("utf-8"))


def sentence(code: str, kind: str, params: Mapping[str, Any], language: Language) -> str:
    """The sentence of a change: `params` are its name, field, before and after."""
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
        field=words()["fields"][field][language] if field else "",
        before=_shown(before, field, shown_in),
        after=_shown(after, field, shown_in),
    )


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
    if isinstance(value, Quote):
        return f'"{value.text.in_(language)}"'
    if isinstance(value, bool):
        return str(words()["units"]["yes" if value else "no"][language])
    if isinstance(value, date):
        return value.isoformat() if language == "en" else f"{value:%-d.%-m.%Y}"
    if isinstance(value, (int, float)):
        return _number(value, field, language)
    return str(value)


def _number(value: float, field: str, language: Language) -> str:
    number = f"{value * 100 if field == 'target' else value:.10g}"
    if language == "fi":
        number = number.replace(".", ",")
    if field not in UNITS:
        return number
    return str(words()["units"][UNITS[field]][language].format(number=number))
