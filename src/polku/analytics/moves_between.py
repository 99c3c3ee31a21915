"""How often is each event (or stage) followed directly by which, and after how long?

The answer comes from the stored next event of each event. Events that are left out of the paths are bridged:
only where a path goes into or comes out of such a stretch are rows sorted, so leaving out a few costs little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from polku.analytics.facts import Value, among, moment, number, path_events, question, transitions

if TYPE_CHECKING:
    from ibis import Table

FINE = 24
"""Waiting times are counted in classes of which this many make a doubling: 2.9 % wide."""


def path_rows(of: str, limited: bool, whole: bool = False) -> Table:
    """person, n, ts, event, next_event, next_ts of the period; what comes after its end is null. `of` is "events"
    or "stages" (then an event is the entry to a stage). `whole`: the period holds all there is, nothing is cut."""
    end = moment("cohort_end")
    if of == "stages":
        own = ibis.window(group_by="person", order_by="n")
        t = among(transitions, limited).select("person", "n", ts="at", event="to_stage")
        t = t.mutate(
            next_n=t.n.lead().over(own),
            after=t.event.lead().over(own),
            after_ts=t.ts.lead().over(own),
        )
        goes = (t.next_n > t.n) & (t.after_ts <= end)  # ClickHouse says 0 where there is no next
    else:
        t = among(path_events, limited)
        t = t.select("person", "n", "ts", "event", after="next_event", after_ts="next_ts")
        goes = t.after_ts <= end
    if whole and of == "events":
        return t.rename(next_event="after", next_ts="after_ts")
    t = t.filter(t.ts > moment("cohort_start"), t.ts <= end)
    return t.select(
        "person",
        "n",
        "ts",
        "event",
        next_event=goes.ifelse(t.after, ibis.null("int32")),
        next_ts=goes.ifelse(t.after_ts, ibis.null(t.ts.type())),
    )


def left_out(column: Value, out: tuple[int, ...], only: tuple[int, ...]) -> Value:
    """Whether an event is not on the paths: one of `out`, or not one of `only` (when there are any)."""
    return ~column.isin(only) if only else column.isin(out)


def bridged(
    of: str, out: tuple[int, ...], only: tuple[int, ...], whole: bool, limited: bool
) -> Table:
    """person, ts, event, next_event, next_ts of the events on the paths, as if the others were not there."""
    rows = path_rows(of, limited, whole)
    shape = ("person", "ts", "event", "next_event", "next_ts")
    if not out and not only:
        return rows.select(*shape)
    inside = ~left_out(rows.event, out, only)
    after_out = rows.next_event.notnull() & left_out(rows.next_event, out, only)
    after_in = rows.next_event.notnull() & ~left_out(rows.next_event, out, only)
    direct = rows.filter(inside & ~after_out)
    edge = rows.filter((inside & after_out) | (~inside & after_in))
    own = ibis.window(group_by="person", order_by="n")
    # The row after one that goes out is the one that comes in again; there is none when the path ends outside.
    edge = edge.mutate(into=edge.next_event.lead().over(own), into_ts=edge.next_ts.lead().over(own))
    over = edge.filter(~left_out(edge.event, out, only))
    over = over.select("person", "ts", "event", next_event="into", next_ts="into_ts")
    return direct.select(*shape).union(over)


def within_visits(rows: Table, visits: bool) -> Table:
    """The rows of `bridged` with `seconds` until the next; a pause longer than the number `gap` ends a visit."""
    seconds = rows.next_ts.epoch_seconds() - rows.ts.epoch_seconds()
    if not visits:
        return rows.select("person", "ts", "event", "next_event", seconds=seconds)
    goes = seconds <= number("gap")
    return rows.select(
        "person",
        "ts",
        "event",
        next_event=goes.ifelse(rows.next_event, ibis.null("int32")),
        seconds=goes.ifelse(seconds, ibis.null("int64")),
    )


@question
def moves(
    of: str, out: tuple[int, ...], only: tuple[int, ...], whole: bool, visits: bool, limited: bool
) -> Table:
    """event, next_event (null: the path ends), waited (class of seconds: floor(FINE · log2(seconds + 1)); null at
    an end), moves. All of them together are the events on the paths."""
    rows = within_visits(bridged(of, out, only, whole, limited), visits)
    waited = ((rows.seconds + 1).log2() * FINE).floor().cast("int32")
    rows = rows.select("event", "next_event", waited=waited)
    return rows.group_by("event", "next_event", "waited").agg(moves=rows.count())


@question
def people_of_moves(
    of: str,
    out: tuple[int, ...],
    only: tuple[int, ...],
    whole: bool,
    visits: bool,
    source: tuple[int, ...],
    target: tuple[int, ...] | None,
    limited: bool,
) -> Table:
    """The people with a move from one of `source` to one of `target`; None: whose path ends there."""
    rows = within_visits(bridged(of, out, only, whole, limited), visits)
    goes = rows.next_event.isnull() if target is None else rows.next_event.isin(target)
    return rows.filter(rows.event.isin(source), goes).select("person").distinct()


@question
def events_left_out(
    of: str, out: tuple[int, ...], only: tuple[int, ...], whole: bool, limited: bool
) -> Table:
    """One row: how many events of the period are not on the paths."""
    rows = path_rows(of, limited, whole)
    return rows.agg(events=rows.count(where=left_out(rows.event, out, only)))


@question
def path_columns(
    of: str,
    out: tuple[int, ...],
    only: tuple[int, ...],
    whole: bool,
    times: bool,
    first: int,
    limited: bool,
) -> Table:
    """person, n, event and, when asked, ts: the events on the paths, for `polku.science.paths`. Of each person the
    `first` so many stored events, 0: all."""
    rows = path_rows(of, limited, whole)
    rows = rows.filter(rows.n <= first) if first else rows
    rows = rows.filter(~left_out(rows.event, out, only)) if out or only else rows
    return rows.select("person", "n", "event", *(["ts"] if times else []))


@question
def positions(steps: int, whole: bool, limited: bool) -> Table:
    """n, event, people: of whole paths of events, from the stored number of each event."""
    rows = among(path_events, limited)
    rows = rows.filter(rows.n <= steps)
    if not whole:
        rows = rows.filter(rows.ts > moment("cohort_start"), rows.ts <= moment("cohort_end"))
    return rows.group_by("n", "event").agg(people=rows.count())
