"""Where the rules of a journey lead: what several passes ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from polku.conditions.rule import EnterRule
from polku.journey.model import Journey
from polku.journey.written import Path

NOWHERE: str | None = None
"""On no stage yet."""

Onward = Mapping[str | None, set[str]]


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


def onward(all_ways: Iterable[Way]) -> Onward:
    """Stage (or None) → the stages that rules lead to from it."""
    found: dict[str | None, set[str]] = {}
    for way in all_ways:
        for source in way.sources:
            found.setdefault(source, set()).add(way.target)
    return found


def reached(start: str | None, links: Onward) -> set[str | None]:
    """Where one can come from `start`, it included."""
    found: set[str | None] = {start}
    todo = [start]
    while todo:
        new = links.get(todo.pop(), set()) - found
        found |= new
        todo += new
    return found
