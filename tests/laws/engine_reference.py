"""What programmes do, as one would do it by hand: one person, one step after the other, on the document itself.

No compiled actions, no numpy, no SQL. And the random histories that the laws are tried on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import md5, sha256
from random import Random
from typing import Any

from hypothesis import strategies as st
from programme_strategies import EFFECTS, EVENTS, documents, lengths

from polku.conditions.base import EventFacts
from polku.conditions.explaining import explain
from polku.conditions.person import Meanings, Move, PersonFacts
from polku.programmes.model import Programme

DAY_ONE = datetime(2026, 1, 1)  # noqa: DTZ001  (as the warehouse keeps it)
HOUR = 3_600_000_000
OFFSETS = {"Europe/Helsinki": 2, "America/New_York": -5, "Asia/Kolkata": 5.5}  # in January
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NEVER = 1 << 62


@dataclass(frozen=True)
class Happened:
    """One event: `ts` in microseconds after DAY_ONE; its place in the list is its seq."""

    person: int
    ts: int
    name: str
    uid: int
    properties: dict[str, Any]


@dataclass
class Life:
    """What became of one person in one programme."""

    entries: list[tuple[str, int, int, int, int | None]] = field(default_factory=list)
    steps: list[tuple[str, int, int, int]] = field(default_factory=list)
    outbox: list[tuple[int, str, int, int, int]] = field(default_factory=list)
    positions: list[tuple[str, int, int, int, int, int]] = field(default_factory=list)


def low63(text: str) -> int:
    return int.from_bytes(md5(text.encode(), usedforsecurity=False).digest()[8:], "little") & (
        (1 << 63) - 1
    )


def chance(person: int, key: str) -> int:
    """(a·h + b) mod (2³¹−1), straight from house.md."""
    prime = (1 << 31) - 1
    digest = sha256(key.encode()).digest()
    a = int.from_bytes(digest[:8], "big") % (prime - 1) + 1
    return (a * (person % prime) + int.from_bytes(digest[8:16], "big")) % prime


def moment(us: int) -> datetime:
    return DAY_ONE + timedelta(microseconds=us)


def since_1970(us: int) -> int:
    return us + (DAY_ONE - datetime(1970, 1, 1)) // timedelta(microseconds=1)  # noqa: DTZ001


@dataclass
class By:
    """The one who does it by hand: programme `written` as version 1, published at `published`; `events` and
    stage `moves` (at, to, uid) of one `person`; until `now`. Microseconds after DAY_ONE."""

    written: Programme
    person: int
    events: list[Happened]
    moves: list[tuple[int, str, int]]
    published: int
    now: int
    meanings: Meanings
    life: Life = field(default_factory=Life)

    def __post_init__(self) -> None:
        self.events = sorted((e for e in self.events if e.ts <= self.now), key=lambda e: e.ts)
        self.moves = [m for m in self.moves if m[0] <= self.now]
        self.busy_until = -NEVER
        self.before: int | None = None

    # What is asked

    def meets(self, condition: Any, at: int) -> bool:
        facts = PersonFacts(
            events=tuple(EventFacts(e.name, moment(e.ts), e.properties) for e in self.events),
            moves=tuple(Move(moment(when), to) for when, to, _ in self.moves),
        )
        return explain(condition, facts, moment(at), "en", self.meanings).met

    def did(self, condition: Any) -> list[Happened]:
        """The events that match, `times` and `within` counted."""
        same = [e for e in self.events if self._matches(condition, e)]
        found = []
        for i, event in enumerate(same):
            near = [
                e
                for e in same[: i + 1]
                if condition.within is None or event.ts - e.ts <= condition.within.microseconds
            ]
            if len(near) >= condition.times:
                found.append(event)
        return found

    def _matches(self, condition: Any, event: Happened) -> bool:
        return condition.matches(EventFacts(event.name, moment(event.ts), event.properties))

    def trait(self, name: str, at: int) -> Any:
        value = None
        for event in self.events:
            if event.name == "Identified" and event.ts <= at and event.properties.get(name):
                value = event.properties[name]
        return value

    def offset(self, at: int) -> int:
        """Hours from UTC, in microseconds."""
        zone = self.trait("timezone", at)
        return round(OFFSETS.get(zone, 2) * HOUR)

    # Coming in

    def causes(self) -> list[tuple[int, int | None, int]]:
        """(at, uid or None, what the entry's number is made from), in order."""
        entry = self.written.entry
        if entry.kind == "event":
            found = [(e.ts, e.uid, e.uid) for e in self.did(entry.event)]
        elif entry.kind == "stage":
            found = [(at, uid, uid) for at, to, uid in self.moves if to == entry.stage]
        else:
            found = [(at, None, since_1970(at)) for at in self.rounds(entry)]
        found = [one for one in found if one[0] >= self.published]
        return [one for one in found if entry.if_ is None or self.meets(entry.if_, one[0])]

    def rounds(self, entry: Any) -> list[int]:
        first = min((e.ts for e in self.events), default=NEVER)
        if entry.kind == "audience":
            asked = entry.audience
            return (
                [self.published]
                if first <= self.published
                and self.belongs(asked.segment, asked.if_, self.published)
                else []
            )
        if entry.kind == "schedule":
            return [
                at
                for at in self.scheduled(entry.schedule)
                if first <= at and self.belongs(entry.segment, None, at)
            ]
        every = entry.every.microseconds
        start = since_1970(0)
        at = self.published
        there = first <= at and self.belongs(entry.segment, None, at)
        found = []
        at = ((at + start) // every + 1) * every - start
        while at <= self.now:
            inside = first <= at and self.belongs(entry.segment, None, at)
            if inside != there and inside == (entry.on == "entered"):
                found.append(at)
            there, at = inside, at + every
        return found

    def belongs(self, segment: str | None, condition: Any, at: int) -> bool:
        named = None if segment is None else self.meanings.segments[segment]
        return all(one is None or self.meets(one, at) for one in (named, condition))

    def scheduled(self, schedule: Any) -> list[int]:
        """In the workspace's zone: Helsinki, two hours before UTC all through January."""
        hours, minutes = map(int, schedule.at.split(":"))
        found = []
        for day in range(-1, 60):
            date = DAY_ONE + timedelta(days=day)
            at = round((day * 24 + hours + minutes / 60 - 2) * HOUR)
            right = {
                "day": True, "week": WEEK[date.weekday()] == schedule.on, "month": date.day == schedule.on,
            }[schedule.every]  # fmt: skip
            if right and self.published <= at <= self.now:
                found.append(at)
        return found

    def run(self) -> Life:
        again = self.written.reentry
        for at, uid, number in self.causes():
            if at < self.busy_until:
                continue
            if self.before is not None:
                if again.mode == "never":
                    continue
                if again.after is not None and at - self.before < again.after.microseconds:
                    continue
            self.enter(at, uid, number)
        return self.life

    def enter(self, at: int, uid: int | None, number: int) -> None:
        key, prime = self.written.key, (1 << 31) - 1
        entry = low63(f"{key}|{self.person}|{number}")
        held = chance(self.person, f"{key}:holdout") * 100 < prime * self.written.holdout
        port = "holdout" if held else "in"
        self.life.entries.append((f"{key}@1:enter>{port}", entry, self.person, at, uid))
        self.before, self.busy_until = at, at
        if held:
            return
        self.entry, self.entered = entry, at
        try:
            self.busy_until = self.walk(self.written.steps, at)
            self.leave("done", self.busy_until)
        except Left as left:
            self.busy_until = left.at

    # Walking

    def step(self, node: str, port: str, at: int) -> None:
        self.life.steps.append((f"{self.written.key}@1:{node}>{port}", self.entry, self.person, at))

    def leave(self, port: str, at: int) -> None:
        self.step("exit", port, at)

    def walk(self, steps: Any, at: int) -> int:
        """Through these steps; gives when. Raises Left."""
        for step in steps:
            at = self.one(step, at)
        return at

    def one(self, step: Any, at: int) -> int:
        if step.kind == "end":
            self.leave("done", at)
            raise Left(at)
        if step.kind == "branch":
            for arm in step.branch:
                if arm.else_ is None and self.meets(arm.if_, at):
                    self.step(step.key, arm.key, at)
                    return self.walk(arm.steps, at)
            self.step(step.key, "else", at)
            return self.walk(step.branch[-1].else_ or () if step.branch else (), at)
        if step.kind == "split":
            drawn = chance(self.person, f"{self.written.key}:{step.key}") * 100
            end = 0
            for arm in step.split:
                end += arm.weight
                if drawn < end * ((1 << 31) - 1):
                    self.step(step.key, arm.key, at)
                    return self.walk(arm.steps, at)
        if step.kind == "wait":
            return self.wait(step, at)
        self.step(step.key, "done", at)
        where = f"{self.written.key}@1:{step.key}"
        self.life.outbox.append(
            (low63(f"{where}|{self.entry}"), where, self.entry, self.person, at)
        )
        return at

    def wait(self, step: Any, at: int) -> int:
        wait = step.wait
        came = NEVER
        event = getattr(wait, "event", None)
        if event is not None:
            came = min((e.ts for e in self.did(event) if e.ts > at), default=NEVER)
        due = self.due(wait, at)
        out, port = self.out(at)
        when = min(out, came, due)
        if when > self.now:
            self.life.positions.append(
                (f"{self.written.key}@1:{step.key}", self.entry, self.person, at, due, self.entered)
            )
            raise Left(NEVER)
        if when == out:
            self.leave(port, when)
            raise Left(when)
        if event is None:
            self.step(step.key, "done", when)
            return when
        if when == came:
            self.step(step.key, "then", when)
            return self.walk(wait.then, when)
        self.step(step.key, "else", when)
        return self.walk(wait.else_, when)

    def due(self, wait: Any, at: int) -> int:
        if hasattr(wait, "after") or hasattr(wait, "at_most"):
            return at + (wait.after if hasattr(wait, "after") else wait.at_most).microseconds
        if hasattr(wait, "window"):
            return self.opening(wait.window, at)
        text = self.trait(wait.date, at)
        try:
            date = datetime.fromisoformat(str(text))
        except ValueError:
            return at
        then = (date - DAY_ONE) // timedelta(microseconds=1)
        if len(str(text)) == 10:
            then -= self.offset(at)
        sign = -1 if (wait.offset or "").startswith("-") else 1
        length = (
            timedelta(
                **{{"d": "days", "h": "hours"}[wait.offset[-1]]: int(wait.offset.strip("-dh"))}
            )
            if wait.offset
            else timedelta(0)
        )
        return max(at, then + sign * (length // timedelta(microseconds=1)))

    def opening(self, window: Any, at: int) -> int:
        """The first whole minute, or the moment itself, at which the person's clock is in the window."""
        start, end = (int(t[:2]) * 60 + int(t[3:]) for t in (window.from_, window.to))
        days = [WEEK.index(day) for day in window.days]
        offset = self.offset(at)
        minute = 60_000_000
        when = at
        while True:
            local = moment(when + offset)
            now, today = local.hour * 60 + local.minute, local.weekday()
            if start < end:
                inside = today in days and start <= now < end
            else:
                inside = (today in days and now >= start) or ((today - 1) % 7 in days and now < end)
            if inside:
                return when
            when = (when // minute + 1) * minute

    def out(self, at: int) -> tuple[int, str]:
        """The first goal or exit after `at`."""
        found = [(NEVER, "")]
        rules = [("goal", self.written.goal)]
        rules += [(f"exit-{i + 1}", one) for i, one in enumerate(self.written.exits)]
        for port, rule in rules:
            if rule is None:
                continue
            if rule.event is not None:
                times = [e.ts for e in self.did(rule.event)]
            else:
                times = [when for when, to, _ in self.moves if to == rule.stage]
            found += [(when, port) for when in times if when > at]
        return min(found, key=lambda one: one[0])


class Left(Exception):
    """Out of the programme, or waiting."""

    def __init__(self, at: int) -> None:
        self.at = at


def outcomes(
    written: Programme,
    events: list[Happened],
    moves: dict[int, list[tuple[int, str, int]]],
    published: int,
    now: int,
    meanings: Meanings,
) -> Life:
    """Everybody's lives as one, in order."""
    whole = Life()
    for person in sorted({e.person for e in events}):
        mine = [e for e in events if e.person == person]
        life = By(written, person, mine, moves.get(person, []), published, now, meanings).run()
        for name in vars(whole):
            getattr(whole, name).extend(getattr(life, name))
    for name in vars(whole):
        getattr(whole, name).sort(key=repr)
    return whole


# Random histories ------------------------------------------------------------------------------------

PEOPLE = (3, 5_000_000_000_000, 9_000_000_000_000_000_007)
grid = st.integers(0, 10 * 24).map(lambda half: half * HOUR // 2)
properties = st.fixed_dictionaries(
    {},
    optional={
        "total": st.sampled_from([20, 80]),
        "plan": st.sampled_from(["pro", "free"]),
        "x": st.sampled_from([1, None]),
    },
)
traits = st.fixed_dictionaries(
    {},
    optional={
        "plan": st.sampled_from(["pro", "free"]),
        "timezone": st.sampled_from([*OFFSETS, "Moon/Base"]),
        "trial_ends": st.sampled_from(["2026-01-05", "2026-01-07T10:00:00", "soon", "2025-01-01"]),
    },
)


def histories() -> st.SearchStrategy[list[Happened]]:
    """Events of a few people on a coarse grid of time, so that many fall together: drawn one by one, which
    shrinks well, or all from one seed, which leaves no corner empty."""
    return st.one_of(_drawn_histories(), st.integers(0, 1 << 32).map(_full_history))


def _full_history(seed: int) -> list[Happened]:
    chance_ = Random(seed)
    found = []
    for _ in range(60):
        name = chance_.choice([*EVENTS, "Identified"])
        told = {
            "plan": chance_.choice(["pro", "free"]), "total": chance_.choice([20, 80]),
            "timezone": chance_.choice([*OFFSETS, "Moon/Base"]),
            "trial_ends": chance_.choice(["2026-01-05", "2026-01-07T10:00:00", "soon"]),
        }  # fmt: skip
        told = {key: value for key, value in told.items() if chance_.random() < 0.5}
        found.append((chance_.choice(PEOPLE), chance_.randrange(12 * 48) * HOUR // 2, name, told))
    return _numbered(found)


def _numbered(found: list[Any]) -> list[Happened]:
    found.sort(key=lambda one: one[1])
    return [Happened(p, ts, name, 100 + i, props) for i, (p, ts, name, props) in enumerate(found)]


@st.composite
def _drawn_histories(draw: st.DrawFn, least: int = 5, most: int = 30) -> list[Happened]:
    drawn = draw(
        st.lists(
            st.one_of(
                st.tuples(st.sampled_from(PEOPLE), grid, st.sampled_from(EVENTS), properties),
                st.tuples(st.sampled_from(PEOPLE), grid, st.just("Identified"), traits),
            ),
            min_size=least,
            max_size=most,
        )
    )
    return _numbered(drawn)


moments = st.integers(2 * 24, 20 * 24).map(lambda half: half * HOUR // 2)
beginnings = st.sampled_from([0, 0, HOUR, 30 * HOUR])


plain = st.sampled_from([*EVENTS, "Identified"])
triggers = st.builds(lambda name: {"event": name}, plain) | st.builds(
    lambda key: {"stage": key}, st.sampled_from(["lead", "customer", "left"])
)
bustle = st.fixed_dictionaries(
    {
        "entry": triggers,
        "reentry": st.sampled_from(["always", {"after": "1h"}, {"after": "2d"}]),
        "holdout": st.sampled_from([0, 10]),
    },
    optional={"goal": triggers, "exits": st.lists(triggers, min_size=1, max_size=2)},
)


@st.composite
def lively(draw: st.DrawFn) -> Programme:
    """A programme in which something happens: two sure steps stand around the random ones."""
    document = draw(documents(deep=1))
    first, last = (draw(EFFECTS) for _ in range(2))
    if draw(st.booleans()):  # many come and go, by what the history is full of
        document = {**document, **draw(bustle)}
    steps = [{**first}, *document["steps"], {"wait": draw(lengths)}, {**last}]
    return Programme.model_validate({**document, "steps": steps})
