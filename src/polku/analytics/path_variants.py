"""The different channel paths and how many walked each: exact codes, no hashing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from polku.science.attribution.paths import Ints, Paths

BITS = 5  # 30 channels and none
LONGEST = 12  # touches that fit; of a longer path the last ones are told


@dataclass(frozen=True)
class Variants:
    """Of each variant, ascending by `code`: paths `won` and `lost`, their `minor`, and the
    different `people` who won. `of`: the variant of each
    path. A code holds the last LONGEST channels, BITS each, the latest lowest; above them 1 when there were more."""

    code: Ints
    won: Ints
    lost: Ints
    minor: Ints
    people: Ints
    of: Ints


def variants(paths: Paths, *, collapse: bool) -> Variants:
    """The variants; with `collapse` the same channel in a row is one touch."""
    keep = np.ones(paths.path.size, bool)
    if collapse:
        keep[1:] = (paths.path[1:] != paths.path[:-1]) | (paths.channel[1:] != paths.channel[:-1])
    path, channel = paths.path[keep], paths.channel[keep]
    size = paths.won.size
    length = np.bincount(path, minlength=size)
    after = np.cumsum(length)[path] - 1 - np.arange(path.size)  # touches after this one
    told = after < LONGEST
    code = np.zeros(size, np.int64)
    shift = BITS * after[told]
    np.add.at(code, path[told], (channel[told] + 1) << shift)
    code += (length > LONGEST).astype(np.int64) << (BITS * LONGEST)
    codes, of = np.unique(code, return_inverse=True)

    def total(values: Ints) -> Ints:
        found = np.zeros(codes.size, np.int64)
        np.add.at(found, of, values)
        return found

    won = paths.won.astype(np.int64)
    _, who = np.unique(paths.person, return_inverse=True)
    pairs = np.unique((of * max(1, size) + who)[paths.won])
    people = np.bincount(pairs // max(1, size), minlength=codes.size).astype(np.int64)
    of = of.astype(np.int64)
    return Variants(codes, total(won), total(1 - won), total(paths.minor), people, of)
