"""What a condition names that is not there, or must not be asked."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from polku.conditions.all_of import AllCondition
from polku.conditions.any_of import AnyCondition
from polku.conditions.person import PersonCondition
from polku.conditions.persona import PersonaCondition
from polku.conditions.segment import SegmentCondition
from polku.conditions.stage import NONE, StageCondition
from polku.conditions.trait import TraitCondition

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Around:
    """What stands around a condition; what is None is not known, and nothing is said about it.

    `personas`: key → the key of its segment, or None when it has none. `personal`: traits that tell who
    a person is.
    """

    stages: Collection[str] | None = None
    segments: Collection[str] | None = None
    personas: Mapping[str, str | None] | None = None
    personal: Collection[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Doubt:
    """A problem's code, where in the condition, and the parameters of its words."""

    code: str
    path: Path
    params: Mapping[str, Any]


def check(condition: PersonCondition, around: Around, path: Path = ()) -> Iterator[Doubt]:
    """All that is wrong with what the condition and its parts name; `path` is where it stands."""
    for one, here in walk(condition, path):
        if isinstance(one, TraitCondition) and one.trait in around.personal:
            yield Doubt("condition.personal-trait", (*here, "trait"), {"trait": one.trait})
        elif isinstance(one, StageCondition) and around.stages is not None:
            known = (*around.stages, NONE)
            for key in one.stage:
                yield from _unknown("condition.unknown-stage", key, known, (*here, "stage"))
        elif isinstance(one, SegmentCondition) and around.segments is not None:
            where = (*here, "segment")
            yield from _unknown("condition.unknown-segment", one.segment, around.segments, where)
        elif isinstance(one, PersonaCondition) and around.personas is not None:
            where = (*here, "persona")
            yield from _unknown("condition.unknown-persona", one.persona, around.personas, where)
            if one.persona in around.personas and around.personas[one.persona] is None:
                yield Doubt("condition.unlinked-persona", where, {"key": one.persona})


def walk(condition: PersonCondition, path: Path = ()) -> Iterator[tuple[PersonCondition, Path]]:
    """The condition and all within it, each with its place."""
    yield condition, path
    many = isinstance(condition, (AllCondition, AnyCondition))
    for i, part in enumerate(condition.parts):
        yield from walk(part, (*path, condition.kind, *((i,) if many else ())))


def _unknown(code: str, key: str, known: Collection[str], path: Path) -> Iterator[Doubt]:
    if key not in known:
        near = difflib.get_close_matches(key, known, 1, cutoff=0.6)
        listed = [*near, *(one for one in known if one not in near)]
        yield Doubt(code, path, {"key": key, "known": ", ".join(listed) or "–"})
