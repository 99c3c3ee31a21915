"""How much better could an arrow be? As good as its best comparable group. It is an association: the group may
differ in more than what it is named by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from polku.analytics.breakdown import UNKNOWN
from polku.analytics.conversion_parts import counts_by_group
from polku.analytics.stage_conversion import outcome_counts
from polku.science.gain import Gain, gain
from polku.science.survival import Incidence, cumulative_incidence
from polku.science.wilson import Z95

if TYPE_CHECKING:
    import pyarrow as pa

    from polku.analytics.breakdown import Breakdown
    from polku.analytics.path import Arrow
    from polku.reports.report import Scene

ENOUGH = 50  # people of a group that entered, below which it is not compared
REAL = 0.1  # of all who entered: what a smaller group does, all cannot be expected to do


@dataclass(frozen=True)
class GroupGain:
    """The gain of an arrow if everybody went forward as the people of `group` (a name) of `dimension`."""

    dimension: str
    group: dict[str, str]
    gain: Gain


def best_gain(
    scene: Scene,
    arrow: Arrow,
    whole: pa.Table,
    dimensions: Sequence[tuple[str, Breakdown]],
    rng: np.random.Generator,
    size: int,
    then: Arrow | None = None,
) -> GroupGain | None:
    """Over all `dimensions`, the gain that is surest to be large: by its lower end, then by its mean. `whole` are
    the counts of the arrow. None where no dimension has two groups of 50 people and a tenth of all.

    `then` is the way on from the arrow's far side: a group that clearly goes on worse there than all do is no example
    to follow, however many of it come (a channel that brings leads who never buy)."""
    found = []
    entered = int(whole["people"].to_numpy().sum())
    for dimension, parted in dimensions:
        onward = {} if then is None else _onward(scene, then, parted)
        groups, shares, errors, weights, leads = [], [], [], [], []
        for number, counts in counts_by_group(scene, arrow, parted.groups, whole).items():
            people, its = counts["people"].to_numpy(), _share(counts)
            named = number not in (UNKNOWN, len(parted.values))
            enough = people.sum() >= max(ENOUGH, REAL * entered)
            if named and enough and its.value is not None and its.variance > 0:
                groups.append(parted.title(number))
                shares.append(its.value)
                errors.append(sqrt(its.variance))
                weights.append(int(people.sum()) / entered)
                leads.append(onward.get(number, True))
        gained = gain(shares, errors, weights, rng, size, leads)
        if gained is not None:
            found.append(GroupGain(dimension, groups[gained.best], gained))
    return max(found, key=lambda each: (each.gain.low, each.gain.value), default=None)


def _share(counts: pa.Table) -> Incidence:
    people, outcome = counts["people"].to_numpy(), counts["outcome"].to_numpy()
    split = [np.where(outcome == kind, people, 0) for kind in range(3)]
    return cumulative_incidence(counts["hours"].to_numpy(), *split)


def _onward(scene: Scene, then: Arrow, parted: Breakdown) -> dict[int, bool]:
    """Group → whether it goes on no worse than all do, as far as can be told."""
    whole = outcome_counts(scene.reader, then, scene.period, scene.chosen)
    every = _share(whole).value
    found = {}
    for number, counts in counts_by_group(scene, then, parted.groups, whole).items():
        its = _share(counts)
        if every is not None and its.value is not None:
            found[number] = its.value + Z95 * sqrt(its.variance) >= every
    return found
