"""Who is on which arm of an experiment, and since when?

A person counts once, by what came first: their first entry (a holdout), the first time they went through a split, or
the first event that names their group (an experiment run elsewhere).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import ibis
import ibis.expr.datatypes as dt
from ibis import Table

from polku.analytics.facts import among, dialect, events, moment, question
from polku.analytics.programme_results import entries
from polku.conditions.properties import property_column

MOST_ARMS = 20

steps = ibis.table(
    {"place": dt.int32, "entry": dt.int64, "person": dt.int64, "at": dt.Timestamp(scale=6)},
    name="steps",
)


@dataclass(frozen=True)
class Source:
    """Where arms are told. `entries` and `steps`: `places` are codes, each an arm; `property`: the values of
    `name`, each an arm numbered by its place in `values`."""

    kind: Literal["entries", "steps", "property"]
    places: tuple[int, ...] = ()
    name: str = ""
    values: tuple[str, ...] = ()


def exposures(source: Source, limited: bool) -> Table:
    """person, at, place: the first of each person, between the moments `entered_from` and `entered_to`."""
    if source.kind == "property":
        value = property_column(events, source.name, dialect())
        said = events.mutate(value=value).filter(events.ts <= moment("as_of"))
        said = said.filter(said.value.isin(source.values))
        place = ibis.cases(
            *((said.value == each, i) for i, each in enumerate(source.values)), else_=-1
        )
        rows = said.select("person", at=said.ts, order=said.seq, place=place.cast("int32"))
    else:
        table = entries if source.kind == "entries" else steps
        mine = table.filter(table.place.isin(source.places or (-1,)), table.at <= moment("as_of"))
        rows = mine.select("person", at=mine["at"], order=mine.entry, place=mine.place)
    rows = among(rows, limited)
    first = ibis.struct({"t": rows["at"], "s": rows.order})
    who = rows.group_by("person").agg(at=rows["at"].min(), place=rows.place.argmin(first))
    return who.filter(who["at"] >= moment("entered_from"), who["at"] <= moment("entered_to"))


@question
def values_of_property(name: str, limited: bool) -> Table:
    """value, people: the arms that an experiment run elsewhere has, the largest first."""
    value = property_column(events, name, dialect()).nullif("")
    said = among(events.filter(events.ts <= moment("window_end")), limited).mutate(value=value)
    said = said.filter(said.value.notnull())
    found = said.group_by("value").agg(people=said.person.nunique())
    return found.order_by(found.people.desc(), found.value).limit(MOST_ARMS + 1)


@question
def people_on(source: Source, places: tuple[int, ...], limited: bool) -> Table:
    """The people on some of the arms."""
    who = exposures(source, limited)
    return who.filter(who.place.isin(places)).select("person")
