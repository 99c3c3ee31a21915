"""What all reports about paths are asked, and how it is read: which events are on the paths, and their names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np
import pyarrow as pa
from pydantic import AfterValidator, Field

from polku.analytics.event_counts import PLUMBING
from polku.analytics.moves_between import events_left_out, path_columns
from polku.conditions.duration import Duration
from polku.errors import Problem
from polku.reports.asked import Asked, EventName
from polku.reports.said import Count
from polku.science.paths.log import Log, log_of

if TYPE_CHECKING:
    from polku.reports.report import Scene

Names = Annotated[tuple[EventName, ...], Field(max_length=100)]


def _length(text: str) -> str:
    Duration.model_validate(text)
    return text


Length = Annotated[
    str, AfterValidator(_length), Field(max_length=20, json_schema_extra={"format": "duration"})
]


class PathAsked(Asked):
    """Which paths: of events or of stages, with which of them, and cut where."""

    of: Literal["events", "stages"] = Field(
        default="events", description="Steps are events, or entries to stages"
    )
    events: Names = Field(default=(), description="Only these are on the paths")
    without: Names = Field(default=(), description="These are not on the paths")
    collapse: bool = Field(default=False, description="The same again at once counts as one step")
    visit: Length | None = Field(
        default=None, description="A longer pause ends a path, such as 30min"
    )


@dataclass(frozen=True)
class Steps:
    """What is on the paths: codes left `out`, or `only` some; the longest pause `gap` in seconds. `everything`: the
    period holds all events there are."""

    of: str
    out: tuple[int, ...]
    only: tuple[int, ...]
    gap: int | None
    collapse: bool
    codes: dict[str, int] = field(repr=False)
    everything: bool = False
    notes: tuple[Problem, ...] = ()

    @property
    def shape(self) -> tuple[str, tuple[int, ...], tuple[int, ...], bool]:
        """The first part of the shape of every question about paths."""
        return self.of, self.out, self.only, self.everything

    @property
    def given(self) -> dict[str, int]:
        """The numbers of every question about moves."""
        return {} if self.gap is None else {"gap": self.gap}

    @property
    def whole(self) -> bool:
        """Whether paths are as they are stored."""
        return not (self.out or self.only or self.gap or self.collapse) and self.of == "events"


def steps_of(scene: Scene, asked: PathAsked) -> Steps:
    """What was asked, in codes. Names that are not there are said in a note."""
    kind = "stage" if asked.of == "stages" else "event"
    codes = dict(scene.codes.get(kind, {}))
    notes = []
    unknown = [name for name in (*asked.events, *asked.without) if name not in codes]
    if unknown:
        params = {"names": ", ".join(unknown[:10])}
        notes.append(Problem("paths.unknown", params=params, level="warning"))
    only = tuple(sorted({codes.get(name, -1) for name in asked.events} - set(_of(asked, codes))))
    plumbing = set() if asked.events or asked.of == "stages" else {*PLUMBING} & set(codes)
    out = tuple(sorted({codes[name] for name in plumbing} | set(_of(asked, codes))))
    gap = None if asked.visit is None else Duration(asked.visit).microseconds // 1_000_000
    left = () if asked.events else out
    everything = holds_all(scene)
    return Steps(asked.of, left, only, gap, asked.collapse, codes, everything, tuple(notes))


def from_the_first(scene: Scene) -> bool:
    """Whether the period holds the beginning of every path."""
    first = scene.period.first
    return first is not None and scene.period.cohort_start < first


def holds_all(scene: Scene) -> bool:
    """Whether nothing lies outside the period: it begins before the first event and ends at the last one."""
    over = scene.period
    return from_the_first(scene) and over.end < over.as_of and over.cohort_end == over.end


def _of(asked: PathAsked, codes: dict[str, int]) -> list[int]:
    return [codes[name] for name in asked.without if name in codes]


def left_out_notes(scene: Scene, steps: Steps) -> list[Problem]:
    """What was asked but is not there, and how many events are not on the paths."""
    notes = list(steps.notes)
    if steps.out or steps.only:
        asked = events_left_out(*steps.shape, scene.limited)
        n = scene.ask(asked)["events"][0].as_py() or 0
        words = {code: name for name, code in steps.codes.items()}
        names = ", ".join(words[code] for code in steps.out[:10]) or "–"
        if n:
            code = "paths.left-out" if steps.out else "paths.only"
            notes.append(Problem(code, params={"n": Count(n), "names": names}, level="hint"))
    return notes


def name_of(scene: Scene, steps: Steps, code: int) -> Any:
    """An event or a stage as a cell; -1 is all the others."""
    if code < 0:
        return {"fi": "Muut", "en": "Others"}
    for name, known in steps.codes.items():
        if known == code:
            return scene.stage(name) if steps.of == "stages" else name
    return f"#{code}"


def log(scene: Scene, steps: Steps, *, times: bool = False, first: int = 0) -> Log:
    """The paths of the scene, one row for each step. `times` when their moments are needed; `first`: so many steps
    of each are enough, where that costs less."""
    enough = first if steps.whole and from_the_first(scene) else 0
    with_times = times or steps.gap is not None
    rows = scene.ask(path_columns(*steps.shape, with_times, enough, scene.limited))
    ts = None
    if with_times:
        ts = rows["ts"].combine_chunks().cast(pa.int64()).to_numpy(zero_copy_only=False)
    found = log_of(
        rows["person"].to_numpy(),
        rows["n"].to_numpy(),
        rows["event"].to_numpy(),
        ts,
        steps.gap,
    )
    return found.collapsed() if steps.collapse else found


def top_codes(log: Log, most: int) -> list[int]:
    """The `most` most common codes, in order; ties by code."""
    counts = np.bincount(log.event, minlength=1)
    order = np.lexsort((np.arange(len(counts)), -counts))
    return [int(code) for code in order[:most] if counts[code]]


def table_of(people: Any) -> pa.Table:
    """People as the list of a number."""
    return pa.table({"person": pa.array(np.unique(np.asarray(people, np.int64)), pa.int64())})


def too_few(n: int, enough: int = 1) -> list[Problem]:
    """A sentence when nothing was walked."""
    return [] if n >= enough else [Problem("paths.none", level="warning")]
