"""Where the answers stand: the event and its property, found by what the data has when nobody says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from polku.analytics.facts import ask
from polku.analytics.said_values import newest_properties
from polku.conditions.properties import is_property
from polku.errors import Problem

if TYPE_CHECKING:
    from polku.reports.report import Scene

EXIT = "Exit Reason Given"
USUAL = (
    (EXIT, "reason"),
    ("Subscription Cancelled", "reason"),
    ("Opportunity Lost", "reason"),
    ("Order Returned", "reason"),
    ("Order Refunded", "reason"),
    ("NPS Answered", "score"),
    ("CSAT Answered", "score"),
    ("CES Answered", "score"),
)
"""What is looked for when nothing is asked: the first that the newest events tell."""
NAMES = ("reason", "answer", "choice", "value", "score", "rating")
_SHOWN, _SHORT = 8, 40


@dataclass(frozen=True)
class Asking:
    """`shape`: the code of the event and the property. `others`: what else the event tells."""

    event: str
    shape: tuple[int, str]
    others: tuple[str, ...] = ()

    def rule(self) -> dict[str, str]:
        """Which event and property are counted, in both languages."""
        found = {
            "fi": f'Tapahtuma "{self.event}", ominaisuus "{self.shape[1]}".',
            "en": f'Event "{self.event}", property "{self.shape[1]}".',
        }
        if self.others:
            names = ", ".join(self.others[:_SHOWN])
            found["fi"] += f" Tapahtuma kertoo myös: {names}."
            found["en"] += f" The event also tells: {names}."
        return found


def found_asking(scene: Scene, event: str | None, name: str | None) -> Asking | Problem:
    """The question that was asked for, or found; of all data, so that every period and group answers the same."""
    codes = scene.codes.get("event", {})
    if event is None:
        for usual, its in USUAL:
            told = _told(scene, codes[usual]) if usual in codes else {}
            if (name or its) in told:
                return _asking(usual, codes[usual], name or its, told)
        return Problem("answers.no-question", level="warning")
    if event not in codes:
        return Problem("answers.no-event", params={"event": event}, level="warning")
    told = _told(scene, codes[event])
    found = name or _most_telling(told)
    if found is None:
        return Problem("answers.tells-nothing", params={"event": event}, level="warning")
    return _asking(event, codes[event], found, told)


def _asking(event: str, code: int, name: str, told: Mapping[str, set[str]]) -> Asking:
    others = sorted(each for each in told if each != name and len(each) <= _SHORT)
    return Asking(event, (code, name), tuple(others))


def _told(scene: Scene, code: int) -> dict[str, set[str]]:
    """Property → its different values in the newest events."""
    asked = newest_properties(code)
    table = ask(scene.reader, asked, window_end=scene.period.end)
    found: dict[str, set[str]] = {}
    for text in table["properties"].to_pylist():
        said: Any = msgspec.json.decode(text) if text else {}
        for key, value in said.items():
            if is_property(key) and value not in (None, "") and not isinstance(value, (dict, list)):
                found.setdefault(key, set()).add(str(value).strip().lower())
    return found


def _most_telling(told: dict[str, set[str]]) -> str | None:
    """One that is called as answers are; else the one with the fewest answers, but more than one."""
    named = next((name for name in NAMES if name in told), None)
    if named is not None or not told:
        return named
    return min(told, key=lambda name: (len(told[name]) < 2, len(told[name]), name))
