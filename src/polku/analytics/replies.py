"""How long did people wait for a reply? From the event in which they asked to the next event that answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from polku.analytics.answers import NOWHERE, at_stage
from polku.analytics.facts import among, events, moment, people, question

if TYPE_CHECKING:
    from ibis import Table

MINUTE = 60
Pairs = tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
"""Codes of the events in which people ask, and of those that answer them."""


def _waits(asked: tuple[int, ...], answered: tuple[int, ...], limited: bool) -> Table:
    """person, uid, ts, replied (null while nobody has): each asking within the cohort period, and the first
    answer of the same person after it. Askings before one answer all wait for it."""
    rows = among(events.filter(events.ts <= moment("window_end")), limited)
    ask = rows.filter(
        rows.event.isin(asked), rows.ts > moment("cohort_start"), rows.ts <= moment("cohort_end")
    ).select("person", "uid", "ts")
    reply = rows.filter(rows.event.isin(answered)).select(who="person", then="ts")
    both = ask.left_join(reply, [ask.person == reply.who, ask.ts < reply.then])
    return both.group_by("person", "uid", "ts").agg(replied=both.then.min())


@question
def waits_by_stage(asked: tuple[int, ...], answered: tuple[int, ...], limited: bool) -> Table:
    """stage (when asking; -1: none), minutes (until the reply, or the end of the data), replied, askings."""
    rows = _waits(asked, answered, limited)
    rows = at_stage(rows)
    until = rows.replied.coalesce(moment("window_end"))
    minutes = (until.epoch_seconds() - rows.ts.epoch_seconds()) // MINUTE
    rows = rows.mutate(minutes=minutes, done=rows.replied.notnull())
    return rows.group_by("stage", "minutes", replied="done").agg(askings=rows.count())


@question
def people_waiting(asked: tuple[int, ...], answered: tuple[int, ...], limited: bool) -> Table:
    """Those who still wait."""
    rows = _waits(asked, answered, limited)
    return rows.filter(rows.replied.isnull()).select("person").distinct()


def _open(pairs: Pairs, limited: bool) -> Table:
    """person, ts, stage (now; -1: none): each asking that nobody has answered."""
    parts = [_waits(*pair, limited) for pair in pairs]
    rows = ibis.union(*parts) if len(parts) > 1 else parts[0]
    rows = rows.filter(rows.replied.isnull())
    here = people.select(who="person", stage=people.stage.coalesce(NOWHERE))
    return rows.left_join(here, rows.person == here.who).select("person", "ts", "stage")


@question
def waiting_by_stage(pairs: Pairs, limited: bool) -> Table:
    """stage (where they stand now; -1: none), askings without a reply, people, longest (minutes waited)."""
    rows = _open(pairs, limited)
    waited = moment("window_end").epoch_seconds() - rows.ts.epoch_seconds()
    rows = rows.mutate(waited=waited // MINUTE)
    return rows.group_by("stage").agg(
        askings=rows.count(), people=rows.person.nunique(), longest=rows.waited.max()
    )


@question
def people_waiting_on(
    pairs: Pairs, on: tuple[int, ...], off: tuple[int, ...], limited: bool
) -> Table:
    """Those who wait and stand on one of the stages `on`, or on none of `off`."""
    rows = _open(pairs, limited)
    here = rows.stage.isin(on) if on else rows.stage.notin(off or (NOWHERE - 1,))
    return rows.filter(here).select("person").distinct()
