"""Which segments the receivers of a message are in: `person.segments`, in one question for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock

from polku.conditions.person import Meanings
from polku.delivery.job import Job
from polku.programmes.mentions import EVERY, segments_asked
from polku.segments.asking import KINDS, memberships
from polku.store.claims import Claims
from polku.store.warehouse import Warehouse

FRESH = timedelta(minutes=1)
"""How long an answer holds: as long as a decision does before it is looked at again."""
MOST_AHEAD = 10_000  # people asked about before it is their turn
_MOST_KEPT = 16

Answers = dict[int, tuple[str, ...]]
"""Person → the keys of their segments."""


@dataclass(frozen=True)
class _Kept:
    meanings: Meanings
    since: datetime
    people: Answers = field(default_factory=dict)


class Membership:
    """`meanings` is asked only when a text names a segment. With `claims`, all who wait for the same message are asked
    about at once: a send is made ready a few at a time. Safe from any thread."""

    def __init__(
        self, warehouse: Warehouse, meanings: Callable[[], Meanings], claims: Claims | None = None
    ) -> None:
        self._warehouse, self._meanings, self._claims = warehouse, meanings, claims
        self._kept: dict[frozenset[str], _Kept] = {}
        self._lock = Lock()

    def known(self, jobs: Sequence[Job], now: datetime) -> list[Job]:
        """The jobs whose texts ask for it with the segments of their receiver; `now` is an aware moment."""
        steps = {id(job.step): job.step for job in jobs}
        asked = {number: segments_asked(step) for number, step in steps.items()}
        found: dict[frozenset[str], Answers] = {}
        for keys in set(asked.values()) - {frozenset()}:
            found[keys] = self._answers(
                [job for job in jobs if asked[id(job.step)] == keys], keys, now
            )
        return [
            replace(job, segments=found[keys][job.receiver.person]) if keys else job
            for job, keys in ((job, asked[id(job.step)]) for job in jobs)
        ]

    def _answers(self, jobs: Sequence[Job], keys: frozenset[str], now: datetime) -> Answers:
        meanings = self._meanings()
        with self._lock:
            kept = self._kept.get(keys)
            if (
                kept is None
                or kept.meanings is not meanings
                or not timedelta() <= now - kept.since < FRESH
            ):
                if len(self._kept) >= _MOST_KEPT:
                    self._kept.clear()
                kept = self._kept[keys] = _Kept(meanings, now)
            people = {job.receiver.person for job in jobs} - kept.people.keys()
            if people:
                people.update(self._ahead(jobs))
                kept.people.update(self._ask(sorted(people), keys, now, meanings))
            return kept.people

    def _ahead(self, jobs: Sequence[Job]) -> list[int]:
        if self._claims is None:
            return []
        places = {(job.delivery.programme, job.delivery.version, job.delivery.node) for job in jobs}
        return [
            person
            for place in sorted(places)
            if place[0]
            for person in self._claims.waiting(*place, MOST_AHEAD)
        ]

    def _ask(
        self, people: Sequence[int], keys: frozenset[str], now: datetime, meanings: Meanings
    ) -> Answers:
        asked = sorted(meanings.segments) if EVERY in keys else sorted(keys)
        codes = {kind: self._warehouse.names(kind) for kind in KINDS}
        with self._warehouse.read() as con:
            return memberships(con, people, asked, now, codes, meanings)
