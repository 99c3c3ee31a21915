"""The cases of a funnel told apart by a value of the person or of the event that began them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import ibis
import numpy as np
import numpy.typing as npt

from polku.analytics.breakdown import MOST, NOT_KNOWN, REST
from polku.analytics.facts import among, events, moment, question
from polku.analytics.funnel.walk import Walked
from polku.analytics.person_groups import value_of

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis import Table

    from polku.reports.report import Scene

Which = Literal["first", "last", "any", "entry"]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Group:
    """Cases with one value: `mark` is its id in rows, which stays when the order of groups changes."""

    mark: str
    title: dict[str, str]
    cases: Flags


@question
def person_values(dimension: str, which: str, limited: bool) -> Table:
    """key, value: the first or last value of each person, or every value that they have had (any). key = person."""
    said = among(events.filter(events.ts <= moment("window_end")), limited)
    said = said.mutate(key=said.person, value=value_of(said, dimension))
    said = said.filter(said.value.notnull())
    if which == "any":
        return said.select("key", "value").distinct()
    when = ibis.struct({"t": said.ts, "s": said.seq})
    value = said.value.argmin(when) if which == "first" else said.value.argmax(when)
    return said.group_by("key").agg(value=value)


@question
def event_values(dimension: str, codes: tuple[int, ...], limited: bool) -> Table:
    """key, value: of each event of those names in the period that says one. key = seq."""
    found = events.filter(
        events.event.isin(codes),
        events.ts > moment("cohort_start"),
        events.ts <= moment("window_end"),
    )
    found = among(found, limited)
    found = found.mutate(key=found.seq, value=value_of(found, dimension))
    return found.filter(found.value.notnull()).select("key", "value")


def groups(
    scene: Scene, walked: Walked, first_events: tuple[str, ...], dimension: str, which: Which
) -> list[Group]:
    """The most common values, the rest, and the cases that say nothing: in that order, empty ones left out. Each
    case is in one group; with "any" in as many as its person has values."""
    if which == "entry":
        known = scene.codes.get("event", {})
        codes = tuple(sorted(known[name] for name in first_events if name in known)) or (-1,)
        table = scene.ask(event_values(dimension, codes, scene.limited))
        found = walked.attempts
        keys = walked.person[:0] if found is None else found.rows.seq[found.arrived[:, 0]]
    else:
        table = scene.ask(person_values(dimension, which, scene.limited))
        keys = walked.person
    words, case, value = _paired(scene, table, keys, dimension)
    return list(_grouped(words, case, value, len(keys)))


def _paired(
    scene: Scene, table: pa.Table, keys: npt.NDArray[np.int64], dimension: str
) -> tuple[list[str], npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The words of the values, and case and value of each pair of them."""
    coded = table["value"].combine_chunks().dictionary_encode()
    words = [str(each) for each in coded.dictionary.to_pylist()]
    if dimension == "channel":
        named = scene.words("channel")
        words = [named.get(int(each), each) for each in words]
    said, values = table["key"].to_numpy(), coded.indices.to_numpy(zero_copy_only=False)
    order = np.argsort(said, kind="stable")
    said, values = said[order], values[order]
    low, high = np.searchsorted(said, keys), np.searchsorted(said, keys, side="right")
    many = high - low
    case = np.repeat(np.arange(len(keys)), many)
    within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    return words, case, values[np.repeat(low, many) + within]


def _grouped(
    words: list[str], case: npt.NDArray[np.intp], value: npt.NDArray[np.intp], cases: int
) -> Iterator[Group]:
    counts = np.bincount(value, minlength=len(words))
    order = sorted(range(len(words)), key=lambda each: (-counts[each], words[each]))
    order = [each for each in order if counts[each]]
    for each in order[:MOST]:
        word = words[each]
        yield Group(f"={word}", {"fi": word, "en": word}, _flags(case[value == each], cases))
    rest = _flags(case[np.isin(value, order[MOST:])], cases)
    unknown = ~_flags(case, cases)
    if rest.any():
        yield Group("rest", REST, rest)
    if unknown.any():
        yield Group("unknown", NOT_KNOWN, unknown)


def _flags(places: npt.NDArray[Any], cases: int) -> Flags:
    found = np.zeros(cases, np.bool_)
    found[places] = True
    return found
