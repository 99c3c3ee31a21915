"""New leads and new customers of a period, each with the channel they first came by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from polku.analytics.acquisition import Starts, earlier, first_entries, first_sales, starts_of
from polku.analytics.person_groups import person_groups
from polku.errors import Problem

if TYPE_CHECKING:
    from polku.reports.report import Scene

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
UNKNOWN = ""
"""The channel of those who came by none that is known."""
EPOCH_STEP = timedelta(microseconds=1)


@dataclass(frozen=True, eq=False)
class Channels:
    """The first known channel of people: `names`, and for each of `people` (ascending) its place in them."""

    names: tuple[str, ...]
    people: Ints
    place: Ints

    def of(self, people: Ints) -> Ints:
        """The places of some people's channels; -1 where it is not known."""
        if not len(self.people):
            return np.full(len(people), -1, np.int64)
        at = np.minimum(np.searchsorted(self.people, people), len(self.people) - 1)
        return np.where(self.people[at] == people, self.place[at], -1)


def channels(scene: Scene) -> Channels:
    """Everybody's, whatever the filter."""
    rows = person_groups(scene.reader, "channel", scene.words("channel"), scene.period.end)
    coded = rows["value"].combine_chunks().dictionary_encode()
    people = rows["person"].to_numpy().astype(np.int64)
    order = np.argsort(people, kind="stable")
    place = np.asarray(coded.indices.to_numpy(zero_copy_only=False), np.int64)
    said = coded.dictionary.to_pylist()
    names = sorted(said)  # engines give rows in any order
    place = np.array([names.index(each) for each in said], np.int64)[place]
    return Channels(tuple(names), people[order], place[order])


def customers(scene: Scene) -> Starts:
    """Everybody who has ever become a customer, since when: the first time on the stage of customers or a later
    one, or the first payment when that was before it (or the journey has no such stage)."""
    bought = starts_of(scene.ask(first_sales(scene.money.currency, False)))
    step = scene.path.customer(scene.money.customer)
    if step is None:
        return bought
    codes = scene.path.from_on(step)
    return earlier(starts_of(scene.ask(first_entries(codes, False))), bought)


def leads(scene: Scene, bought: Starts) -> Starts:
    """Everybody who has ever entered the stage of leads, the first time; those who were customers by then are no
    leads. Nobody when the journey has no such stage."""
    step = scene.path.lead(scene.money.lead, scene.money.customer)
    if step is None:
        return Starts(np.zeros(0, np.int64), np.zeros(0, np.int64))
    found = starts_of(scene.ask(first_entries((step.code,), False)))
    at, has = bought.among(found.person)
    return found.only(~has | (at > found.at))


def in_period(scene: Scene, starts: Starts) -> Starts:
    """Those who began in the period of the scene."""
    over = scene.period
    first = (over.cohort_start + EPOCH_STEP).timestamp()
    last = over.cohort_end.timestamp()
    # Moments are whole seconds, cut: the first second of the period may have begun before it.
    return starts.only((starts.at >= int(first)) & (starts.at <= int(last)))


def chosen_of(scene: Scene, people: Ints) -> Bools:
    """Which of the people the filter leaves."""
    if scene.chosen is None:
        return np.ones(len(people), np.bool_)
    return np.isin(people, scene.chosen["person"].to_numpy())


def whole(scene: Scene, found: Channels) -> frozenset[str] | None:
    """The channels all of whose people the filter leaves: only their spend can be set against them. None without a
    filter: all spend counts."""
    if scene.chosen is None:
        return None
    kept = found.place[chosen_of(scene, found.people)]
    size = len(found.names)
    here, there = np.bincount(kept, minlength=size), np.bincount(found.place, minlength=size)
    return frozenset(n for n, a, b in zip(found.names, here, there, strict=True) if a == b and a)


def stage_notes(scene: Scene) -> list[Problem]:
    """What the journey does not say."""
    notes = []
    if scene.path.customer(scene.money.customer) is None:
        notes.append(Problem("money.no-customer-stage", level="hint"))
    if scene.path.lead(scene.money.lead, scene.money.customer) is None:
        notes.append(Problem("money.no-lead-stage", level="hint"))
    return notes


def shown_channel(name: str) -> dict[str, str] | str:
    """A channel as a cell."""
    return name or {"fi": "Ei tiedossa", "en": "Not known"}
