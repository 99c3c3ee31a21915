"""A cell as a reader of a language sees it in text. The screens do the same in TypeScript."""

from __future__ import annotations

from collections.abc import Callable

from polku.errors import Language
from polku.reports.answer import Cell
from polku.reports.said import Money, Number, Share

MISSING = "–"


def shown(value: Cell, kind: str, language: Language, currency: str) -> str:
    """The text; a missing value is a dash, never 0."""
    if value is None or isinstance(value, dict):
        return MISSING if value is None else str(value[language])
    if isinstance(value, bool):
        return {"fi": ("ei", "kyllä"), "en": ("no", "yes")}[language][value]
    if not isinstance(value, (int, float)):
        return str(value)
    write = _WRITERS.get(kind)
    return write(value, language, currency) if write else _number(value, language)


def _points(value: float, language: Language, _: str) -> str:
    unit = {"fi": "\N{NO-BREAK SPACE}%-yks.", "en": " pp"}[language]
    return ("+" if value > 0 else "") + Number(value * 100).in_(language) + unit


def _days(value: float, language: Language, _: str) -> str:
    return Number(value).in_(language) + {"fi": "\N{NO-BREAK SPACE}pv", "en": " d"}[language]


def _number(value: float, language: Language) -> str:
    return Number(value, 2 if abs(value) < 10 else 1 if abs(value) < 1000 else 0).in_(language)


_WRITERS: dict[str, Callable[[float, Language, str], str]] = {
    "share": lambda value, language, _: Share(value).in_(language),
    "points": _points,
    "money": lambda value, language, currency: Money(value, currency).in_(language),
    "days": _days,
    "p": lambda value, language, _: Number(value, 3).in_(language),
    "count": lambda value, language, _: Number(value, 0).in_(language),
}
