"""Who meets a condition now: how many, some of them, all of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
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

    asked = json.dumps(condition.written())
    segments = tuple(
        (key, json.dumps(each.written())) for key, each in sorted(meanings.segments.items())
    )
    named = tuple((kind, tuple(codes.get(kind, {}).items())) for kind in KINDS)
    personas = tuple(sorted(meanings.personas.items()))
    shape = (question, asked, segments, personas, named)
    return ask(cursor, Question("segments.asking.people", _people, shape), asked_at=at)


Pairs = tuple[tuple[str, Any], ...]


def _people(question: str, asked: str, segments: Pairs, personas: Pairs, named: Pairs) -> Table:
    import ibis

    from polku.analytics.facts import dialect, events, moment, people, transitions
    from polku.conditions.matching import World, matching
    from polku.conditions.person_registry import parse_person_condition

    def parsed(text: str) -> PersonCondition:
        return parse_person_condition(json.loads(text))

    codes: Mapping[str, Mapping[str, int]] = {kind: dict(pairs) for kind, pairs in named}
    meanings = Meanings({key: parsed(text) for key, text in segments}, dict(personas))
    world = World(events, transitions, codes, meanings, dialect())
    seen = people.select("person", "last_ts")
    found = matching(parsed(asked), seen, world, moment("asked_at"))
    if question == "members":
        found = found.select("person").order_by("person")
    else:
        found = found.select("person", "last_ts", people=found.count().over())
        found = found.order_by(ibis.desc("last_ts"), "person").limit(SAMPLE)
    return found
