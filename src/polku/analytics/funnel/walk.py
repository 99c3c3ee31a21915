"""Who got how far along the steps of a funnel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from polku.analytics.funnel.candidates import rows_of
from polku.analytics.funnel.grammar import FunnelStep
from polku.conditions.event import EventCondition
from polku.science.funnel.attempts import Attempts, attempts
from polku.science.funnel.rows import Ints, Rows
from polku.science.funnel.rule import Entries, Order, Rule
from polku.science.funnel.window_funnel import Mode, window_funnel

if TYPE_CHECKING:
    from polku.reports.report import Scene

MOST_BITS = 60
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Counting:
    """How a funnel is counted; times in microseconds. `least` and `most` have one place for each way from a
    required step to the next, or are empty. `window_funnel` names a mode of ClickHouse's function, which then alone
    decides. `only_period`: what happens after the period does not count (as in the presets). `followed`: only
    attempts that began a whole window ago."""

    order: Order = "ordered"
    entries: Entries = "best"
    window: int | None = None
    least: tuple[int | None, ...] = ()
    most: tuple[int | None, ...] = ()
    pause_minutes: int | None = None
    breaks: tuple[EventCondition, ...] = ()
    window_funnel: Mode | None = None
    only_period: bool = False
    followed: bool = False


@dataclass(frozen=True)
class Walked:
    """One case for each attempt (for each person where a mode of ClickHouse decides, which has no `attempts`):
    whose it is, and how many of the required steps were reached, at least one."""

    person: Ints
    level: npt.NDArray[np.intp]
    attempts: Attempts | None
    required: tuple[int, ...]
    bits: tuple[tuple[int, ...], ...]

    def reached(self, place: int) -> npt.NDArray[np.bool_]:
        """Which cases reached the step at this place of all steps."""
        if place in self.required:
            return np.asarray(self.level > self.required.index(place))
        found = self.attempts
        if found is None:
            return np.zeros(len(self.level), np.bool_)
        return np.asarray(found.optional[:, self._optional.index(place)] >= 0)

    def row_of(self, place: int) -> npt.NDArray[np.intp]:
        """The row at which each case reached the step, -1 when it did not."""
        found = self.attempts
        if found is None:
            return np.full(len(self.level), -1, np.intp)
        if place in self.required:
            return found.arrived[:, self.required.index(place)]
        return found.optional[:, self._optional.index(place)]

    def branch(self, place: int, branch: int) -> npt.NDArray[np.bool_]:
        """Which cases reached the step through this branch; an event of two branches counts for the first."""
        at = self.row_of(place)
        there = at >= 0
        if self.attempts is None or not there.any():
            return np.zeros(len(at), np.bool_)
        marks = self.attempts.rows.marks[np.where(there, at, 0)]
        bits = self.bits[place]
        earlier = sum(1 << bit for bit in bits[:branch])
        return np.asarray(there & (marks & (1 << bits[branch]) != 0) & (marks & earlier == 0))

    @property
    def _optional(self) -> list[int]:
        return [place for place in range(len(self.bits)) if place not in self.required]


def walk(scene: Scene, steps: tuple[FunnelStep, ...], counting: Counting) -> Walked:
    """The cases of the scene's people whose first event is in its period."""
    conditions, bits = _numbered(steps)
    breaks = sum(1 << (len(conditions) + i) for i in range(len(counting.breaks)))
    conditions += counting.breaks
    masks = [sum(1 << bit for bit in each) for each in bits]
    required = tuple(place for place, step in enumerate(steps) if not step.optional)
    end = scene.period.cohort_end if counting.only_period else scene.period.end
    rows = rows_of(
        scene,
        conditions,
        end,
        numbered=counting.order == "strict",
        pause_minutes=counting.pause_minutes,
        everything=counting.window_funnel == "strict_order",
    )
    needed = tuple(masks[place] for place in required)
    if counting.window_funnel is not None:
        people, level = window_funnel(rows, needed, counting.window, counting.window_funnel)
        some = level > 0
        return Walked(people[some], level[some], None, required, bits)
    rule = Rule(
        needed,
        counting.order,
        counting.entries,
        counting.window,
        counting.least,
        counting.most,
        tuple(
            (sum(r < place for r in required) - 1, masks[place])
            for place, step in enumerate(steps)
            if step.optional
        ),
        breaks,
        0 if counting.pause_minutes is None else 1 << len(conditions),
        1 << len(conditions) + (counting.pause_minutes is not None)
        if counting.order == "strict"
        else 0,
    )
    found = _attempts(scene, rows, rule, counting, end)
    return Walked(found.person, found.level, found, required, bits)


def _attempts(scene: Scene, rows: Rows, rule: Rule, counting: Counting, end: datetime) -> Attempts:
    stop = scene.period.cohort_end
    if counting.followed and (length := whole_window(counting)) is not None:
        stop = min(stop, end - timedelta(microseconds=length))
    found = attempts(rows, rule, micros(scene.period.cohort_start), micros(stop), micros(end))
    if counting.pause_minutes is None:
        return found
    return replace(found, over=found.over | _silent(found, counting.pause_minutes, micros(end)))


def _silent(found: Attempts, minutes: int, end: int) -> npt.NDArray[np.bool_]:
    """Whether the person's last event is so long ago that the last session is over too. The last row of a person
    is always the end of a session."""
    last = found.rows.ts[found.rows.end[found.start] - 1]
    return np.asarray(end - last > minutes * 60_000_000)


def whole_window(counting: Counting) -> int | None:
    """How long an attempt can be going on; None when for ever."""
    if counting.window is not None:
        return counting.window
    known = [each for each in counting.most if each is not None]
    return sum(known) if known and len(known) == len(counting.most) else None


def _numbered(
    steps: tuple[FunnelStep, ...],
) -> tuple[tuple[EventCondition, ...], tuple[tuple[int, ...], ...]]:
    """Every branch of every step, and the bits of each step; the same branch has one bit."""
    conditions: list[EventCondition] = []
    bits = []
    for step in steps:
        mine = []
        for branch in step.branches:
            if branch not in conditions:
                conditions.append(branch)
            mine.append(conditions.index(branch))
        bits.append(tuple(mine))
    return tuple(conditions), tuple(bits)


def micros(at: datetime) -> int:
    """Microseconds since 1970."""
    return (at - _EPOCH) // timedelta(microseconds=1)
