"""Collects what happened, kind by kind, and gives it as one events table in the order of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from polku.demo.data import EVENTS, WORD
from polku.demo.pace import Bools, Floats, Ints, Pace
from polku.demo.text import numbered

USER = 2  # the slot of the user id; 0 and 1 are the anonymous ids of a person's two devices
NO_MONEY = np.iinfo(np.int64).min
DAY = 86_400_000_000  # microseconds
_SLICE = 1_000_000


@dataclass
class Rows:
    """`channels` are the words of the channel codes; code -1 is no channel."""

    pace: Pace
    channels: Sequence[str]
    _events: list[str] = field(default_factory=list)
    _texts: list[pa.Array] = field(default_factory=lambda: [pa.array(["{}"], pa.string())])
    _count: int = 1
    _parts: list[tuple[npt.NDArray[np.generic], ...]] = field(default_factory=list)

    def texts(self, texts: pa.Array | Sequence[str]) -> int:
        """Takes JSON texts; gives the code of the first, from which the others count up."""
        first = self._count
        self._texts.append(pa.array(texts, pa.string()) if isinstance(texts, list) else texts)
        self._count += len(texts)
        return first

    def add(
        self,
        event: str,
        person: Ints,
        days: Floats,
        properties: Ints | int = 0,
        slot: Ints | int = USER,
        *,
        channel: Ints | int = -1,
        revenue: Ints | int = NO_MONEY,
    ) -> None:
        """One event for each person, `days` after the start. Those after the end are left out."""
        if event not in self._events:
            self._events.append(event)
        code = self._events.index(event)
        kept = np.flatnonzero(days <= self.pace.hours[-1])

        def column(values: Ints | int, kind: npt.DTypeLike) -> npt.NDArray[np.generic]:
            if isinstance(values, int):
                return np.full(len(kept), values, kind)
            return values[kept].astype(kind)

        self._parts.append(
            (
                (days[kept] * DAY).astype(np.int64),
                column(code, np.int8),
                column(person, np.int32),
                column(slot, np.int8),
                column(channel, np.int8),
                column(revenue, np.int64),
                column(properties, np.int32),
            )
        )

    def table(
        self, ids: pa.Array, identified: Floats, message_prefix: str
    ) -> tuple[pa.Table, Bools]:
        """The events of all, sorted by time; and which of the ids came with one.

        `ids`: the first anonymous, second anonymous and user id of each person; all firsts, then
        all seconds, then all users. `identified`: [2, people] days from which on an event of
        that device comes with the user id (inf: never).
        """
        people = len(ids) // 3
        at, event, person, slot, channel, revenue, text = (
            np.concatenate(part) for part in zip(*self._parts, strict=True)
        )
        self._parts.clear()
        order = np.argsort(at, kind="stable")
        texts = pa.chunked_array(self._texts).combine_chunks()
        start = np.datetime64(self.pace.start.replace(tzinfo=None), "us").astype(np.int64)
        devices = (_microseconds(identified[0]), _microseconds(identified[1]))
        used = np.zeros(len(ids), np.bool_)
        batches = []
        for low in range(0, max(len(order), 1), _SLICE):
            part = order[low : low + _SLICE]
            who, when, where, cents = person[part], at[part], slot[part], revenue[part]
            known = (where == USER) | (
                when >= np.where(where == 0, devices[0][who], devices[1][who])
            )
            came = np.where(known, USER, where).astype(np.int64) * people + who
            used[came] = True
            columns = [
                _words(known.astype(np.int8), ["anonymous", "user"]),
                ids.take(pa.array(came)),
                pa.array(when + start).cast(EVENTS.field("ts").type),
                numbered(message_prefix, np.arange(low, low + len(part)), 8),
                _words(event[part], self._events),
                _words(channel[part], self.channels),
                pa.array(cents, mask=cents == NO_MONEY),
                _words(np.where(cents == NO_MONEY, -1, 0), ["EUR"]),
                texts.take(pa.array(text[part])),
            ]
            batches.append(pa.record_batch(columns, schema=EVENTS))
        return pa.Table.from_batches(batches, EVENTS), used


def _microseconds(days: Floats) -> npt.NDArray[np.int64]:
    whole = np.full(len(days), np.iinfo(np.int64).max)
    ever = np.isfinite(days)
    whole[ever] = days[ever] * DAY
    return whole


def _words(codes: npt.NDArray[np.generic], words: Sequence[str]) -> pa.DictionaryArray:
    small = codes.astype(np.int8)
    indices = pa.array(small, mask=small < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(words, WORD.value_type))


def repeated(counts: Ints) -> tuple[Ints, Ints]:
    """(row, n): each row number as many times as its count says, and which time it is, from 0."""
    row = np.repeat(np.arange(len(counts)), counts)
    first = np.cumsum(counts) - counts
    return row, np.arange(len(row)) - first[row]
