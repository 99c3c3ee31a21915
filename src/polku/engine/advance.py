"""Brings everybody of all programmes from where they stand to where they must be at a moment.

Reads only: what is to be written is gathered in `Pages`. Tick, dry run and replay are this same function over
other books. Time is logical: rows say when a thing was to happen, so it does not matter how often this runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby

import numpy as np

from polku.conditions.base import Codes
from polku.engine.again import had_before
from polku.engine.answers import Asked
from polku.engine.book import Book, Pages, Waiting
from polku.engine.causes import MEMBERS, asks_stages, causes_of, looked_at, watched
from polku.engine.columns import given, read
from polku.engine.entering import Causes, Inside, earlier, enter, numbers
from polku.engine.frontier import Frontier
from polku.engine.moments import DAY, NEVER, Ints, distinct, isin
from polku.engine.patterns import patterns_of
from polku.engine.places import HOLDOUT, IN, Coder, Places, places_of
from polku.engine.programme import LiveProgramme, World
from polku.engine.rounds import next_round
from polku.engine.signals import Signals
from polku.engine.state import Mark, State, handed
from polku.engine.times import micros
from polku.engine.walk import Probe, Walked, walk


@dataclass(frozen=True)
class View:
    """What there is to be seen at this moment. `tail_only`: events after that number stand in the tail."""

    codes: Codes
    code: Coder
    last_seq: int
    now: int
    looked: int  # until when nothing had come: what is a day older than that enrols nobody
    fold: str
    hash: str
    tail_only: int
    merged: Ints  # people who came together with others: their past is looked at anew


@dataclass
class Advanced:
    """What is to be written, the state after it, and how many came in."""

    pages: Pages
    state: State
    entered: int = 0
    wakes: list[int] = field(default_factory=list)
    probe: Probe | None = None


def advance(
    book: Book,
    programmes: Sequence[LiveProgramme],
    state: State,
    view: View,
    world: World,
    *,
    probe: Probe | None = None,
) -> Advanced:
    """See the module. `programmes` may hold several versions of one key; `probe` looks on after each action."""
    done = Advanced(Pages(), state, probe=probe)
    marks = {p.compiled.key: _mark(p.compiled.key, programmes, state, view) for p in programmes}
    in_order = sorted(
        programmes, key=lambda p: (marks[p.compiled.key].at, marks[p.compiled.key].seq)
    )
    for (at, seq), group in groupby(
        in_order, lambda p: (marks[p.compiled.key].at, marks[p.compiled.key].seq)
    ):
        _advance_group(book, list(group), marks, Mark(at, seq), state, view, world, done)
    looked = {p.compiled.key: looked_at(p) for p in programmes if p.enrolling}
    state.handed = handed(programmes)
    state.ahead = _ahead(book, state, view)
    state.seq, state.fold, state.hash = view.last_seq, view.fold, view.hash
    for key, mark in marks.items():
        state.marks[key] = Mark(max(view.now, mark.at), view.last_seq, looked.get(key, mark.looked))
    done.wakes = [
        next_round(p.compiled.entry, world.zone, view.now) for p in programmes if p.enrolling
    ]
    return done


def _mark(key: str, programmes: Sequence[LiveProgramme], state: State, view: View) -> Mark:
    """How far a programme has come; a new one has come to its publishing, and what stands there already
    is told apart by its time."""
    if key in state.marks:
        return state.marks[key]
    published = min(micros(p.published) for p in programmes if p.compiled.key == key)
    return Mark(published - 1, view.last_seq)


def _advance_group(
    book: Book,
    programmes: list[LiveProgramme],
    marks: dict[str, Mark],
    mark: Mark,
    state: State,
    view: View,
    world: World,
    done: Advanced,
) -> None:
    """Those who have come equally far: they look at the same new events."""
    con = book.con
    patterns = patterns_of(programmes)
    signals = Signals(con, patterns, view.codes)
    fresh = _fresh(programmes, mark, state, view)
    for source in fresh:
        signals.add_events(source.format(columns=", ".join(patterns.columns)))
    stages = asks_stages(programmes)
    if stages:
        _add_moves(book, signals, stages, fresh, mark, state, view)
    if len(view.merged):
        recall(book, view.merged, signals, view.now, programmes)
    asked = Asked(con, signals, view.codes, world)
    floor = max(view.looked, mark.at) - DAY
    causes: dict[str, Causes] = {}
    for live in programmes:
        key = live.compiled.key
        if live.enrolling:
            causes[key] = causes_of(
                live,
                book,
                asked,
                marks[key],
                view.now,
                world.zone,
                micros(live.published),
                floor,
                partial(members_place, live, view),
                done.pages,
            )
    touched = [watched(live, signals) for live in programmes]
    touched += [some.person for some in causes.values()]
    waiting = book.waiting(view.now, distinct(np.concatenate(touched)) if touched else _NONE)
    for key, versions in groupby(sorted(programmes, key=_by_key), _by_key):
        _advance_one(
            book, list(versions), causes.get(key), waiting, signals, asked, mark, view, done
        )


def _by_key(live: LiveProgramme) -> str:
    return live.compiled.key


_NONE = np.empty(0, np.int64)


def _fresh(programmes: list[LiveProgramme], mark: Mark, state: State, view: View) -> list[str]:
    """The relations that hold what has not been looked at: new arrivals, and older ones whose time has
    come. Two scans, for each has its own way to be fast."""
    moment = f"make_timestamp({view.now}::BIGINT)"
    found = []
    if view.last_seq > mark.seq:
        table = "tail" if view.tail_only <= mark.seq else "events"
        found.append(f"SELECT {{columns}} FROM {table} WHERE seq > {mark.seq} AND ts <= {moment}")
    were = {each.partition("@")[0] for each in state.handed.split()}
    back = any(live.compiled.key not in were for live in programmes)  # new, or back from a pause
    if back or state.ahead <= view.now or state.seq != mark.seq:
        found.append(
            f"""SELECT {{columns}} FROM events
            WHERE seq <= {mark.seq} AND ts > make_timestamp({mark.at}::BIGINT) AND ts <= {moment}"""
        )
    return found


def _add_moves(
    book: Book,
    signals: Signals,
    stages: set[str],
    fresh: list[str],
    mark: Mark,
    state: State,
    view: View,
) -> None:
    """Stage changes since then, and those of people with new events: these may have changed the past."""
    known = view.codes.get("stage", {})
    wanted = ", ".join(str(known[key]) for key in sorted(stages) if key in known)
    if not wanted:
        return
    new = f'"at" > make_timestamp({mark.at}::BIGINT)'
    for source in fresh:
        new += f" OR person IN ({source.format(columns='person')})"
    if state.hash != view.hash and state.hash:
        new = "true"  # another document: any stage change may be another one
    signals.add_moves(
        *read(
            book.con,
            f"""SELECT person, epoch_us("at"), to_stage::BIGINT, uid FROM transitions
            WHERE to_stage IN ({wanted}) AND "at" <= make_timestamp({view.now}::BIGINT) AND ({new})""",
        )
    )


def _ahead(book: Book, state: State, view: View) -> int:
    """The first event dated later than now, or NEVER."""
    table, where = "events", ""
    if state.marks and state.ahead > view.now:
        if view.last_seq == state.seq:
            return state.ahead
        where = f"AND seq > {state.seq}"
        table = "tail" if view.tail_only <= state.seq else "events"
    ((first,),) = book.con.execute(
        f"""SELECT epoch_us(min(ts)) FROM {table}
        WHERE ts > make_timestamp({view.now}::BIGINT) {where}"""
    ).fetchall()
    found = NEVER if first is None else int(first)
    return min(found, state.ahead) if where else found


def _advance_one(
    book: Book,
    versions: list[LiveProgramme],
    causes: Causes | None,
    waiting: Waiting,
    signals: Signals,
    asked: Asked,
    mark: Mark,
    view: View,
    done: Advanced,
) -> None:
    """All versions of one programme: who is inside first, then who comes in."""
    people, until = [], []
    for live in versions:
        run, places = live.compiled, known_places(live, view)
        node = _nodes(waiting.place, places)
        rows = np.flatnonzero(node >= 0)
        if len(rows):
            here, had = waiting.frontier(rows, node[rows]), None
            if (moved := here.entered < micros(live.published)).any():  # perhaps moved over
                had = had_before(book, run, here.entry[moved], view.code("place", ()))
            walked = walk(run, places, here, view.now, asked, had, done.probe)
            _keep(walked, places, waiting.entry[rows], done.pages)
            people.append(waiting.person[rows])
            until.append(walked.ended)
    if causes is None or not len(causes):
        return
    live = next(live for live in versions if live.enrolling)
    run, places = live.compiled, known_places(live, view)
    entry = numbers(book, run.key, causes)
    who = distinct(causes.person)
    before = earlier(book, who, *_gates(run.key, view.code("place", ())))
    known = isin(entry, np.sort(before.entry))
    if (late := ~known & (causes.at <= mark.at)).any():
        who = distinct(causes.person[late])
        recall(book, who, signals, view.now, versions)
        # Who was inside then, and is not any more, does not come in for that moment.
        over = before.entry[isin(before.person, who)]
        left = book.left(run.key, over, view.code("place", ()))
        people.append(left[0])
        until.append(left[1])
    inside = Inside(
        np.concatenate(people) if people else _NONE, np.concatenate(until) if until else _NONE
    )

    def walk_in(newcomers: Frontier) -> Ints:
        walked = walk(run, places, newcomers, view.now, asked, probe=done.probe)
        _keep(walked, places, newcomers.entry, done.pages)
        return walked.ended

    done.entered += enter(run, places, causes, entry, before, inside, done.pages, walk_in)


def _keep(walked: Walked, places: Places, entry: Ints, pages: Pages) -> None:
    pages.steps.extend(walked.steps)
    pages.outbox.extend(walked.outbox)
    if walked.moved.any():
        pages.gone.append(entry[walked.moved])
    if len(walked.stay):
        pages.stay.append((np.array(places.node, np.int64)[walked.stay.node], walked.stay))


def _nodes(place: Ints, places: Places) -> Ints:
    """(n,) the number of the action at each place, -1 for places of others."""
    codes = np.array(places.node, np.int64)
    if not len(codes):
        return np.full(len(place), -1, np.int64)
    order = np.argsort(codes)
    at = np.minimum(np.searchsorted(codes[order], place), len(codes) - 1)
    return np.where(codes[order][at] == place, order[at], -1)


def recall(
    book: Book, people: Ints, signals: Signals, now: int, programmes: Sequence[LiveProgramme]
) -> None:
    """What these people did before: somebody's entry arrived late, and they may have left since."""
    moment = f"make_timestamp({now}::BIGINT)"
    with given(book.con, "polku_late", {"person": people}) as these:
        book.con.execute(
            f"""CREATE OR REPLACE TEMP TABLE polku_recalled AS {these}SELECT * FROM events
            WHERE person IN (SELECT person FROM polku_late) AND ts <= {moment}"""
        )
        moves = read(
            book.con,
            f"""{these}SELECT person, epoch_us("at"), to_stage::BIGINT, uid FROM transitions
            WHERE person IN (SELECT person FROM polku_late) AND "at" <= {moment}""",
        )
    signals.add_events("FROM polku_recalled")
    if asks_stages(programmes):
        signals.add_moves(*moves)


def _gates(key: str, places: Mapping[str, int]) -> tuple[list[int], list[int]]:
    """The places through which people came into any version of a programme: in, holdout."""
    mine = [(word, number) for word, number in places.items() if word.startswith(f"{key}@")]
    ins = [number for word, number in mine if word.endswith(f":enter>{IN}")]
    return ins, [number for word, number in mine if word.endswith(f":enter>{HOLDOUT}")]


def members_place(live: LiveProgramme, view: View) -> int:
    """The number under which the members of its segment are kept: of the programme, not of a version."""
    word = f"{live.compiled.key}@0:{MEMBERS}"
    return view.code("place", [word])[word]


_PLACES: dict[int, tuple[object, Places]] = {}


def known_places(live: LiveProgramme, view: View) -> Places:
    """The numbers of a version's places. They are kept as long as the first of them is still the same: a
    transaction that was undone took its numbers back."""
    run = live.compiled
    held = _PLACES.get(id(run))
    word = run.place("enter", IN)
    if held is None or view.code("place", ()).get(word) != held[1].enter[IN]:
        if len(_PLACES) > 256:
            _PLACES.clear()
        held = _PLACES[id(run)] = (run, places_of(run, view.code))
    return held[1]
