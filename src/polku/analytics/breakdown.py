"""People told apart by a dimension: the most common values, the rest, and those of whom it is not known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from polku.analytics.person_groups import person_groups

if TYPE_CHECKING:
    from polku.reports.report import Scene

MOST = 8  # values shown by themselves
REST = {"fi": "Muut", "en": "Others"}
NOT_KNOWN = {"fi": "Ei tiedossa", "en": "Not known"}
UNKNOWN = -1

Within = Literal["all", "in", "out"]
"""Everybody, those who are in `grouped`, or those who are not."""


@dataclass(frozen=True)
class Breakdown:
    """`groups` are columns person (int64) and grp (int32): the place of the person's value in `values`, or their
    number for the rest. Nobody of whom the value is not known is in it."""

    groups: pa.Table
    values: tuple[str, ...]

    def title(self, group: int) -> dict[str, str]:
        """The name of a group."""
        if group == UNKNOWN:
            return NOT_KNOWN
        if group == len(self.values):
            return REST
        return {"fi": self.values[group], "en": self.values[group]}

    def mark(self, group: int) -> str:
        """The group in the id of a row: it names the value, which stays when the order of groups changes."""
        if group in (UNKNOWN, len(self.values)):
            return "unknown" if group == UNKNOWN else "rest"
        return f"={self.values[group]}"

    def of(self, mark: str) -> tuple[pa.Table, Within]:
        """The people to register as `grouped` for a mark, and whether the asked are "in" or "out" of them.
        Raises ValueError for a value that is not there."""
        if mark == "unknown":
            return self.groups, "out"
        group = len(self.values) if mark == "rest" else self.values.index(mark[1:])
        return self.groups.filter(pc.equal(self.groups["grp"], group)), "in"


def breakdown(scene: Scene, dimension: str, most: int = MOST) -> Breakdown:
    """By a dimension such as "device" (see `person_groups`); the values of the people of the scene, the most
    common first."""
    rows = person_groups(scene.reader, dimension, scene.words("channel"), scene.period.end)
    if scene.chosen is not None:
        known = pc.is_in(rows["person"], value_set=scene.chosen["person"].combine_chunks())
        rows = rows.filter(known)
    coded = rows["value"].combine_chunks()
    if not pa.types.is_dictionary(coded.type):
        coded = coded.dictionary_encode()
    words = [str(each) for each in coded.dictionary.to_pylist()]
    indices = coded.indices.to_numpy(zero_copy_only=False)
    counts = np.bincount(indices, minlength=len(words))
    order = sorted(range(len(words)), key=lambda each: (-counts[each], words[each]))
    order = [each for each in order if counts[each]]
    place = np.full(len(words), min(most, len(order)), dtype=np.int32)
    for rank, each in enumerate(order[:most]):
        place[each] = rank
    groups = pa.table({"person": rows["person"], "grp": pa.array(place[indices], pa.int32())})
    return Breakdown(groups, tuple(words[each] for each in order[:most]))
