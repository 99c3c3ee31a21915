"""What people said in a property of an event: answers, reasons. Texts that differ only in case or in the spaces around
them say the same; of a long text the beginning counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import ibis.expr.datatypes as dt

from polku.analytics.facts import among, dialect, events, moment, question
from polku.conditions.properties import property_column

if TYPE_CHECKING:
    from ibis import Table

LONGEST = 200  # characters: values stand in addresses
SAMPLE = 500
REST = -1
listed = ibis.table({"value": dt.string, "place": dt.int32}, name="listed")
"""The values that the asker tells apart; `ask(…, tables={"listed": table})` registers them."""


def _said(event: int, name: str, limited: bool) -> Table:
    """person, ts, seq, said (as it was written), value: within the cohort period, of those who said something."""
    rows = events.filter(
        events.event == event, events.ts > moment("cohort_start"), events.ts <= moment("cohort_end")
    )
    rows = rows.mutate(said=property_column(rows, name, dialect()).strip().substr(0, LONGEST))
    rows = rows.filter(rows.said != "")  # nor of NULL; a second test would read the JSON again
    return among(rows.select("person", "ts", "seq", "said", value=rows.said.lower()), limited)


@question
def most_said(event: int, name: str, most: int, limited: bool) -> Table:
    """value, said (as it was first written), people: the values that most people gave."""
    rows = _said(event, name, limited)
    each = rows.group_by("value").agg(
        said=rows.said.argmin(ibis.struct({"t": rows.ts, "s": rows.seq})),
        people=rows.person.nunique(),
    )
    return each.order_by([each.people.desc(), each.value]).limit(most)


@question
def said_by_how_many(event: int, name: str, limited: bool) -> Table:
    """people, different (values): one row."""
    rows = _said(event, name, limited)
    return rows.agg(people=rows.person.nunique(), different=rows.value.nunique())


@question
def people_by_value(event: int, name: str, limited: bool) -> Table:
    """place (in `listed`; REST: any other value), people: each once for each place."""
    rows = _placed(event, name, limited)
    return rows.group_by("place").agg(people=rows.person.nunique())


@question
def people_who_said(event: int, name: str, limited: bool, place: int) -> Table:
    """The people of one place."""
    rows = _placed(event, name, limited)
    return rows.filter(rows.place == place).select("person").distinct()


def _placed(event: int, name: str, limited: bool) -> Table:
    rows = _said(event, name, limited)
    known = listed.select(known="value", at="place")
    both = rows.left_join(known, [("value", "known")])
    return both.select("person", place=both["at"].coalesce(ibis.literal(REST, "int32")))


@question
def newest_properties(event: int) -> Table:
    """properties: of the newest events, to see what they tell."""
    rows = events.filter(events.event == event, events.ts <= moment("window_end"))
    rows = rows.order_by([rows.ts.desc(), rows.seq.desc()]).limit(SAMPLE)
    return rows.select("properties")
