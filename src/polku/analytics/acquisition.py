"""When did each person become a lead, and when a customer? Each of them once, at the first time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from polku.analytics.facts import Value, among, moment, question, transitions
from polku.analytics.sales import sales

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis import Table

Ints = npt.NDArray[np.int64]


def whole_seconds(at: Value) -> Value:
    """Whole seconds since 1970. DuckDB's have a fraction, and its cast rounds: they are cut here."""
    return (at.epoch_seconds() // 1).cast("int64")


@question
def first_entries(codes: tuple[int, ...], limited: bool) -> Table:
    """person, at (whole seconds since 1970): the first time on one of the stages."""
    t = transitions.filter(transitions.to_stage.isin(codes), transitions.at <= moment("window_end"))
    t = among(t, limited)
    return t.group_by("person").agg(at=whole_seconds(t.at.min()))


@question
def first_sales(currency: str, limited: bool) -> Table:
    """person, at (whole seconds since 1970): the first payment above zero."""
    rows = sales(currency, limited)
    rows = rows.filter(rows.minor > 0)
    return rows.group_by("person").agg(at=whole_seconds(rows.ts.min()))


@dataclass(frozen=True, eq=False)
class Starts:
    """The moment (whole seconds since 1970) at which each person began; people ascend."""

    person: Ints
    at: Ints

    def among(self, people: Ints) -> tuple[Ints, npt.NDArray[np.bool_]]:
        """The moment of each of `people` (0 where there is none), and who has one."""
        if not len(self.person):
            return np.zeros(len(people), np.int64), np.zeros(len(people), np.bool_)
        place = np.minimum(np.searchsorted(self.person, people), len(self.person) - 1)
        found = self.person[place] == people
        return np.where(found, self.at[place], 0), found

    def only(self, keep: npt.NDArray[np.bool_]) -> Starts:
        """Those of them."""
        return Starts(self.person[keep], self.at[keep])


def starts_of(rows: pa.Table) -> Starts:
    """From the columns person and at of one question."""
    person, at = (rows[name].to_numpy().astype(np.int64) for name in ("person", "at"))
    order = np.argsort(person, kind="stable")
    return Starts(person[order], at[order])


def earlier(one: Starts, other: Starts) -> Starts:
    """Everybody in either, from the earlier of the two."""
    person = np.concatenate([one.person, other.person])
    at = np.concatenate([one.at, other.at])
    order = np.lexsort((at, person))
    person, at = person[order], at[order]
    first = np.ones(len(person), np.bool_)
    first[1:] = person[1:] != person[:-1]
    return Starts(person[first], at[first])
