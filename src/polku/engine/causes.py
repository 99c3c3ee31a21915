"""What may bring people into a programme: what they did, where they came, and the rounds that look at everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from polku.conditions.person import PersonCondition
from polku.conditions.segment import SegmentCondition
from polku.engine.answers import Asked
from polku.engine.book import Book, Pages
from polku.engine.changes import changes
from polku.engine.columns import read
from polku.engine.entering import NOBODY, Causes
from polku.engine.lately import did_lately
from polku.engine.moments import Ints, Moments, isin
from polku.engine.programme import LiveProgramme
from polku.engine.rounds import rounds
from polku.engine.signals import Signals
from polku.engine.state import Mark
from polku.programmes.actions import WaitAction
from polku.programmes.entry import (
    AudienceEntry,
    EventEntry,
    ScheduleEntry,
    SegmentEntry,
    StageEntry,
)

MEMBERS = "members"
MANY = 8
"""So many rounds of a segment are looked at by what has changed, fewer by asking everybody."""


def asks_stages(programmes: Iterable[LiveProgramme]) -> set[str]:
    """The stages whose coming moves somebody."""
    stages: set[str | None] = set()
    for live in programmes:
        run = live.compiled
        stages.add(getattr(run.entry, "stage", None))
        stages.update(trigger.stage for trigger in (run.goal, *run.exits) if trigger is not None)
    return {key for key in stages if key is not None}


def looked_at(live: LiveProgramme) -> str:
    """What is looked at once, not again after a pause: the segment at first, the audience of a version."""
    return f"{getattr(live.compiled.entry, 'segment', None) or ''}@{live.compiled.version}"


def watched(live: LiveProgramme, signals: Signals) -> Ints:
    """The people, in any order, who did what ends a wait or leads out."""
    run = live.compiled
    found = [
        signals.event(t.event) if t.event else signals.stage(t.stage or "")
        for t in (run.goal, *run.exits)
        if t is not None
    ]
    waits = [action.event for action in run.actions if isinstance(action, WaitAction)]
    found += [signals.event(event) for event in waits if event is not None]
    return np.concatenate([one.person for one in found] or [NOBODY.person])


def causes_of(
    live: LiveProgramme,
    book: Book,
    asked: Asked,
    mark: Mark,
    now: int,
    zone: str,
    published: int,
    floor: int,
    place: Callable[[], int],
    pages: Pages,
) -> Causes:
    """What may bring people in after `mark`, up to `now`; of events and stage changes those later than
    `floor`. What happened before publishing brings nobody. `place` stands for the members of its segment."""
    entry = live.compiled.entry
    if isinstance(entry, (EventEntry, StageEntry)):
        did = (
            asked.event(entry.event) if isinstance(entry, EventEntry) else asked.stage(entry.stage)
        )
        causes = _happened(did.where((did.ts >= published) & (did.ts > floor)))
        new = mark.looked != looked_at(live)
        if live.also_now and new:
            there = (
                _standing(book, entry.stage, asked, published)
                if isinstance(entry, StageEntry)
                else did_lately(live, book, asked, published)
            )
            causes = Causes.joined([causes, Causes.of_round(there, published)])
    elif isinstance(entry, SegmentEntry):
        after = max(mark.at, published)
        moments = rounds(entry, zone, after, now)
        causes = _joining(entry, live, book, asked, mark, moments, published, place, pages)
    elif isinstance(entry, ScheduleEntry):
        moments = rounds(entry, zone, max(mark.at, published - 1), now)
        causes = _everybody(book, asked, moments, entry.segment, None)
    elif isinstance(entry, AudienceEntry):
        moments = [published] if mark.looked != looked_at(live) else []
        audience = entry.audience
        causes = _everybody(book, asked, moments, audience.segment, audience.if_)
    else:
        raise TypeError(f"nobody can enter by {entry!r}")
    if entry.if_ is None or not len(causes):
        return causes
    return causes.take(asked.flags([entry.if_], causes.person, causes.at)[:, 0])


def _happened(did: Moments) -> Causes:
    return Causes(did.person, did.ts, did.uid, did.uid)


def _standing(book: Book, stage: str, asked: Asked, at: int) -> Ints:
    """Who stands on a stage at a moment."""
    from polku.conditions.stage import StageCondition

    return _who(book, asked, [StageCondition(stage=(stage,))], at)


def _everybody(
    book: Book, asked: Asked, moments: list[int], segment: str | None, if_: PersonCondition | None
) -> Causes:
    """Everybody whom an audience or a round means."""
    conditions = [one for one in (segment and SegmentCondition(segment=segment), if_) if one]
    parts = [Causes.of_round(_who(book, asked, conditions, at), at) for at in moments]
    return Causes.joined(parts) if parts else NOBODY


def _who(book: Book, asked: Asked, conditions: Sequence[PersonCondition], at: int) -> Ints:
    """The people, ascending, known by then who meet all the conditions."""
    (people,) = read(
        book.con,
        f"""SELECT person FROM people WHERE first_ts <= make_timestamp({at}::BIGINT)
        ORDER BY person""",
    )
    if not conditions or not len(people):
        return people
    met = asked.flags(conditions, people, np.full(len(people), at, np.int64))
    return people[met.all(axis=1)]


def _joining(
    entry: SegmentEntry,
    live: LiveProgramme,
    book: Book,
    asked: Asked,
    mark: Mark,
    moments: list[int],
    published: int,
    place: Callable[[], int],
    pages: Pages,
) -> Causes:
    """Who came to the segment (or left it) between the rounds. Who was there at publishing did not come."""
    number = place()
    segment = [SegmentCondition(segment=entry.segment)]
    known = mark.looked.partition("@")[0]
    held = book.members(number) if known else np.empty(0, np.int64)
    members, parts = held, []
    if known != entry.segment:  # looked at for the first time: where the others start from
        members = _who(book, asked, segment, published)
    if live.also_now and entry.on == "entered" and mark.looked != looked_at(live):
        parts.append(Causes.of_round(_who(book, asked, segment, published), published))
    few = moments if len(moments) < MANY else moments[:1]
    for at in few:
        there = _who(book, asked, segment, at)
        came = there[~isin(there, members)]
        left = members[~isin(members, there)]
        parts.append(Causes.of_round(came if entry.on == "entered" else left, at))
        members = there
    if len(few) < len(moments):
        every = entry.every.microseconds
        found = changes(book, asked, segment, members, few[0], every, moments[-1])
        rows = found.came if entry.on == "entered" else ~found.came
        at_round = found.at[rows]
        nothing = np.full(len(at_round), -1, np.int64)
        parts.append(Causes(found.person[rows], at_round, nothing, at_round))
        members = found.members
    pages.members.append((number, members[~isin(members, held)], held[~isin(held, members)]))
    return Causes.joined(parts) if parts else NOBODY
