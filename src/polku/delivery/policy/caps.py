"""So many messages to a person in a day and in a week, all programmes together; priority decides whose."""

from __future__ import annotations

import numpy as np

from polku.delivery.policy.cases import DAY, Cases, Facts, Ints, Verdicts
from polku.settings import PolicySettings


def caps(cases: Cases, facts: Facts, policy: PolicySettings, verdicts: Verdicts, now: int) -> None:
    """Holds what goes over: the higher priority goes first, then who waited longest. Held until an
    earlier message is a day (a week) old."""
    order = cases.order
    order = order[(verdicts.undecided & cases.capped)[order]]
    limits = [(policy.most_per_day, DAY), (policy.most_per_week, 7 * DAY)]
    limits = [(most, span) for most, span in limits if most > 0]
    if not len(order) or not limits:
        return
    person = cases.person[order]
    rank = _rank(person)
    times, first, count = _earlier(facts, cases, now)
    room = np.full(len(order), np.iinfo(np.int64).max)
    for most, span in limits:
        room = np.minimum(room, _room(person, times, count, most, now - span))
    let = rank < room
    free = np.full(len(order), now, np.int64)
    for most, span in limits:
        # Those let through go now; the one that must grow old is the (most − let)-th newest before.
        index = most - np.minimum(rank, room) - 1
        has = (index >= 0) & (index < count[person])
        at = np.where(has, times[np.where(has, first[person] + index, 0)], np.iinfo(np.int64).min)
        at = np.where(index < 0, now, at)
        free = np.maximum(free, np.where(at > now - span, at + span, now))
    until = np.zeros(len(cases), np.int64)
    until[order] = free
    held = np.zeros(len(cases), bool)
    held[order[~let]] = True
    verdicts.hold(held, "delivery.caps", until)


def _rank(person: Ints) -> Ints:
    """(k,) people in order → (k,) how many of the same person stand before."""
    by_person = np.argsort(person, kind="stable")
    grouped = person[by_person]
    starts = np.r_[True, grouped[1:] != grouped[:-1]]
    begin = np.maximum.accumulate(np.where(starts, np.arange(len(grouped)), 0))
    rank = np.empty(len(person), np.int64)
    rank[by_person] = np.arange(len(grouped)) - begin
    return rank


def _earlier(facts: Facts, cases: Cases, now: int) -> tuple[Ints, Ints, Ints]:
    """The moments of earlier messages, by person and newest first; where each person's begin, and
    how many there are. What waits itself does not count."""
    past = facts.past
    counts = past.capped & ~past.held & (past.at > now - 7 * DAY) & ~np.isin(past.id, cases.id)
    person, at = past.person[counts], past.at[counts]
    order = np.lexsort((-at, person))
    number = np.bincount(person, minlength=len(facts.people)).astype(np.int64)
    first = np.cumsum(number) - number
    return np.r_[at[order], np.int64(0)], first, number


def _room(person: Ints, times: Ints, count: Ints, most: int, since: int) -> Ints:
    """(k,) how many more each may get in a window that begins after `since`."""
    total = np.repeat(np.arange(len(count)), count)
    inside = np.bincount(total[times[:-1] > since], minlength=len(count))
    room: Ints = np.maximum(0, most - inside)[person]
    return room
