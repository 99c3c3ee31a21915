"""What came of an experiment: its arms, their differences and the verdict. Shared by the reports of experiments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from polku.analytics.experiment_moments import SUMS, Metric, moments_of_arms, summed
from polku.reports.experiments_found import Arm, Experiment
from polku.science.experiments.days import days_needed, people_needed
from polku.science.experiments.effect import Effect, sequential, within
from polku.science.experiments.moments import Moments
from polku.science.experiments.point import Point, cuped, mean, ratio
from polku.science.experiments.sequence import ALPHA
from polku.science.experiments.srm import Balance, balance_of_lots
from polku.science.experiments.verdict import FEWEST, FEWEST_OF_MEANS, Verdict, verdict

if TYPE_CHECKING:
    import pyarrow as pa

    from polku.reports.report import Scene

RATE_DAYS = 28
LONGEST_DAYS = 1_095
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Side:
    """One arm: its closed cases as moments, and how many are open."""

    arm: Arm
    moments: Moments
    open: int


@dataclass(frozen=True)
class Found:
    """`rows`: the counts as they came, for series and groups."""

    experiment: Experiment
    metric: Metric
    sides: tuple[Side, ...]
    balance: Balance
    rows: pa.Table
    per_day: float

    @property
    def alpha(self) -> float:
        """Of each comparison: shared out among them (Bonferroni) when there are several arms."""
        return ALPHA / max(1, len(self.sides) - 1)

    def effect(self, side: Side, *, by_cuped: bool = False) -> Effect:
        """Of an arm against the control, always valid."""
        points = self.points(by_cuped=by_cuped)
        found = sequential(points[side.arm.key], points[self.sides[0].arm.key], self.alpha)
        return within(found) if self.metric.share else found

    def points(self, *, by_cuped: bool = False, plain: bool = False) -> dict[str, Point]:
        """The metric on each arm. `plain`: without what keeps a share of 0 from being certain."""
        arms = [side.moments for side in self.sides]
        found = cuped(arms)[0] if by_cuped else [point(self.metric, m, plain=plain) for m in arms]
        return {side.arm.key: each for side, each in zip(self.sides, found, strict=True)}

    def verdict(self, side: Side, effect: Effect) -> Verdict:
        """What may be said of it."""
        return verdict(
            effect.low,
            effect.high,
            min(side.moments.n, self.sides[0].moments.n),
            blocked=self.balance.blocks,
            share=self.metric.share,
        )

    def days(self, effect: Effect, wanted: float | None = None) -> int | None:
        """Days until an effect of that size could be told from none; None when that is years away. `wanted` is a share
        of the control's value; without it the effect is as large as it looks now."""
        control = self.points()[self.sides[0].arm.key].value
        size = effect.value if wanted is None or control is None else wanted * control
        if effect.error is None or size is None:
            return None
        # All arms fill at once; these two get their part of those who come.
        part = effect.n / max(1, sum(each.moments.n for each in self.sides))
        needed = people_needed(size, effect.error, effect.n, self.alpha)
        days = days_needed(needed, effect.n, self.per_day * part)
        return days if days is not None and days <= LONGEST_DAYS else None


def point(metric: Metric, arm: Moments, *, plain: bool = False) -> Point:
    """The metric on one arm."""
    if metric.kind == "order-value":
        return ratio(arm)
    return mean(arm, share=metric.share and not plain)


def given(scene: Scene, experiment: Experiment) -> dict[str, Any]:
    """The moments that questions about an experiment need."""
    over = scene.period
    # What a programme did is followed to this moment; of a file nothing is known after its last event.
    as_of = over.end if experiment.source.kind == "property" else over.as_of
    return {
        "as_of": as_of,
        "entered_from": over.start or ALWAYS,
        "entered_to": min(as_of, over.stop) if over.stop else as_of,
        "window_seconds": int(experiment.window / timedelta(seconds=1)),
        "window_end": as_of,
    }


def figures(
    scene: Scene, experiment: Experiment, metric: Metric, grouped: pa.Table | None = None
) -> Found:
    """Everything that is counted of an experiment."""
    moments = given(scene, experiment)
    own = {} if grouped is None else {"grouped": grouped}
    asked = moments_of_arms(experiment.source, metric, grouped is not None, scene.limited)
    rows = scene.ask(asked, **moments, **own)
    place, open_ = rows["place"].to_numpy(), rows["open"].to_numpy(zero_copy_only=False)
    n = rows["n"].to_numpy()
    sides = []
    for arm in experiment.arms:
        mine = np.isin(place, arm.places)
        closed = mine & ~open_
        sides.append(
            Side(arm, summed(rows, lambda _, m=closed: m), int(n[mine & open_].sum()))  # type: ignore[misc]
        )
    today = int(moments["as_of"].timestamp() + moments["window_seconds"]) // 86_400
    lately = rows["day"].to_numpy() > today - RATE_DAYS
    return Found(
        experiment,
        metric,
        tuple(sides),
        _balance(experiment, place, n),
        rows,
        float(n[lately].sum()) / RATE_DAYS,
    )


def _balance(experiment: Experiment, place: Any, n: Any) -> Balance:
    arms = [arm.shares for arm in experiment.arms if arm.shares is not None]
    if len(arms) < len(experiment.arms):
        return Balance(None, None, False)
    people = {int(code): int(n[place == code].sum()) for code in np.unique(place)}
    return balance_of_lots(people, arms, experiment.lots)


def series(found: Found, side: Side) -> list[tuple[int, Effect]]:
    """(days since 1970, effect) of everybody whose window had closed by the end of that day: the sequence as it was
    seen. A day only when something closed on it, and both arms had the fewest people that are judged."""
    open_ = found.rows["open"].to_numpy(zero_copy_only=False)
    day = found.rows["day"].to_numpy()
    place = found.rows["place"].to_numpy()
    days = np.unique(day[~open_])
    running: list[Sequence[Moments]] = []
    for each in (found.sides[0], side):
        mine = np.isin(place, each.arm.places) & ~open_
        at = np.searchsorted(days, day[mine])
        sums = {
            name: np.bincount(at, found.rows[name].to_numpy()[mine], len(days)).cumsum()
            for name in ("n", *SUMS)
        }
        running.append(
            [
                Moments(int(sums["n"][i]), *(float(sums[name][i]) for name in SUMS))
                for i in range(len(days))
            ]
        )
    fewest = FEWEST if found.metric.share else FEWEST_OF_MEANS
    seen = []
    for one, a, b in zip(days, *running, strict=True):
        if min(a.n, b.n) < fewest:
            continue
        effect = sequential(point(found.metric, b), point(found.metric, a), found.alpha)
        seen.append((int(one), within(effect) if found.metric.share else effect))
    return seen
