"""Many rounds of a segment in one question: each person is asked about only when their answer can have changed.

What conditions ask changes with what the person does, or when something grows older than a length of time that a
condition names. Between those moments it stays, so 2,160 hourly rounds over people who do thirty things are not
2,160 questions of everybody, but one of some tens of rows each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from polku.conditions.duration import Duration
from polku.conditions.person import Meanings, PersonCondition
from polku.engine.answers import Asked
from polku.engine.book import Book
from polku.engine.columns import read
from polku.engine.moments import Flags, Ints, isin


@dataclass(frozen=True)
class Changes:
    """(n,) who came to a segment (`came`) or left it, at which round, in order of person and round; `members`
    after the last one, ascending."""

    person: Ints
    at: Ints
    came: Flags
    members: Ints


def changes(
    book: Book,
    asked: Asked,
    condition: Sequence[PersonCondition],
    members: Ints,
    after: int,
    every: int,
    until: int,
) -> Changes:
    """Of the rounds on the grid of `every` (microseconds) in (after, until]; `members`, ascending, are those who
    belong at `after`."""
    lengths = sorted({0, *lengths_of(condition, asked.meanings)})
    person, at = _when_it_may_change(book, lengths, after, every, until)
    met: Flags = np.asarray(asked.flags(condition, person, at).all(axis=1), np.bool_)
    first = np.r_[True, person[1:] != person[:-1]] if len(person) else np.empty(0, bool)
    before = np.r_[False, met[:-1]] if len(met) else met
    before = np.where(first, isin(person, members), before)
    other = met != before
    last = np.r_[first[1:], True] if len(first) else first
    now = np.union1d(members[~isin(members, person[last & ~met])], person[last & met])
    return Changes(person[other], at[other], met[other], now)


def lengths_of(condition: Sequence[PersonCondition], meanings: Meanings) -> set[int]:
    """The lengths of time, in microseconds, that conditions name, also in the segments that they name."""
    from polku.conditions.matching import leaves

    values = [
        getattr(leaf, name)
        for one in condition
        for leaf in leaves(one, meanings)
        for name in type(leaf).model_fields
    ]
    return {value.microseconds for value in values if isinstance(value, Duration)}


def _when_it_may_change(
    book: Book, lengths: Sequence[int], after: int, every: int, until: int
) -> tuple[Ints, Ints]:
    """Person and round, in order, each once: the first round at or after each moment; also the next one when the
    moment lies on the grid, for a length of time may end with it or after it."""
    since = f"make_timestamp({after - lengths[-1] - every}::BIGINT)"
    begun = f"make_timestamp({until}::BIGINT)"
    ages = ", ".join(f"({length}::BIGINT)" for length in lengths)
    return read(
        book.con,
        f"""WITH moments AS (
            SELECT person, epoch_us(ts) AS moment FROM events
            WHERE ts > {since} AND ts <= {begun}
            UNION SELECT person, epoch_us("at") FROM transitions
            WHERE "at" > {since} AND "at" <= {begun}
        ), rounds AS (
            SELECT DISTINCT person, (moment + age + {every - 1}) // {every} AS number,
                (moment + age) % {every} = 0 AS sharp
            FROM moments, (VALUES {ages}) ages(age)
        ), both_rounds AS (
            SELECT person, number FROM rounds
            UNION SELECT person, number + 1 FROM rounds WHERE sharp
        )
        SELECT person, number * {every} AS "at" FROM both_rounds
        WHERE number * {every} > {after} AND number * {every} <= {until}
        ORDER BY person, "at" """,
    )  # type: ignore[return-value]
