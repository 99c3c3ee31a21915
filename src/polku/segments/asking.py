"""Who meets a condition now: how many, some of them, all of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from polku.conditions.base import Codes
from polku.conditions.person import Meanings, PersonCondition

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from ibis import Table

    from polku.analytics.reader import Reader
    from polku.conditions.matching import World

SAMPLE = 5
KINDS = ("event", "channel", "source", "stage")


@dataclass(frozen=True)
class Found:
    """How many people meet a condition, and those of them who were seen last."""

    people: int
    sample: tuple[int, ...]


def count(
    cursor: Reader | DuckDBPyConnection,
    condition: PersonCondition,
    at: datetime,
    codes: Codes,
    meanings: Meanings,
) -> Found:
    """Of the people of the stored fold, who meet the condition at the moment `at` (UTC)."""
    rows = _ask(cursor, "count", condition, at, codes, meanings).to_pydict()
    people = rows["people"][0] if rows["people"] else 0
    return Found(people, tuple(rows["person"]))


def members(
    cursor: Reader | DuckDBPyConnection,
    condition: PersonCondition,
    at: datetime,
    codes: Codes,
    meanings: Meanings,
) -> NDArray[np.int64]:
    """The same people, all of them, ascending."""
    found = _ask(cursor, "members", condition, at, codes, meanings)
    return np.asarray(found["person"].to_numpy(), np.int64)


def _ask(
    cursor: Reader | DuckDBPyConnection,
    question: str,
    condition: PersonCondition,
    at: datetime,
    codes: Codes,
    meanings: Meanings,
) -> Any:
    from polku.analytics.facts import Question, ask

    shape = (question, json.dumps(condition.written()), *_shape(meanings, codes))
    return ask(cursor, Question("segments.asking.people", _people, shape), asked_at=at)


Pairs = tuple[tuple[str, Any], ...]


def _shape(meanings: Meanings, codes: Codes) -> tuple[Pairs, Pairs, Pairs]:
    """What keys and names stand for, as a question of one shape takes it."""
    segments = tuple(
        (key, json.dumps(each.written())) for key, each in sorted(meanings.segments.items())
    )
    named = tuple((kind, tuple(codes.get(kind, {}).items())) for kind in KINDS)
    return segments, tuple(sorted(meanings.personas.items())), named


def _people(question: str, asked: str, segments: Pairs, personas: Pairs, named: Pairs) -> Table:
    import ibis

    from polku.analytics.facts import moment, people
    from polku.conditions.matching import matching

    world = _world(segments, personas, named)
    seen = people.select("person", "last_ts")
    found = matching(_parsed(asked), seen, world, moment("asked_at"))
    if question == "members":
        found = found.select("person").order_by("person")
    else:
        found = found.select("person", "last_ts", people=found.count().over())
        found = found.order_by(ibis.desc("last_ts"), "person").limit(SAMPLE)
    return found


def _memberships(keys: tuple[str, ...], segments: Pairs, personas: Pairs, named: Pairs) -> Table:
    from polku.analytics.facts import chosen, moment
    from polku.conditions.matching import flags
    from polku.conditions.segment import SegmentCondition

    world = _world(segments, personas, named, limited=True)
    asked = [SegmentCondition(segment=key) for key in keys]
    return flags(asked, chosen, world, moment("asked_at"))


def _world(segments: Pairs, personas: Pairs, named: Pairs, limited: bool = False) -> World:
    """`limited`: of the chosen people's rows alone."""
    from polku.analytics.facts import among, dialect, events, transitions
    from polku.conditions.matching import World

    codes: Mapping[str, Mapping[str, int]] = {kind: dict(pairs) for kind, pairs in named}
    meanings = Meanings({key: _parsed(text) for key, text in segments}, dict(personas))
    rows = (among(events, limited), among(transitions, limited))
    return World(*rows, codes, meanings, dialect())


def _parsed(text: str) -> PersonCondition:
    from polku.conditions.person_registry import parse_person_condition

    return parse_person_condition(json.loads(text))


def memberships(
    cursor: Reader | DuckDBPyConnection,
    people: Sequence[int],
    keys: Sequence[str],
    at: datetime,
    codes: Codes,
    meanings: Meanings,
) -> dict[int, tuple[str, ...]]:
    """Each of the people → those of the segments they are in at the moment `at` (UTC), in the order of `keys`; one
    question for all of them. Nobody is in a segment that is not there."""
    import pyarrow as pa

    from polku.analytics.facts import Question, ask

    there = [key for key in keys if key in meanings.segments]
    if not there:
        return dict.fromkeys(people, ())
    shape = (tuple(there), *_shape(meanings, codes))
    asked = Question("segments.asking.memberships", _memberships, shape)
    chosen = pa.table({"person": np.unique(np.asarray(people, np.int64))})
    rows = ask(cursor, asked, chosen=chosen, asked_at=at).to_pydict()
    met = zip(*(rows[f"met_{i}"] for i in range(len(there))), strict=True)
    return {
        person: tuple(key for key, is_in in zip(there, each, strict=True) if is_in)
        for person, each in zip(rows["person"], met, strict=True)
    }
