"""ClickHouse's `windowFunnel(window[, mode])`, so that its numbers can be had here to the last person.

Source: ClickHouse, src/AggregateFunctions/AggregateFunctionWindowFunnel.cpp (26.x) and its documentation. One event
that meets several conditions counts for each, and events of one moment are taken in the order of the conditions; that
is what it does, not what one would choose.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from polku.science.funnel.reach import firsts
from polku.science.funnel.rows import Ints, Places, Rows

Mode = Literal["default", "strict_order", "strict_deduplication", "strict_increase"]
NEVER = np.iinfo(np.int64).max
FOREVER = 2**61


def window_funnel(
    rows: Rows, steps: tuple[int, ...], window: int | None, mode: Mode = "default"
) -> tuple[Ints, npt.NDArray[np.intp]]:
    """People (ascending as in `rows`) and the level of each, from 0. `rows` are all events that the function is
    given; `strict_order` also looks at those that are no step. `window` in microseconds, None without one."""
    people = rows.person[firsts(rows, np.arange(len(rows)))]
    event, step, whose = _in_its_order(rows, steps, mode == "strict_order")
    ts = rows.ts[event]
    places = [np.flatnonzero(step == k) for k in range(len(steps))]
    first = np.full((len(steps), len(people)), NEVER)
    valid, since = places[0], ts[places[0]]
    _note_first(first[0], whose[valid], valid)
    for k in range(1, len(steps)):
        here = places[k]
        before = np.searchsorted(valid, here) - 1
        able = before >= 0
        here, before = here[able], before[able]
        kept = (whose[valid[before]] == whose[here]) & (
            ts[here] <= since[before] + (FOREVER if window is None else window)
        )
        if mode == "strict_increase":
            kept &= ts[valid[before]] < ts[here]
        valid, since = here[kept], since[before[kept]]
        _note_first(first[k], whose[valid], valid)
    stop = np.full(len(people), NEVER)
    if mode == "strict_deduplication":
        stop = _repeats(first, places, whose)
    elif mode == "strict_order":
        stop = _interruptions(first, places, whose, np.flatnonzero(step < 0))
    return people, np.asarray((first < stop).sum(axis=0), np.intp)


def _in_its_order(
    rows: Rows, steps: tuple[int, ...], others: bool
) -> tuple[Places, npt.NDArray[np.intp], Places]:
    """Row, step (-1: no step) and person's number of each event, an event of many steps many times, in order of
    person, moment and step."""
    met = np.stack([rows.having(mask) for mask in steps], axis=1)
    if others:
        met = np.concatenate([~met.any(axis=1, keepdims=True), met], axis=1)
    event, step = np.nonzero(met)
    step = step - int(others)
    whose = np.cumsum(np.append(False, rows.end[1:] != rows.end[:-1]))[: len(rows)]
    fresh = np.append(False, (whose[1:] != whose[:-1]) | (rows.ts[1:] != rows.ts[:-1]))
    key = (np.cumsum(fresh[: len(rows)])[event]) * (len(steps) + 1) + step + 1
    if (key[1:] < key[:-1]).any():
        order = np.argsort(key, kind="stable")
        event, step = event[order], step[order]
    return event, step, whose[event]


def _note_first(first: Ints, whose: Places, at: Places) -> None:
    """The first place of each person, where `at` ascends."""
    first[whose[::-1]] = at[::-1]


def _repeats(first: Ints, places: list[Places], whose: Places) -> Ints:
    """Where a step other than the first comes again."""
    stop = np.full(first.shape[1], NEVER)
    for k in range(1, len(places)):
        again = places[k][places[k] > first[k][whose[places[k]]]]
        _least(stop, whose[again], again)
    return stop


def _interruptions(first: Ints, places: list[Places], whose: Places, others: Places) -> Ints:
    """Where, after the first step, something that is no step comes, or a step too early."""
    stop = np.full(first.shape[1], NEVER)
    other = others[others > first[0][whose[others]]]
    _least(stop, whose[other], other)
    for k in range(1, len(places)):
        here = places[k]
        early = here[(here > first[0][whose[here]]) & (here < first[k - 1][whose[here]])]
        _least(stop, whose[early], early)
    return stop


def _least(stop: Ints, whose: Places, at: Places) -> None:
    np.minimum.at(stop, whose, at)
