"""When people did what some pattern or stage asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from polku.conditions.base import Codes
from polku.conditions.event import EventCondition
from polku.engine.columns import read, registered
from polku.engine.moments import EMPTY, Ints, Moments, distinct, isin
from polku.engine.patterns import BITS, SOURCE, Patterns, question

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Signals:
    """When people did what some pattern or stage asks for: the fresh ones, and more of the past on demand."""

    def __init__(self, con: DuckDBPyConnection, patterns: Patterns, codes: Codes) -> None:
        self._con = con
        self._patterns = patterns
        self._codes = codes
        self._whole = EMPTY
        self._masks: list[Ints] = [np.empty(0, np.int64)] * patterns.masks
        self._moves, self._to = EMPTY, np.empty(0, np.int64)
        self._made: dict[Any, Moments] = {}

    def add_events(self, source: str) -> None:
        """The events of a relation that match any pattern. Those known already are not counted twice."""
        if not self._patterns.plain:
            return
        con = self._con
        con.execute(f"CREATE OR REPLACE TEMP VIEW {SOURCE} AS {source}")
        sql = question(self._patterns, self._codes)
        names = ", ".join(f"m{i}" for i in range(self._patterns.masks))
        person, ts, seq, uid, *masks = read(
            con, f"SELECT person, epoch_us(ts), seq, uid, {names} FROM ({sql})"
        )
        new = ~isin(seq, np.sort(self._whole.seq))
        parts = [(getattr(self._whole, k), v[new]) for k, v in _named(person, ts, seq, uid)]
        columns = [np.concatenate(part) for part in parts]
        order = np.lexsort((columns[2], columns[1], columns[0]))
        self._whole = Moments(*(column[order] for column in columns))
        both = zip(self._masks, masks, strict=True)
        self._masks = [np.concatenate((old, more[new]))[order] for old, more in both]
        self._made.clear()

    def add_moves(self, person: Ints, at: Ints, to: Ints, uid: Ints) -> None:
        """Stage changes; `to` is the code of the stage."""
        columns = [
            np.concatenate(pair)
            for pair in (
                (self._moves.person, person),
                (self._moves.ts, at),
                (self._to, to),
                (self._moves.uid, uid),
            )
        ]
        distinct = np.unique(np.column_stack(columns), axis=0)
        person, at, to, uid = (np.ascontiguousarray(distinct[:, i]) for i in range(4))
        order = np.lexsort((uid, at, person))
        self._moves = Moments(person[order], at[order], uid[order], uid[order])
        self._to = to[order]
        self._made.clear()

    def event(self, condition: EventCondition) -> Moments:
        """See `walk.Answers`."""
        number = self._patterns.number(condition)
        key = (number, condition.times, str(condition.within))
        if key not in self._made:
            bit = 1 << number % BITS
            found = self._whole.where((self._masks[number // BITS] & bit) != 0)
            if condition.times > 1 and len(found):
                found = found.where(isin(found.seq, self._counted(condition, found)))
            self._made[key] = found
        return self._made[key]

    def stage(self, key: str) -> Moments:
        """See `walk.Answers`."""
        code = self._codes.get("stage", {}).get(key)
        if code is None:
            return EMPTY
        if ("stage", code) not in self._made:
            self._made["stage", code] = self._moves.where(self._to == code)
        return self._made["stage", code]

    def _counted(self, condition: EventCondition, found: Moments) -> Ints:
        """The `seq`, ascending, of the matching events that are at least the `times`-th in `within`: all
        events of these people are asked, for the earlier ones are not fresh."""
        con, number = self._con, self._patterns.number(condition)
        with registered(con, "polku_who", {"person": distinct(found.person)}):
            con.execute(
                f"""CREATE OR REPLACE TEMP TABLE polku_counted AS
                SELECT {", ".join(self._patterns.columns)} FROM events
                WHERE person IN (SELECT person FROM polku_who)"""
            )
        con.execute(f"CREATE OR REPLACE TEMP VIEW {SOURCE} AS FROM polku_counted")
        person, ts, seq = read(
            con,
            f"""SELECT person, epoch_us(ts), seq FROM ({question(self._patterns, self._codes)})
            WHERE (m{number // BITS} & {1 << number % BITS}) <> 0 ORDER BY person, ts, seq""",
        )
        con.execute(f"DROP VIEW {SOURCE}")
        con.execute("DROP TABLE polku_counted")
        before = np.arange(len(seq)) - (condition.times - 1)
        enough = before >= 0
        enough &= person[before] == person
        if condition.within is not None:
            enough &= ts - ts[before] <= condition.within.microseconds
        return np.sort(seq[enough])


def _named(*columns: Ints) -> list[tuple[str, Ints]]:
    return list(zip(("person", "ts", "seq", "uid"), columns, strict=True))
