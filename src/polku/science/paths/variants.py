"""Which whole paths are there, and how many people walked each?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from polku.science.paths.log import Ints, Log

_SEED = 20_261_122


@dataclass(frozen=True)
class Variants:
    """Different paths, most walked first: `count` paths of each, `example` the number of one of them (the first),
    `steps` of it that are told, `longer` whether it goes on after those; `of` the variant of each path.
    The counts sum to the number of paths."""

    count: Ints
    example: Ints
    steps: Ints
    longer: Ints
    of: Ints


def variants(log: Log, longest: int) -> Variants:
    """Paths are the same when their first `longest` steps are and both or neither go on.

    Each path becomes one word of a multilinear hash (Carter and Wegman 1979): that any two different paths of a
    million share one has a chance below 10⁻⁷. Ties go to the path that comes first in the log."""
    lengths = log.lengths
    if not log.paths:
        none = np.zeros(0, np.int64)
        return Variants(none, none, none, none, none)
    kinds = int(log.event.max()) + 1
    rng = np.random.default_rng(_SEED)
    # A random word for each event in each place, and for going on: a path is the sum of its words.
    table = rng.integers(0, 2**64, (longest + 1) * kinds, np.uint64)
    table[longest * kinds :] = 0  # what comes later does not tell
    place = np.arange(len(log.event), dtype=np.int32)
    place -= np.repeat(log.starts[:-1].astype(np.int32), lengths)
    np.minimum(place, longest, out=place)
    place *= kinds
    place += log.event
    whole = np.add.reduceat(table[place], log.starts[:-1])
    whole += rng.integers(0, 2**64, longest + 2, np.uint64)[np.minimum(lengths, longest + 1)]
    _, example, of, count = np.unique(
        whole, return_index=True, return_inverse=True, return_counts=True
    )
    rank = np.lexsort((example, -count))
    back = np.empty_like(rank)
    back[rank] = np.arange(len(rank))
    example = example[rank]
    return Variants(
        count[rank],
        example,
        np.minimum(lengths[example], longest),
        (lengths[example] > longest).astype(np.int64),
        back[of],
    )
