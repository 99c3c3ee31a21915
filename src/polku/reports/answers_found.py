"""Where the answers stand: the event and its property, found by what the data has when nobody says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from polku.analytics.facts import ask
from polku.analytics.said_values import newest_properties, said_by_how_many
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
"""What is looked for when nothing is asked: the first to which somebody has answered."""
NAMES = ("reason", "answer", "choice", "value", "score", "rating")
_EVER = datetime(1900, 1, 2, tzinfo=UTC)  # ClickHouse knows no earlier year
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
            code = codes.get(usual)
            if code is not None and _answered(scene, code, name or its):
                return _asking(scene, usual, code, name or its)
        return Problem("answers.no-question", level="warning")
    code = codes.get(event)
    if code is None:
        return Problem("answers.no-event", params={"event": event}, level="warning")
    found = name or _most_telling(_told(scene, code))
    if found is None:
        return Problem("answers.tells-nothing", params={"event": event}, level="warning")
    return _asking(scene, event, code, found)


def _asking(scene: Scene, event: str, code: int, name: str) -> Asking:
    others = sorted(each for each in _told(scene, code) if each != name and len(each) <= _SHORT)
    return Asking(event, (code, name), tuple(others))


def _answered(scene: Scene, code: int, name: str) -> bool:
    over = {"cohort_start": _EVER, "cohort_end": scene.period.end}
    table = ask(scene.reader, said_by_how_many(code, name, False), **over)
    return bool(table["people"][0].as_py())


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
