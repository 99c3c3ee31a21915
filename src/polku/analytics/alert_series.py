"""The daily series in which `alerts` looks for changes: the steps between touchpoints and the arrows between stages,
of everybody and of each device and channel, with what the usual would have made of each day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

import numpy as np

from polku.analytics.arrow_days import Paces, forward, paces
from polku.analytics.breakdown import breakdown
from polku.analytics.calendar_parts import midnight
from polku.analytics.step_days import NOT_KNOWN, Touch, followed, step_days, touches

if TYPE_CHECKING:
    import pyarrow as pa

    from polku.reports.report import Scene

RECENT = 14  # days that a change may have begun within
QUIET = 84  # days before them, from which the usual is learned
LEAST_QUIET = 28
GROUPS = 6  # values of a dimension looked at
DIMENSIONS = ("device", "channel")


@dataclass(frozen=True)
class Series:
    kind: Literal["step", "arrow"]
    source: str
    target: str
    group: tuple[str, str] | None
    tried: np.ndarray | None
    observed: np.ndarray
    expected: np.ndarray
    variance: np.ndarray
    waiting_hours: int = 0


@dataclass(frozen=True)
class Calendar:
    """The days looked at: `dates` and their first seconds, the oldest first; the first `quiet` tell the usual."""

    dates: list[date]
    midnights: np.ndarray
    quiet: int
    end: int


def calendar(scene: Scene) -> Calendar | None:
    """None when the history is shorter than four weeks and the last two."""
    over = scene.period
    if over.first is None:
        return None
    # A period that was asked ends the days looked at, and nothing after it is known.
    end = over.cohort_end
    today = end.astimezone(scene.zone).date()
    length = min(QUIET, (today - over.first.astimezone(scene.zone).date()).days - RECENT)
    if length < LEAST_QUIET:
        return None
    dates = [today - timedelta(days=back) for back in range(length + RECENT - 1, -1, -1)]
    midnights = np.array([int(midnight(day, scene.zone).timestamp()) for day in dates])
    return Calendar(dates, midnights, length, int(end.timestamp()))


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def steps(scene: Scene, days: Calendar) -> Iterator[Series]:
    given = {"step_start": _at(int(days.midnights[0])), "window_end": _at(days.end)}
    for touch in touches(scene):
        whole: np.ndarray | None = None
        for dimension in DIMENSIONS:
            asked = followed(touch.first, touch.second, dimension, scene.limited)
            found = step_days(scene.ask(asked, **given), days.midnights, days.end, days.quiet)
            if not found.tried:
                break
            tried = np.array(list(found.tried.values()))
            went = np.array(list(found.went.values()))
            if whole is None:
                whole = tried.sum(axis=0)
                yield _step(touch, None, whole, went.sum(axis=0), days.quiet, found.waiting_hours)
            named = [name for name in found.tried if name != NOT_KNOWN]
            if len(named) < 2:  # one group is everybody
                continue
            words = scene.words("channel") if dimension == "channel" else {}
            named.sort(key=lambda name: (-found.tried[name].sum(), name))
            for name in named[:GROUPS]:
                group = (dimension, words.get(int(name), name) if words else name)
                series = (found.tried[name], found.went[name])
                yield _step(touch, group, *series, days.quiet, found.waiting_hours)


def _step(
    touch: Touch,
    group: tuple[str, str] | None,
    tried: np.ndarray,
    went: np.ndarray,
    quiet: int,
    waiting: int,
) -> Series:
    before = tried[:quiet].sum()
    usual = went[:quiet].sum() / before if before else 0.0
    variance = tried * usual * (1 - usual)
    expected = tried * usual
    return Series(
        "step", touch.source, touch.target, group, tried, went, expected, variance, waiting
    )


def arrows(scene: Scene, days: Calendar) -> Iterator[Series]:
    # The day that is not over yet would have too few: an arrow is looked at by whole days.
    whole = replace(days, dates=days.dates[:-1], midnights=days.midnights[:-1])
    parts: dict[str, tuple[pa.Table, tuple[str, ...]]] = {}
    for dimension in DIMENSIONS:
        found = breakdown(scene, dimension, GROUPS)
        if len(found.values) > 1:
            parts[dimension] = (found.groups, found.values)
    for arrow in scene.path.arrows():
        window = max(1, int(arrow.window_days))
        begin = int(days.midnights[0]) - window * 86_400
        given = {"arrow_start": _at(begin), "window_end": _at(days.end)}
        shape = (arrow.source.code, arrow.ahead, scene.limited)
        rows = scene.ask(forward(*shape, False), **given)
        if not len(rows):
            continue
        keys = (arrow.source.key, arrow.target.key)
        yield _arrow(keys, None, paces(rows, whole.midnights, window), 0, days.quiet)
        for dimension, (groups, values) in parts.items():
            rows = scene.ask(forward(*shape, True), grouped=groups, **given)
            if not len(rows):
                continue
            by_group = paces(rows, whole.midnights, window)
            for group, value in enumerate(values):
                if group in by_group.forward:
                    yield _arrow(keys, (dimension, value), by_group, group, days.quiet)


def _arrow(
    keys: tuple[str, str], group: tuple[str, str] | None, found: Paces, place: int, quiet: int
) -> Series:
    expected = found.expected(place, quiet)
    observed = found.forward[place]
    # Chances of a day are small: the variance of a count is nearly what is expected.
    return Series("arrow", *keys, group, None, observed, expected, expected)
