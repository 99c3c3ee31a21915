"""How long the team's tasks waited for an answer, in working time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from polku.delivery.working_time import WorkingTime
from polku.store.micros import to_micros

if TYPE_CHECKING:
    import pyarrow as pa

    from polku.care.workplace import Workplace

MINUTE = 60_000_000
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class TaskClock:
    """`rows` as `control.tasks.opened_between` gives them, and of each: `minutes` of working time until the answer, or
    until now while there is none; `target`, how many were promised (NaN: none were); whether it is `answered`; whether
    it was answered in time (`kept`), and whether that is `known`: who waits still, but not for too long yet, is
    neither in time nor late."""

    rows: pa.Table
    minutes: Floats
    target: Floats
    answered: Bools
    kept: Bools
    known: Bools

    @property
    def late(self) -> Bools:
        """Open ones whose target is past."""
        return self.known & ~self.answered


def task_clock(work: Workplace, start: datetime, end: datetime, now: datetime) -> TaskClock:
    """Of tasks opened after `start` and at or before `end`, as they stand `now`."""
    rows = work.control.tasks.opened_between(start, end)
    calendar = WorkingTime(work.settings.hours, ZoneInfo(work.settings.workspace.timezone))
    moment = to_micros(now)
    opened = rows["opened"].to_numpy()
    answered = ~rows["answered"].is_null().to_numpy()
    promised = ~rows["due"].is_null().to_numpy()
    until = rows["answered"].fill_null(moment).to_numpy()
    due = np.where(promised, rows["due"].fill_null(0).to_numpy(), opened)
    target = calendar.micros_between(opened, due) // MINUTE
    kept = promised & answered & (until <= due)
    return TaskClock(
        rows,
        (calendar.micros_between(opened, until) // MINUTE).astype(np.float64),
        np.where(promised, target, np.nan),
        answered,
        kept,
        promised & (answered | (due < moment)),
    )
