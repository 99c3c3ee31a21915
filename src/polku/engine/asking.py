"""Puts the questions of conditions to the warehouse: who met what, at a moment of their own or one for all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from polku.conditions.base import Codes
from polku.conditions.person import Meanings, PersonCondition
from polku.engine.columns import registered
from polku.engine.moments import Ints

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ASKED = "polku_asked"

_EVENTS = {
    "person": "int64",
    "ts": "timestamp(6)",
    "seq": "int64",
    "event": "int32",
    "uid": "int64",
    "identity": "int64",
    "source": "int32",
    "channel": "int32",
    "revenue": "int64",
    "currency": "string",
    "properties": "string",
}
_TRANSITIONS = {
    "person": "int64",
    "n": "int32",
    "at": "timestamp(6)",
    "from_stage": "int32",
    "to_stage": "int32",
    "rule": "string",
    "uid": "int64",
}
_KINDS = ("event", "channel", "source", "stage")


def ask(
    con: DuckDBPyConnection,
    asked: Sequence[PersonCondition],
    people: Ints,
    at: Ints,
    *,
    codes: Codes,
    meanings: Meanings,
    events: str = "events",
    transitions: str = "transitions",
) -> NDArray[np.bool_]:
    """(n, k) whether each of the (n,) people met each of the k conditions at their moment (microseconds).
    `events` and `transitions` name the relations to ask: they may hold just these people's rows."""
    if not len(people):
        return np.zeros((0, len(asked)), bool)
    moment = int(at[0]) if (at == at[0]).all() else None
    sql = sql_of(asked, codes, meanings, (events, transitions), one_moment=moment is not None)
    rows: dict[str, Any] = {"i": np.arange(len(people)), "person": people}
    if moment is None:
        rows["at"] = pa.array(at).cast(pa.timestamp("us"))
    else:
        sql = sql.replace(MARK, f"make_timestamp({moment}::BIGINT)")
    with registered(con, ASKED, rows):
        found = con.execute(f"SELECT * FROM ({sql}) ORDER BY i").fetchnumpy()
    return np.column_stack([np.asarray(found[f"met_{k}"], bool) for k in range(len(asked))])


# The SQL of a set of conditions takes Ibis tens of milliseconds; so it is kept, with a moment in the middle
# of nowhere in the place of the one for all, which is put in when it is asked.
_STAND_IN = datetime(1901, 2, 3, 4, 5, 6, 7)  # noqa: DTZ001  (naive UTC, as the tables are)
MARK = "MAKE_TIMESTAMP(1901, 2, 3, 4, 5, 6.000007)"
_KEPT: dict[Any, str] = {}
_MOST_KEPT = 256


def sql_of(
    asked: Sequence[PersonCondition],
    codes: Codes,
    meanings: Meanings,
    tables: tuple[str, str],
    *,
    one_moment: bool,
) -> str:
    """SQL over `polku_asked` (i, person and, unless there is one moment, at): i, person, met_0, met_1, …"""
    known = {kind: dict(codes.get(kind, {})) for kind in _KINDS}
    key = (
        tuple(map(_written, asked)),
        tuple((name, _written(one)) for name, one in sorted(meanings.segments.items())),
        tuple(sorted(meanings.personas.items())),
        tuple(tuple(numbers.items()) for numbers in known.values()),
        tables,
        one_moment,
    )
    if key not in _KEPT:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        _KEPT[key] = _compile(asked, known, meanings, tables, one_moment)
    return _KEPT[key]


def columns_of(asked: Sequence[PersonCondition], meanings: Meanings) -> frozenset[str]:
    """The columns of events that these conditions read."""
    from polku.conditions.matching import leaves

    found = {"person", "ts", "seq", "event"}
    for condition in asked:
        for leaf in leaves(condition, meanings):
            for measure in leaf.measures():
                if measure.source.of == "events":
                    found |= measure.source.columns
    return frozenset(found)


def _compile(
    asked: Sequence[PersonCondition],
    codes: Codes,
    meanings: Meanings,
    tables: tuple[str, str],
    one_moment: bool,
) -> str:
    import ibis

    from polku.conditions.matching import World, flags

    events, transitions = (
        ibis.table(columns, name=name)
        for columns, name in zip((_EVENTS, _TRANSITIONS), tables, strict=True)
    )
    columns = {"i": "int64", "person": "int64"} | ({} if one_moment else {"at": "timestamp(6)"})
    at = ibis.literal(_STAND_IN, "timestamp(6)") if one_moment else None
    world = World(events, transitions, codes, meanings)
    rows = ibis.table(columns, name=ASKED)
    return str(ibis.to_sql(flags(asked, rows, world, at), dialect="duckdb"))


def _written(condition: PersonCondition) -> str:
    return condition.kind + condition.model_dump_json(by_alias=True)
