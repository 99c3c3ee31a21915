"""How fast sales answer the tasks that programmes give them: by task, and all together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from polku.care.standing import standing
from polku.care.task_clock import Bools, TaskClock, task_clock
from polku.care.texts import parsed_or_none
from polku.reports.answer import Column, Figure, Sheet
from polku.science.quantile import Quantile, quantile
from polku.science.survival import kaplan_meier
from polku.science.wilson import Share, share

if TYPE_CHECKING:
    from polku.programmes.model import Programme
    from polku.reports.report import Scene

HOUR = 60
COLUMNS = [
    Column("task", "text"),
    Column("programme", "text"),
    Column("stage", "text"),
    Column("tasks"),
    Column("answered"),
    Column("work_median", "number", interval=True),
    Column("work_target", "number"),
    Column("in_time", "share", interval=True),
    Column("late", people=True),
]


@dataclass(frozen=True)
class TaskTimes:
    """What the report says of tasks; `n` of them. `targets`: whether any promised an answer by some time."""

    n: int
    figures: list[Figure]
    sheets: list[Sheet]
    targets: bool


def task_times(scene: Scene) -> TaskTimes:
    """A row for each task of a programme and stage of its receiver, those with the most tasks first."""
    clock = _clock(scene)
    if clock is None or not len(clock.minutes):
        return TaskTimes(0, [], [], targets=False)
    every = np.ones(len(clock.minutes), bool)
    median, kept = _median(clock, every), _kept(clock, every)
    names = {key: one.name.both() for key, one in _programmes(scene).items()}
    rows = [_row(scene, clock, names, here) for here in _groups(clock)]
    rows.sort(key=lambda row: (-row["tasks"], row["id"]))
    figures = [
        Figure("task_median", "number", *_hours(median), n=median.n),
        Figure("task_in_time", "share", kept.value, kept.low, kept.high, kept.n),
        Figure("task_late", "count", _people(clock, clock.late), people=True),
    ]
    targets = bool(np.isfinite(clock.target).any())
    return TaskTimes(len(every), figures, [Sheet("tasks", COLUMNS, rows)], targets)


def late_people(scene: Scene, row: str) -> pa.Table:
    """Whose task is open past its target: of one row, or of all when `row` is empty. Raises KeyError."""
    clock = _clock(scene)
    if clock is None:
        raise KeyError(row)
    late = clock.late
    if row:
        late = late & {_id(_newest(clock, here)): here for here in _groups(clock)}[row]
    people = clock.rows["person"].to_numpy()[late]
    return pa.table({"person": pa.array(np.unique(people), pa.int64())})


def _clock(scene: Scene) -> TaskClock | None:
    if scene.workplace is None:
        return None
    over = scene.period
    # People are asked to answer now, whatever was the last event: the clock runs to this moment.
    end = over.as_of if over.stop is None else over.cohort_end
    found = task_clock(scene.workplace, over.cohort_start, end, over.as_of)
    found = replace(found, rows=_with_stage(found.rows, _programmes(scene)))
    if scene.chosen is None:
        return found
    known = pc.is_in(found.rows["person"], value_set=scene.chosen["person"].combine_chunks())
    mine = known.to_numpy()
    parts = (found.minutes, found.target, found.answered, found.kept, found.known)
    return TaskClock(found.rows.filter(known), *(part[mine] for part in parts))


def _with_stage(rows: pa.Table, programmes: Mapping[str, Programme]) -> pa.Table:
    """A task whose person stood nowhere when it was made belongs to the stage of its programme."""
    stages = {key: one.stage for key, one in programmes.items()}
    belongs = pa.array(map(stages.get, rows["programme"].to_pylist()), pa.string())
    place = rows.schema.get_field_index("stage")
    return rows.set_column(place, "stage", pc.coalesce(rows["stage"], belongs))


def _groups(clock: TaskClock) -> list[Bools]:
    """The tasks of each programme, step and stage."""
    keys = [clock.rows[name].fill_null("").to_numpy() for name in ("programme", "node", "stage")]
    codes = [np.unique(each, return_inverse=True)[1] for each in keys]
    _, group = np.unique(np.column_stack(codes), axis=0, return_inverse=True)
    return [group.ravel() == each for each in range(int(group.max(initial=-1)) + 1)]


def _newest(clock: TaskClock, here: Bools) -> dict[str, Any]:
    found: dict[str, Any] = clock.rows.slice(int(np.flatnonzero(here)[-1]), 1).to_pylist()[0]
    return found


def _id(task: Mapping[str, Any]) -> str:
    return f"{task['programme']}:{task['node']}:{task['stage'] or ''}"


def _row(
    scene: Scene, clock: TaskClock, names: Mapping[str, Mapping[str, str]], here: Bools
) -> dict[str, Any]:
    """The title and the target are those of the newest task; in time is told by each task's own."""
    last = _newest(clock, here)
    target = float(clock.target[here][-1])
    kept = _kept(clock, here)
    median, low, high = _hours(_median(clock, here))
    plain = {"fi": last["programme"], "en": last["programme"]}
    return {
        "id": _id(last),
        "task": last["title"] or last["node"],
        "programme": names.get(last["programme"], plain),
        "stage": scene.stage(last["stage"]),
        "tasks": int(here.sum()),
        "answered": int((here & clock.answered).sum()),
        "work_median": median,
        "work_median_low": low,
        "work_median_high": high,
        "work_target": target / HOUR if np.isfinite(target) else None,
        "in_time": kept.value,
        "in_time_low": kept.low,
        "in_time_high": kept.high,
        "late": _people(clock, here & clock.late),
    }


def _median(clock: TaskClock, here: Bools) -> Quantile:
    done = clock.answered[here].astype(np.int64)
    return quantile(kaplan_meier(clock.minutes[here], done, 1 - done), 0.5)


def _hours(found: Quantile) -> tuple[float | None, float | None, float | None]:
    value, low, high = (
        None if minutes is None else minutes / HOUR
        for minutes in (found.value, found.low, found.high)
    )
    return value, low, high


def _kept(clock: TaskClock, here: Bools) -> Share:
    return share(int((here & clock.kept).sum()), int((here & clock.known).sum()))


def _people(clock: TaskClock, here: Bools) -> int:
    return len(np.unique(clock.rows["person"].to_numpy()[here]))


def _programmes(scene: Scene) -> dict[str, Programme]:
    """As published, else as drafted; of those whose text has a right form."""
    assert scene.workplace is not None  # noqa: S101
    stored = scene.workplace.control.definitions
    found = {}
    for each in stored.all("programme"):
        version = standing(each).version
        body = each.body if version is None else stored.version("programme", each.key, version).body
        loaded = parsed_or_none(body)
        if loaded is not None:
            found[each.key] = loaded.programme
    return found
