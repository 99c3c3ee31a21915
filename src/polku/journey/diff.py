"""What changed between two journeys, as codes and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as default
from typing import Any, Literal

from polku.errors import Language
from polku.journey.change_words import sentence
from polku.journey.dump import plain
from polku.journey.lane import Lane, lane_name
from polku.journey.model import KEYED, Journey
from polku.journey.part import Part
from polku.journey.text import Text

Code = Literal[
    "added",
    "removed",
    "order",
    "changed",
    "filled",
    "emptied",
    "item-added",
    "item-removed",
    "items-order",
    "goal-changed",
]
SINGLE = ("market", "contact")
NESTED = {"topics": "pieces", "threads": "hooks"}
"""Lists of parts that stand inside a part of a list."""


@dataclass(frozen=True)
class Change:
    """One difference: what happened to the `field` of the part `path`, which is of a `kind`.

    `before` and `after` are values of the document; None where there was none. `lane` is the name
    of the row, when it happened in a cell of the map.
    """

    code: Code
    kind: str
    path: str
    name: Any = None
    field: str = ""
    before: Any = None
    after: Any = None
    lane: Text | None = None

    def words(self, language: Language) -> str:
        """The change as a sentence: 'Vaiheen "Liidit" oletusaika muuttui: 14 pv → 21 pv'."""
        params: Mapping[str, Any] = {
            "name": self.name,
            "field": self.field,
            "before": self.before,
            "after": self.after,
            "lane": self.lane,
        }
        return sentence(self.code, self.kind, params, language)

    def as_dict(self) -> dict[str, Any]:
        """The form that the HTTP API and `--json` give."""
        return {
            "code": self.code,
            "kind": self.kind,
            "path": self.path,
            "field": self.field,
            "before": plain(self.before),
            "after": plain(self.after),
            "words": {"fi": self.words("fi"), "en": self.words("en")},
        }


@dataclass(frozen=True)
class _Whose:
    """The part whose fields are compared."""

    kind: str
    path: str
    name: Any
    lanes: Mapping[str, Text] = default(default_factory=dict)


def diff(before: Journey, after: Journey) -> list[Change]:
    """All differences, in the order of the document. Empty when the journeys are equal."""
    whole = _Whose("journey", "", None)
    changes = [*_fields(before, after, whole, (*KEYED, *SINGLE, "goal"))]
    changes += _goal(before, after)
    for kind in SINGLE:
        changes += _single(kind, getattr(before, kind), getattr(after, kind))
    lanes = {lane.key: lane_name(lane) for lane in (*before.lanes, *after.lanes)}
    for kind in KEYED:
        start = _Whose(kind, kind, None, lanes)
        changes += _keyed(start, getattr(before, kind), getattr(after, kind))
    return changes


def _single(kind: str, old: Part | None, new: Part | None) -> Iterator[Change]:
    if old is not None and new is not None:
        yield from _fields(old, new, _Whose(kind, kind, None))
    elif old != new:
        code: Code = "filled" if old is None else "emptied"
        yield _change(code, _Whose("journey", "", None), kind, old, new)


def _goal(before: Journey, after: Journey) -> Iterator[Change]:
    old, new = before.goal, after.goal
    if old is None and new is not None:
        yield Change("added", "goal", "goal", new.name)
    elif old is not None and new is None:
        yield Change("removed", "goal", "goal", old.name)
    elif old is not None and new is not None:
        if old.name != new.name:
            yield Change("goal-changed", "goal", "goal", new.name, "name", old.name, new.name)
        yield from _fields(old, new, _Whose("goal", "goal", new.name), ("name",))


def _keyed(within: _Whose, before: tuple[Any, ...], after: tuple[Any, ...]) -> Iterator[Change]:
    """`within` is of the kind of the parts; its path is where their list stands."""
    kind = within.kind
    old, new = ({part.key: part for part in parts} for parts in (before, after))
    for key, part in old.items():
        if key not in new:
            yield Change("removed", kind, f"{within.path}.{key}", _name(part))
    for key, part in new.items():
        here = replace(within, path=f"{within.path}.{key}", name=_name(old.get(key, part)))
        if key not in old:
            yield Change("added", kind, here.path, here.name)
            continue
        inner = NESTED.get(kind)
        yield from _fields(old[key], part, here, (inner,) if inner else ())
        if inner:
            inside = _Whose(inner, f"{here.path}.{inner}", None)
            yield from _keyed(inside, getattr(old[key], inner), getattr(part, inner))
    kept_before = [part for key, part in old.items() if key in new]
    kept_after = [part for key, part in new.items() if key in old]
    if [part.key for part in kept_before] != [part.key for part in kept_after]:
        names = [tuple(map(_name, parts)) for parts in (kept_before, kept_after)]
        yield Change("order", kind, within.path, None, "", names[0], names[1])


def _name(part: Any) -> Any:
    return lane_name(part) if isinstance(part, Lane) else part.name


def _fields(
    before: Part, after: Part, whose: _Whose, skip: tuple[str, ...] = ()
) -> Iterator[Change]:
    for field in type(before).model_fields:
        old, new = getattr(before, field), getattr(after, field)
        if field in skip or old == new:
            continue
        if isinstance(old, dict):
            yield from _cells(old, new, whose, field)
        elif isinstance(old, tuple):
            yield from _items(old, new, whose, field)
        elif old is None:
            yield _change("filled", whose, field, None, new)
        elif new is None:
            yield _change("emptied", whose, field, old, None)
        else:
            yield _change("changed", whose, field, old, new)


def _cells(
    old: Mapping[str, Any], new: Mapping[str, Any], whose: _Whose, field: str
) -> Iterator[Change]:
    """What changed in the cells of a stage: a list of texts by lane, or one value by lane."""
    for lane in dict.fromkeys([*old, *new]):
        before, after = old.get(lane), new.get(lane)
        name = whose.lanes.get(lane) or lane_name(Lane(key=lane))
        if before == after:
            continue
        if isinstance(before or after, tuple):
            found = _items(before or (), after or (), whose, field)
        else:
            code: Code = "filled" if before is None else "emptied" if after is None else "changed"
            found = iter((_change(code, whose, field, before, after),))
        for change in found:
            yield replace(change, path=f"{change.path}.{lane}", lane=name)


def _items(
    old: tuple[Any, ...], new: tuple[Any, ...], whose: _Whose, field: str
) -> Iterator[Change]:
    before, after = Counter(map(repr, old)), Counter(map(repr, new))  # rules cannot be hashed
    kept = before & after
    gone, come = before - kept, after - kept
    for item in old:
        if gone[repr(item)]:
            gone[repr(item)] -= 1
            yield _change("item-removed", whose, field, item, None)
    for item in new:
        if come[repr(item)]:
            come[repr(item)] -= 1
            yield _change("item-added", whose, field, None, item)
    if before == after:
        yield _change("items-order", whose, field, old, new)


def _change(code: Code, whose: _Whose, field: str, before: Any, after: Any) -> Change:
    path = f"{whose.path}.{field}".strip(".")
    return Change(code, whose.kind, path, whose.name, field, before, after)
