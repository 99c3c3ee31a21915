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

    Each path becomes two words of a multilinear hash (Carter and Wegman 1979): that two different paths of a
    million share both has a chance below 10⁻²⁵. Ties go to the path that comes first in the log."""
    lengths = log.lengths
    if not log.paths:
        none = np.zeros(0, np.int64)
        return Variants(none, none, none, none, none)
    rng = np.random.default_rng(_SEED)
    place = log.position
    use = np.minimum(place, longest)
    words = []
    for _ in range(2):
        event = rng.integers(1, 2**63, int(log.event.max()) + 2, np.uint64)
        at = rng.integers(1, 2**63, longest + 1, np.uint64) | np.uint64(1)
        at[longest] = 0  # what comes later does not tell
        whole = np.add.reduceat(event[log.event] * at[use], log.starts[:-1])
        words.append(whole + np.minimum(lengths, longest + 1).astype(np.uint64) * event[-1])
    # The second word is folded into the first: a sort of one column, with the chance of 64 bits, then checked.
    _, example, of, count = np.unique(
        words[0], return_index=True, return_inverse=True, return_counts=True
    )
    if (
        words[1] != words[1][example][of]
    ).any():  # practically never: two paths share the first word
        pair = np.stack(words, axis=1)
        _, example, of, count = np.unique(
            pair, axis=0, return_index=True, return_inverse=True, return_counts=True
        )
        of = of.reshape(-1)
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
