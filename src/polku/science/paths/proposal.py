"""An order of stages from raw events: what comes first for most people who did both?

Events that enough people have are ordered by how often their first time comes before that of the others (the Borda
count of the precedence table). Neighbours become one stage when neither clearly precedes the other; and, while there
are more stages than were asked for, those that tell people apart the least: the same people have both, or no order
is seen between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from polku.science.paths.order import Order

ENOUGH = 10  # people with both events, for their order to say something


@dataclass(frozen=True)
class Proposed:
    """A stage: the kind by which it is entered, and all kinds that belong to it, that one included."""

    entry: int
    kinds: tuple[int, ...]


def precedence(order: Order, a: int, b: int) -> float:
    """Of people with both, the share whose first a comes before the first b; one half when too few have both."""
    n = int(order.both[a, b])
    return float(order.earlier[a, b]) / n if n >= ENOUGH else 0.5


def _apart(order: Order, a: int, b: int) -> float:
    """How well the step from a to b tells people apart, 0 .. 1: its order, times the share of people of either who
    have one of the two only."""
    both = int(order.both[a, b])
    either = int(order.paths[a]) + int(order.paths[b]) - both
    return max(0.0, 2 * precedence(order, a, b) - 1) * (1 - both / either if either else 0.0)


def proposal(order: Order, kinds: Sequence[int], stages: int, clear: float) -> list[Proposed]:
    """At most so many stages of the given kinds. `clear` (0.5 .. 1): what counts as clearly before."""
    if not kinds:
        return []
    score = {
        a: float(np.mean([precedence(order, a, b) for b in kinds if b != a] or [0.5]))
        for a in kinds
    }
    ranked = sorted(kinds, key=lambda a: (-score[a], order.place[a], a))
    groups = [Proposed(a, (a,)) for a in ranked]
    while len(groups) > 1:
        pairs = [(one.entry, two.entry) for one, two in pairwise(groups)]
        unclear = [at for at, (a, b) in enumerate(pairs) if precedence(order, a, b) < clear]
        if len(groups) <= stages and not unclear:
            break
        weakest = min(unclear or range(len(pairs)), key=lambda at: (_apart(order, *pairs[at]), at))
        one, two = groups[weakest : weakest + 2]
        both = (*one.kinds, *two.kinds)
        entry = max(both, key=lambda a: (int(order.paths[a]), -ranked.index(a)))
        groups[weakest : weakest + 2] = [Proposed(entry, both)]
    return groups
