"""What the walk asks, answered from the warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from polku.conditions.base import Codes
from polku.conditions.event import EventCondition
from polku.conditions.person import Meanings, PersonCondition
from polku.conditions.properties import json_path
from polku.engine.asking import ask, columns_of
from polku.engine.columns import read, registered
from polku.engine.moments import DAY, NEVER, Ints, Moments, distinct, isin
from polku.engine.programme import World
from polku.engine.signals import Signals
from polku.engine.windows import day_start
from polku.stages.read import near

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NEAR = "polku_near"
_TOLD = frozenset({"person", "ts", "seq", "event", "properties"})
FEW = 20_000
"""Up to so many people, their events are set apart first: every question is then asked of those only."""


class Asked:
    """`walk.Answers` over the warehouse: signals, and the conditions, traits and zones of a connection."""

    def __init__(
        self, con: DuckDBPyConnection, signals: Signals, codes: Codes, world: World
    ) -> None:
        self._con = con
        self._signals = signals
        self._codes = codes
        self._world = world
        self._near: Ints | None = None
        self._columns: frozenset[str] = frozenset()

    @property
    def codes(self) -> Codes:
        """The numbers of words."""
        return self._codes

    @property
    def meanings(self) -> Meanings:
        """What the keys of segments and personas stand for."""
        return self._world.meanings

    def over(self, signals: Signals) -> Asked:
        """The same answers over other signals."""
        return Asked(self._con, signals, self._codes, self._world)

    def event(self, condition: EventCondition) -> Moments:
        """See `walk.Answers`."""
        return self._signals.event(condition)

    def stage(self, key: str) -> Moments:
        """See `walk.Answers`."""
        return self._signals.stage(key)

    def flags(self, asked: Sequence[PersonCondition], people: Ints, at: Ints) -> NDArray[np.bool_]:
        """See `walk.Answers`."""
        return ask(
            self._con,
            asked,
            people,
            at,
            codes=self._codes,
            meanings=self._world.meanings,
            events=self._events(people, columns_of(asked, self._world.meanings)),
        )

    def dates(self, trait: str, people: Ints, at: Ints) -> Ints:
        """See `walk.Answers`. A date alone is its first instant in the person's own zone."""
        row, text = self._traits(trait, people, at)
        dates = np.full(len(people), NEVER, np.int64)
        if not len(row):
            return dates
        with registered(self._con, "polku_texts", {"i": row, "text": text}):
            i, moment, whole = read(
                self._con,
                """SELECT i, epoch_us(try_cast(text AS TIMESTAMP)) AS moment,
                    regexp_full_match(trim(text), '\\d{4}-\\d{2}-\\d{2}')::BIGINT AS whole
                FROM polku_texts WHERE try_cast(text AS TIMESTAMP) IS NOT NULL""",
            )
        zone, names = self.zones(people[i], at[i])
        for number in np.unique(zone[whole == 1]):
            here = (zone == number) & (whole == 1)
            moment[here] = day_start(moment[here] // DAY, names[int(number)])
        dates[i] = moment
        return dates

    def zones(self, people: Ints, at: Ints) -> tuple[Ints, Sequence[str]]:
        """See `walk.Answers`."""
        zone = np.zeros(len(people), np.int64)
        names = [self._world.zone]
        row, text = self._traits("timezone", people, at)
        if len(row):
            distinct, place = np.unique(text.astype(str), return_inverse=True)
            known = {}
            for i, name in enumerate(distinct):
                if _is_zone(str(name)):
                    known[i] = len(names)
                    names.append(str(name))
            numbers = np.array([known.get(i, 0) for i in range(len(distinct))], np.int64)
            zone[row] = numbers[place]
        return zone, names

    def _traits(self, name: str, people: Ints, at: Ints) -> tuple[Ints, NDArray[Any]]:
        """The rows that have the trait, and its text: the last one said by then."""
        code = self._codes.get("event", {}).get("Identified")
        if code is None or not len(people):
            return np.empty(0, np.int64), np.empty(0, object)
        events = self._events(people, _TOLD)
        rows = {"i": np.arange(len(people)), "person": people, "moment": at}
        with registered(self._con, "polku_rows", rows):
            found = self._con.execute(
                f"""WITH said AS (
                    SELECT person, ts, seq, json_extract_string(properties, $path) AS text
                    FROM {events} WHERE event = {code}
                )
                SELECT r.i, arg_max(s.text, {{'ts': s.ts, 'seq': s.seq}}) AS text
                FROM polku_rows r JOIN said s
                    ON s.person = r.person AND s.ts <= make_timestamp(r.moment)
                WHERE s.text IS NOT NULL GROUP BY r.i ORDER BY r.i""",
                {"path": json_path(name)},
            ).fetchnumpy()
        return np.asarray(found["i"], np.int64), np.asarray(found["text"], object)

    def _events(self, people: Ints, columns: frozenset[str]) -> str:
        """The relation to ask about these people."""
        known = self._near is not None and bool(isin(people, self._near).all())
        if known and columns <= self._columns:
            return NEAR
        wanted = distinct(people)
        if len(wanted) > FEW:
            return "events"
        self._columns = columns | self._columns if known else columns
        self._gather(wanted)
        return NEAR

    def _gather(self, people: Ints) -> None:
        """Sets the events of these people (ascending) apart, for the questions to come. Base and tail by
        themselves: a join above the view would read every row of every column."""
        names = ", ".join(sorted(self._columns))
        with registered(self._con, "polku_who", {"person": people}):
            self._con.execute(
                f"""CREATE OR REPLACE TEMP TABLE {NEAR} AS
                SELECT {names} FROM base
                WHERE {near(people)} AND person IN (SELECT person FROM polku_who)
                UNION ALL SELECT {names} FROM tail
                WHERE person IN (SELECT person FROM polku_who)"""
            )
        self._near = people


def _is_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
