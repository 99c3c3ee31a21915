"""Which segments the receivers of a batch are in: `person.segments`, in one question for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from polku.conditions.person import Meanings
from polku.delivery.job import Job
from polku.programmes.mentions import EVERY, segments_asked
from polku.segments.asking import KINDS, memberships
from polku.store.warehouse import Warehouse


def with_segments(
    warehouse: Warehouse, jobs: Sequence[Job], now: datetime, meanings: Callable[[], Meanings]
) -> list[Job]:
    """The jobs whose texts ask for it with the segments of their receiver; `now` is an aware moment. When none asks,
    nothing is looked up."""
    steps = {id(job.step): job.step for job in jobs}
    asked = {number: segments_asked(step) for number, step in steps.items()}
    named = frozenset().union(*asked.values())
    if not named:
        return list(jobs)
    means = meanings()
    keys = sorted(means.segments) if EVERY in named else sorted(named)
    people = [job.receiver.person for job in jobs if asked[id(job.step)]]
    codes = {kind: warehouse.names(kind) for kind in KINDS}
    with warehouse.read() as con:
        found = memberships(con, people, keys, now, codes, means)
    return [
        replace(job, segments=found[job.receiver.person]) if asked[id(job.step)] else job
        for job in jobs
    ]
