"""Has the path begun to break (or to carry better) lately: where, how much, since when, and for whom?

Every step between touchpoints and every arrow between stages is compared, for everybody and for each device and
channel, over the last 7 and the last 2 days, with the 12 weeks that ended two weeks ago. A change is told when its p
(`science.drift`) is below 0.05 divided by all that was compared: in a workspace where nothing changes, at most
one week in twenty tells anything.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

import numpy as np

from polku.analytics.alert_series import RECENT, Series, arrows, calendar, steps
from polku.science.drift import Shift, shift, since

if TYPE_CHECKING:
    from polku.reports.report import Scene

CHANCE = 0.05  # shared out among all that is compared (Bonferroni)
WINDOWS = (7, 2)
WORTH_TELLING = 0.10  # of what is expected: a smaller change is not told, however sure
EXPLAINED = 0.05  # the others do not differ by more than chance: the group is the cause


@dataclass(frozen=True)
class Alert:
    """A change on the way from `source` to `target`: keys of touchpoints (kind "step") or stages ("arrow"). Of
    `tried` visits in the last `days`, `observed` went on and `expected` would have as usual; `now` and `before` are
    the shares (None on an arrow, where the pace is counted). `since` is the first day of the change, in the
    workspace's zone; `group` whom it concerns (dimension, value), None: everybody. `p` is not corrected;
    `chance` is (for all `compared`)."""

    kind: Literal["step", "arrow"]
    source: str
    target: str
    group: tuple[str, str] | None
    drop: bool
    tried: int | None
    observed: int
    expected: float
    now: float | None
    before: float | None
    days: int
    since: date
    p: float
    chance: float
    waiting_hours: int


@dataclass(frozen=True)
class Watch:
    """What was looked at: `alerts`, of `compared` series; `quiet` days of history to compare with (0: too little)."""

    alerts: list[Alert]
    compared: int
    quiet: int


def alerts(scene: Scene) -> list[Alert]:
    """The surest first."""
    return watch(scene).alerts


def watch(scene: Scene) -> Watch:
    """The alerts, and what they were looked for in."""
    days = calendar(scene)
    if days is None:
        return Watch([], 0, 0)
    series = [*steps(scene, days), *arrows(scene, days)]
    return judged(series, days.dates, days.quiet)


def judged(series: list[Series], dates: list[date], quiet: int) -> Watch:
    """Tests all, tells what is more than chance: for each way and direction the one group that explains it."""
    tested: list[tuple[Series, Shift]] = []
    for each in series:
        for window in WINDOWS:
            found = shift(each.observed, each.expected, each.variance, window, quiet)
            if found is not None:
                tested.append((each, found))
    if not tested:
        return Watch([], 0, quiet)
    level = CHANCE / len(tested)
    sure = [
        (each, found)
        for each, found in tested
        if found.p < level
        and abs(found.observed - found.expected) >= WORTH_TELLING * found.expected
    ]
    best: dict[tuple[str, str, str, bool], list[tuple[Series, Shift]]] = {}
    for each, found in sure:
        drop = found.observed < found.expected
        best.setdefault((each.kind, each.source, each.target, drop), []).append((each, found))
    told = []
    for candidates in best.values():
        each, found = _cause(candidates, series, quiet)
        told.append(_alert(each, found, dates, len(tested)))
    told.sort(key=lambda one: (one.p, one.kind, one.source, one.target))
    return Watch(told, len(tested), quiet)


def _cause(
    candidates: list[tuple[Series, Shift]], series: list[Series], quiet: int
) -> tuple[Series, Shift]:
    """The surest group whose others have not changed; else everybody; else the surest group."""
    ranked = sorted(candidates, key=lambda one: (one[1].p, one[0].group or ("", "")))
    whole = next(
        (each for each in series if each.group is None and _same_way(each, ranked[0][0])), None
    )
    for each, found in ranked:
        if each.group is None or whole is None:
            continue
        rest = shift(
            whole.observed - each.observed,
            whole.expected - each.expected,
            np.maximum(whole.variance - each.variance, 0.0),
            found.days,
            quiet,
        )
        if (
            rest is None
            or rest.p > EXPLAINED
            or (rest.observed < rest.expected) != (found.observed < found.expected)
        ):
            return each, found
    return next((one for one in ranked if one[0].group is None), ranked[0])


def _same_way(a: Series, b: Series) -> bool:
    return (a.kind, a.source, a.target) == (b.kind, b.source, b.target)


def _alert(each: Series, found: Shift, dates: list[date], compared: int) -> Alert:
    # Series begin on the first of the dates; those of arrows end a day sooner.
    ago = since(each.observed, each.expected, each.variance, RECENT)
    tried = now = before = None
    if each.tried is not None:
        recent = float(each.tried[-ago:].sum())
        tried = int(recent)
        now = float(each.observed[-ago:].sum()) / recent if recent else None
        before = float(each.expected[-ago:].sum()) / recent if recent else None
    return Alert(
        each.kind,
        each.source,
        each.target,
        each.group,
        found.observed < found.expected,
        tried,
        int(each.observed[-ago:].sum()),
        float(each.expected[-ago:].sum()),
        now,
        before,
        ago,
        dates[len(each.observed) - ago],
        found.p,
        min(1.0, found.p * compared),
        each.waiting_hours,
    )


def at_moment(scene: Scene, end: datetime) -> Scene:
    """The scene as it would have been at `end`, for looking back at alerts of past weeks."""
    return replace(scene, period=replace(scene.period, end=end, as_of=end, start=None, stop=None))
