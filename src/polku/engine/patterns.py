"""What the programmes wait for, as one question to the events: which of their patterns does each match?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import add, or_
from typing import Any

from polku.conditions.base import Codes
from polku.conditions.event import EventCondition
from polku.engine.programme import LiveProgramme
from polku.programmes.actions import WaitAction

BITS = 62
"""Patterns in one mask column: bits of a signed 64-bit number."""

SOURCE = "polku_source"
"""The relation that the question is put to; the caller defines it (a CTE or a temporary table)."""

_TYPES = {
    "source": "int32",
    "channel": "int32",
    "revenue": "int64",
    "currency": "string",
    "properties": "string",
}


@dataclass(frozen=True, eq=False)
class Patterns:
    """The distinct (event, where) of all programmes; pattern i is bit i % 62 of mask i // 62.

    `columns` are those of `events` that the question reads.
    """

    plain: tuple[EventCondition, ...]
    numbers: Mapping[str, int]
    columns: tuple[str, ...]

    def number(self, condition: EventCondition) -> int:
        """Of the pattern of a condition, `times` and `within` left aside."""
        return self.numbers[_text(condition)]

    @property
    def masks(self) -> int:
        """How many mask columns there are, at least one."""
        return max(1, -(-len(self.plain) // BITS))


def patterns_of(programmes: Sequence[LiveProgramme]) -> Patterns:
    """The patterns of entries, goals, exits and waits. The last few answers are kept."""
    key = tuple(id(one.compiled) for one in programmes)
    held = _HELD.get(key)
    if held is None:
        if len(_HELD) > 32:
            _HELD.clear()
        # The compiled programmes are held too, so that their ids stay theirs.
        held = _HELD[key] = (_patterns(asked_of(programmes)), [one.compiled for one in programmes])
    return held[0]


_HELD: dict[tuple[int, ...], tuple[Patterns, list[Any]]] = {}


def asked_of(programmes: Iterable[LiveProgramme]) -> list[EventCondition]:
    """Every event condition that moves people: entries, goals, exits, waits."""
    asked: list[EventCondition | None] = []
    for live in programmes:
        run = live.compiled
        asked.append(getattr(run.entry, "event", None))
        asked += [trigger.event for trigger in (run.goal, *run.exits) if trigger is not None]
        asked += [action.event for action in run.actions if isinstance(action, WaitAction)]
    return [one for one in asked if one is not None]


def _patterns(asked: Iterable[EventCondition]) -> Patterns:
    distinct = {_text(one): one.model_copy(update={"times": 1, "within": None}) for one in asked}
    names = {name for one in distinct.values() for name in one.where}
    needed = names & {"source", "channel", "revenue", "currency"}
    if "revenue" in names:
        needed.add("currency")  # says how many decimals the money has
    if names - set(_TYPES):
        needed.add("properties")
    columns = ("person", "ts", "seq", "event", "uid", *(name for name in _TYPES if name in needed))
    return Patterns(tuple(distinct.values()), {text: i for i, text in enumerate(distinct)}, columns)


def _text(condition: EventCondition) -> str:
    shape = condition.model_dump(mode="json", include={"event", "where"})
    return json.dumps(shape, sort_keys=True)


def question(patterns: Patterns, codes: Codes) -> str:
    """SQL over `polku_source`: person, ts, seq, uid, m0, m1, … of the events that match any pattern."""
    asked = {"event": {one.event for one in patterns.plain}, "channel": None, "source": None}
    wanted = tuple(
        (kind, name, code)
        for kind, only in asked.items()
        if kind == "event" or kind in patterns.columns
        for name, code in sorted(codes.get(kind, {}).items())
        if only is None or name in only
    )
    return _sql(patterns, wanted)


@lru_cache(maxsize=32)
def _sql(patterns: Patterns, wanted: tuple[tuple[str, str, int], ...]) -> str:
    import ibis

    codes: dict[str, dict[str, int]] = {}
    for kind, name, code in wanted:
        codes.setdefault(kind, {})[name] = code
    types = {
        "person": "int64",
        "ts": "timestamp(6)",
        "seq": "int64",
        "event": "int32",
        "uid": "int64",
    }
    rows: Any = ibis.table({**types, **{n: _TYPES[n] for n in patterns.columns[5:]}}, name=SOURCE)
    bits: list[list[Any]] = [[] for _ in range(patterns.masks)]
    for i, pattern in enumerate(patterns.plain):
        if pattern.event in codes.get("event", {}):
            matches = pattern.compile(rows, codes, "duckdb")
            bits[i // BITS].append(matches.ifelse(1 << i % BITS, 0).cast("int64"))
    masks = {
        f"m{i}": reduce(add, column) if column else ibis.literal(0, "int64")
        for i, column in enumerate(bits)
    }
    rows = rows.select("person", "ts", "seq", "uid", **masks)
    rows = rows.filter(reduce(or_, (rows[name] != 0 for name in masks)))
    return str(ibis.to_sql(rows, dialect="duckdb"))
