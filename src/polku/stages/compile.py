"""From the journey's entry rules to what the fold runs on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from polku.conditions.duration import Duration
from polku.conditions.event import EventCondition
from polku.conditions.inactive import InactiveCondition, OwnInterval
from polku.conditions.properties import COLUMNS
from polku.conditions.rule import EnterRule
from polku.errors import DocumentError, Problem

MOST_SIGNALS = 62
"""Each distinct question is one bit of a signed 64-bit mask."""


class _Stage(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def enter(self) -> Sequence[EnterRule]: ...


class _Journey(Protocol):
    @property
    def stages(self) -> Sequence[_Stage]: ...


@dataclass(frozen=True)
class Count:
    """Signal: an event of `pattern` (a bit number), at least the `times`-th of those in `within`
    microseconds (None: ever)."""

    pattern: int
    times: int
    within: int | None


@dataclass(frozen=True)
class Rule:
    """One entry rule. States are 0 for no stage yet and i + 1 for stage i.

    `signal` is the bit that lets it apply (an event rule), or None for a timed rule, whose
    `silence` begins at events with any bit of `watches`.
    """

    id: str
    to: int
    from_: frozenset[int]
    signal: int | None
    watches: int = 0
    silence: Duration | OwnInterval | None = None


@dataclass(frozen=True, eq=False)
class CompiledStages:
    """A journey's stages, ready to run. Equal when their hashes are.

    stages    keys in document order
    patterns  the distinct (event, where) that rules ask for; bit i of a candidate's mask
    counts    signals with times; bit len(patterns) + i
    rules     in the order they are tried: last stage first, as written within a stage
    hash      changes exactly when the result of a fold may change
    """

    stages: tuple[str, ...]
    patterns: tuple[EventCondition, ...]
    counts: tuple[Count, ...]
    rules: tuple[Rule, ...]
    hash: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CompiledStages) and self.hash == other.hash

    def __hash__(self) -> int:
        return hash(self.hash)

    @property
    def timed(self) -> tuple[int, ...]:
        """The numbers of the timed rules, in the order they are tried."""
        return tuple(i for i, rule in enumerate(self.rules) if rule.signal is None)

    @property
    def properties(self) -> tuple[str, ...]:
        """The event properties that `where` asks for, besides the columns of an event."""
        names = {name for pattern in self.patterns for name in pattern.where}
        return tuple(sorted(names.difference(COLUMNS)))


def compile_stages(journey: _Journey) -> CompiledStages:
    """Makes the journey's stages ready to run.

    Raises DocumentError (`condition.too-many`) when rules ask more than 62 different things.
    """
    stages = tuple(journey.stages)
    keys = tuple(stage.key for stage in stages)
    patterns: dict[str, int] = {}
    shapes: list[EventCondition] = []
    counts: dict[tuple[int, int, int | None], int] = {}

    def pattern_of(condition: EventCondition) -> int:
        plain = condition.model_copy(update={"times": 1, "within": None})
        text = json.dumps(plain.model_dump(mode="json"), sort_keys=True)
        if text not in patterns:
            patterns[text] = len(patterns)
            shapes.append(plain)
        return patterns[text]

    drafts: list[tuple[str, int, frozenset[int], EnterRule]] = []
    for number in reversed(range(len(stages))):
        for place, rule in enumerate(stages[number].enter):
            from_ = _states(rule.from_, number, keys)
            drafts.append((f"{keys[number]}[{place}]", number, from_, rule))
            for asked in _asked(rule):
                pattern = pattern_of(asked)
                if asked.times > 1:
                    key = (pattern, asked.times, _microseconds(asked.within))
                    counts.setdefault(key, len(counts))
    if len(patterns) + len(counts) > MOST_SIGNALS:
        params = {"count": len(patterns) + len(counts), "limit": MOST_SIGNALS}
        raise DocumentError(Problem("condition.too-many", "stages", params))

    rules: list[Rule] = []
    for id_, number, from_, rule in drafts:
        condition = rule.condition
        if isinstance(condition, InactiveCondition):
            watches = sum({1 << pattern_of(one) for one in condition.inactive})
            rules.append(Rule(id_, number + 1, from_, None, watches, condition.for_))
        elif isinstance(condition, EventCondition):
            signal = pattern_of(condition)
            if condition.times > 1:
                key = (signal, condition.times, _microseconds(condition.within))
                signal = len(patterns) + counts[key]
            rules.append(Rule(id_, number + 1, from_, signal))
    return CompiledStages(
        stages=keys,
        patterns=tuple(shapes),
        counts=tuple(Count(*key) for key in counts),
        rules=tuple(rules),
        hash=_hash(stages),
    )


def _asked(rule: EnterRule) -> Iterable[EventCondition]:
    if isinstance(rule.condition, InactiveCondition):
        return rule.condition.inactive
    if isinstance(rule.condition, EventCondition):
        return (rule.condition,)
    raise TypeError(f"stages cannot fold the condition kind {rule.condition.kind!r}")


def _states(from_: tuple[str, ...], number: int, keys: tuple[str, ...]) -> frozenset[int]:
    states: set[int] = set()
    for name in from_:
        if name == "any":
            states.update(range(len(keys) + 1))
        elif name == "earlier":
            states.update(range(number + 1))
        elif name == "none":
            states.add(0)
        else:
            states.add(keys.index(name) + 1)  # the document's validation knows the key
    return frozenset(states)


def _microseconds(within: Duration | None) -> int | None:
    return None if within is None else within.microseconds


def _hash(stages: Sequence[_Stage]) -> str:
    rules = [
        [stage.key, [rule.model_dump(mode="json") for rule in stage.enter]] for stage in stages
    ]
    return hashlib.sha256(json.dumps(["1", rules], sort_keys=True).encode()).hexdigest()[:16]
