"""Every model at once, with intervals over people, from sums of groups of people.

Each person belongs to one of at most 1,024 groups, by a number that has nothing to do with what they did.
What a model needs of the data (credits of touches, steps of the chain) is a sum over people, so it is kept as one
row of sums for each group. A bootstrap replicate draws groups with replacement and is a row of weights: all
replicates together are one matrix product. With no more people than groups it is the bootstrap of people
(Efron 1979, Annals of Statistics 7, 1-26); with more, it is the method of random groups (Wolter 2007, Introduction
to Variance Estimation, chapter 2), whose standard errors are themselves known to about √(1/2G) = 2 %.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from polku.science.attribution.markov import Removal, arrows, removal
from polku.science.attribution.paths import Floats, Ints, Paths
from polku.science.attribution.rules import RULES

MARKOV = "markov"
MODELS = ("first", "last", "linear", "position", "decay", "markov", "shapley")
GROUPS_BITS = 10
DRAWS = 1000
SEED = 20_261_122
Pair = tuple[Floats, Floats]


@dataclass(frozen=True)
class Credit:
    """What a model gives each channel: conversions and minor units, with 95 % percentile intervals over people
    (None when they were not asked for)."""

    conversions: Floats
    minor: Floats
    conversions_between: Pair | None = None
    minor_between: Pair | None = None


@dataclass(frozen=True)
class Sums:
    """Sums over groups of people. Of a rule: (groups, channels) conversions and minor units; `walked` the steps
    of the chain, (groups, k + 1, k + 2); `won` and `minor` of each group; `people` in all."""

    rules: Mapping[str, Pair]
    walked: Floats
    won: Floats
    minor: Floats
    people: int


def groups_of(person: Ints) -> tuple[Ints, int, int]:
    """The group of each path, how many groups there are, and how many people."""
    people, where = np.unique(person, return_inverse=True)
    if people.size <= 1 << GROUPS_BITS:
        return where.astype(np.int64), max(1, people.size), people.size
    mixed = (people.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(
        64 - GROUPS_BITS
    )
    return mixed.astype(np.int64)[where], 1 << GROUPS_BITS, people.size


def sums(paths: Paths, half_life: float = 7.0) -> Sums:
    """All that the models need. `half_life` (days) is that of the time decay."""
    group, groups, people = groups_of(paths.person)
    k = paths.channels
    cell = group[paths.path] * k + paths.channel
    won = paths.won.astype(np.float64)
    rules = {}
    for name, rule in RULES.items():
        weight = rule(paths, half_life)
        rules[name] = (
            _table(cell, weight * won[paths.path], groups, k),
            _table(cell, weight * paths.minor[paths.path], groups, k),
        )
    return Sums(
        rules,
        arrows(paths, group, groups),
        _table(group, won, groups, 1)[:, 0],
        _table(group, paths.minor.astype(np.float64), groups, 1)[:, 0],
        people,
    )


def _table(cell: Ints, weight: Floats, groups: int, k: int) -> Floats:
    found = np.bincount(cell, weight, groups * k).astype(np.float64)  # of no rows they are whole
    return found.reshape(groups, k)


def attributed(found: Sums) -> tuple[dict[str, Credit], Removal]:
    """Each model's credits, and the removal effects of the chain. Of a chain in which nothing converts, the
    credits are 0."""
    one = np.ones((1, found.won.size))
    credits, effects = _weighted(found, one)
    return (
        {name: Credit(conversions[0], minor[0]) for name, (conversions, minor) in credits.items()},
        Removal(effects.conversion[0], effects.effect[0], effects.share[0]),
    )


def bootstrapped(found: Sums, draws: int = DRAWS, seed: int = SEED) -> dict[str, tuple[Pair, Pair]]:
    """For each model the 2.5 and 97.5 % points of conversions and of minor units."""
    groups = found.won.size
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(groups, np.full(groups, 1 / groups), draws).astype(np.float64)
    credits, _ = _weighted(found, weights)
    return {
        name: (_between(conversions), _between(minor))
        for name, (conversions, minor) in credits.items()
    }


def with_intervals(found: Sums, draws: int = DRAWS) -> tuple[dict[str, Credit], Removal]:
    """`attributed` with the intervals of `bootstrapped`."""
    credits, effects = attributed(found)
    between = bootstrapped(found, draws)
    return {
        name: Credit(each.conversions, each.minor, *between[name]) for name, each in credits.items()
    }, effects


def _between(values: Floats) -> Pair:
    low, high = np.percentile(values, [2.5, 97.5], axis=0)
    return low, high


def _weighted(found: Sums, weights: Floats) -> tuple[dict[str, Pair], Removal]:
    credits = {
        name: (weights @ conversions, weights @ minor)
        for name, (conversions, minor) in found.rules.items()
    }
    shape = found.walked.shape
    walked = (weights @ found.walked.reshape(shape[0], -1)).reshape(-1, *shape[1:])
    effects = removal(walked)
    share = np.nan_to_num(effects.share, nan=0.0)
    credits[MARKOV] = (
        share * (weights @ found.won)[:, None],
        share * (weights @ found.minor)[:, None],
    )
    return {name: credits[name] for name in MODELS}, effects
