"""Who meets conditions: one Ibis expression for any number of them.

One pass over the events, and one over the stage changes, makes the aggregates that all leaves of all
conditions ask, each once; `all`, `any`, `not` and segments are booleans over them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from polku.conditions.all_of import AllCondition
from polku.conditions.any_of import AnyCondition
from polku.conditions.base import Boolean, Codes
from polku.conditions.measure import Measure
from polku.conditions.negation import NotCondition
from polku.conditions.person import Meanings, PersonCondition
from polku.conditions.summing import moments_of, summed

if TYPE_CHECKING:
    from ibis import Table


@dataclass(frozen=True)
class World:
    """Where conditions are asked. `events` and `transitions` are Ibis tables with the columns of the
    warehouse's; they may hold just the rows of the people asked about, which is faster for a few.
    `codes` are the warehouse's names by kind: event, channel, source, stage."""

    events: Table
    transitions: Table
    codes: Codes
    meanings: Meanings = field(default_factory=Meanings)
    engine: str = "duckdb"


def flags(
    conditions: Sequence[PersonCondition], rows: Table, world: World, at: Any = None
) -> Table:
    """`rows` with the boolean columns met_0, met_1, …: one for each condition, in order, never NULL.

    `rows` has the columns person (int64) and, when `at` is not given, at (timestamp): the moment of
    each row, of which only events and stage changes at or before it count. `at`, one Ibis timestamp for
    all rows, is much faster.
    """
    measures = list(dict.fromkeys(m for one in conditions for m in _measures(one, world.meanings)))
    found: Table = rows
    moments = moments_of(rows) if at is None else None
    for of in ("events", "transitions"):
        asked = {f"m{i}": m for i, m in enumerate(measures) if m.source.of == of}
        if not asked:
            continue
        table = world.events if of == "events" else world.transitions
        sums = summed(table, asked, world.codes, world.engine, moments=moments, at=at)
        keys = ["person"] if at is not None else ["person", "at"]
        sums = sums.rename({f"{key}_{of}": key for key in keys})
        kept = [*found.columns, *asked]
        found = found.left_join(sums, [found[key] == sums[f"{key}_{of}"] for key in keys])
        found = found.select(*kept)
    moment = found["at"] if at is None else at

    def read(measure: Measure) -> Any:
        return measure.filled(found[f"m{measures.index(measure)}"])

    met = {
        f"met_{i}": _boolean(one, read, moment, world.meanings) for i, one in enumerate(conditions)
    }
    return found.select(*rows.columns, **met)


def matching(condition: PersonCondition, rows: Table, world: World, at: Any = None) -> Table:
    """Those of `rows` that meet the condition; see `flags`."""
    found = flags([condition], rows, world, at)
    return found.filter(found["met_0"]).select(*rows.columns)


def leaves(condition: PersonCondition, meanings: Meanings) -> Iterator[PersonCondition]:
    """What is asked in the end: the leaves, also of the segments it refers to."""
    if condition.kind in KEYS:
        inner, meanings = behind(condition, meanings)
        if inner is not None:
            yield from leaves(inner, meanings)
        return
    for part in condition.parts:
        yield from leaves(part, meanings)
    if not condition.parts:
        yield condition


KEYS = ("segment", "persona")
"""The kinds that only name another condition."""


def behind(
    condition: PersonCondition, meanings: Meanings
) -> tuple[PersonCondition | None, Meanings]:
    """The condition that the key of a segment or persona stands for, None when there is none; and what
    keys mean inside it: a segment means nothing within itself."""
    key = getattr(condition, condition.kind)
    segment = key if condition.kind == "segment" else meanings.personas.get(key, "")
    found = meanings.segments.get(segment)
    others = {name: each for name, each in meanings.segments.items() if name != segment}
    return found, Meanings(others, meanings.personas)


def _halves(join: Callable[[Any, Any], Any], parts: Sequence[Any]) -> Any:
    """Joined as a flat tree: whoever writes the SQL goes down it by recursion."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    return join(_halves(join, parts[:middle]), _halves(join, parts[middle:]))


def _measures(condition: PersonCondition, meanings: Meanings) -> Iterator[Measure]:
    for leaf in leaves(condition, meanings):
        yield from leaf.measures()


def _boolean(
    condition: PersonCondition, read: Callable[[Measure], Any], at: Any, meanings: Meanings
) -> Boolean:
    import ibis

    if condition.kind in KEYS:
        inner, meanings = behind(condition, meanings)
        if inner is None:  # nobody is in a segment that is not there
            return ibis.literal(False)
        return _boolean(inner, read, at, meanings)
    parts = [_boolean(part, read, at, meanings) for part in condition.parts]
    if isinstance(condition, AllCondition):
        return _halves(and_, parts)
    if isinstance(condition, AnyCondition):
        return _halves(or_, parts)
    if isinstance(condition, NotCondition):
        return ~parts[0]
    return condition.holds([read(measure) for measure in condition.measures()], at)
