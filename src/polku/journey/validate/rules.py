"""Where the rules of a journey lead: what several passes ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from polku.conditions.rule import EnterRule
from polku.journey.model import Journey
from polku.journey.written import Path

NOWHERE: str | None = None
"""On no stage yet."""


@dataclass(frozen=True)
class Way:
    """One rule: from which stages (None: on no stage yet) to which one."""

    rule: EnterRule
    path: Path
    sources: frozenset[str | None]
    target: str


def ways(journey: Journey) -> Iterator[Way]:
    """All rules in the order they are tried: last stage first, within a stage as written."""
    keys = journey.stage_keys
    for i in range(len(keys) - 1, -1, -1):
        for j, rule in enumerate(journey.stages[i].enter):
            yield Way(rule, ("stages", i, "enter", j), sources(rule, keys, i), keys[i])


def sources(rule: EnterRule, keys: tuple[str, ...], at: int) -> frozenset[str | None]:
    """The stages that `from` of a rule of stage number `at` means."""
    found: set[str | None] = set()
    for word in rule.from_:
        if word == "any":
            found |= {NOWHERE, *keys}
        elif word == "earlier":
            found |= {NOWHERE, *keys[:at]}
        else:
            found.add(NOWHERE if word == "none" else word)
    return frozenset(found)


def reached(starts: set[str | None], all_ways: list[Way]) -> set[str | None]:
    """Where one can come from `starts`, they included."""
    found = set(starts)
    size = -1
    while len(found) != size:
        size = len(found)
        found |= {way.target for way in all_ways if way.sources & found}
    return found
