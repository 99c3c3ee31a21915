"""What arrives late: nobody gets a thing twice or stands in two places, and what has been is not undone."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from engine_reference import HOUR, Happened, Life, beginnings, histories, lively
from hypothesis import given, settings
from hypothesis import strategies as st
from test_engine_laws import add, go, live, moves_of, stored
from test_version_laws import nobody_is_lost_or_doubled

from polku.programmes.model import Programme
from tests.store_rows import fresh

pytestmark = pytest.mark.slow

some = settings(max_examples=40, deadline=None)
DAY = 24 * HOUR
EMAIL = {"subject": "Moi", "body": "Hei"}
WAITS = {
    "key": "welcome", "name": "W", "stage": "lead", "holdout": 0, "reentry": "always",
    "entry": {"event": "Form Submitted"}, "goal": {"event": "Order Completed"},
    "exits": [{"event": "Trial Started"}],
    "steps": [
        {"key": "first", "send": {"email": EMAIL}},
        {"key": "look", "wait": {"event": "Page Viewed", "at_most": "12h",
            "then": [{"key": "seen", "send": {"email": EMAIL}}, {"key": "rest", "wait": "1d"}]}},
    ],
}  # fmt: skip


def spans(found: Life) -> dict[int, list[tuple[int, float]]]:
    """Person → when they were inside, in order."""
    left = {entry: at for place, entry, _, at in found.steps if ":exit>" in place}
    inside: dict[int, list[tuple[int, float]]] = {}
    for place, entry, person, at, _ in found.entries:
        if place.endswith(">in"):
            inside.setdefault(person, []).append((at, left.get(entry, float("inf"))))
    return {person: sorted(several) for person, several in inside.items()}


@given(
    lively(), histories(), beginnings,
    st.lists(st.integers(0, 5 * 24), min_size=60, max_size=60), st.integers(1, 24),
)  # fmt: skip
@some
def test_events_may_be_accepted_late(
    written: Programme, events: list[Happened], published: int, delays: list[int], step: int
) -> None:
    """Each event up to five days after it happened, with ticks in between: everybody stands in one place, is in
    the programme once at a time, and gets each thing once in an entry; nothing of what was written changes;
    and what was more than a day old on arrival has brought nobody in."""
    running = [live(written, published)]
    lag = dict(zip((e.uid for e in events), (hours * HOUR // 2 for hours in delays), strict=False))
    arrives = sorted(events, key=lambda e: (e.ts + lag.get(e.uid, 0), e.uid))
    ticked: list[int] = []
    accepted: dict[int, int] = {}
    with fresh() as house:
        before = Life()
        while arrives:
            now = max(published, arrives[0].ts + lag.get(arrives[0].uid, 0)) + step * HOUR
            part = [e for e in arrives if e.ts + lag.get(e.uid, 0) <= now]
            arrives = arrives[len(part) :]
            accepted |= {e.uid: ticked[-1] if ticked else 0 for e in part}
            add(house, part)
            go(house, running, now)
            ticked.append(now)
            found = stored(house)
            nobody_is_lost_or_doubled(found)
            for several in spans(found).values():
                assert all(end <= begin for (_, end), (begin, _) in pairwise(several))
            for table in ("entries", "steps", "outbox"):
                assert not Counter(getattr(before, table)) - Counter(getattr(found, table))
            before = found
    if written.entry.kind == "event":
        for _, _, _, at, uid in found.entries:
            assert uid is not None
            assert at > accepted[uid] - DAY


def lived(*batches: tuple[int, list[Happened]], written: dict[str, object] = WAITS) -> Life:
    """Batches with the moment of the tick after each."""
    with fresh() as house:
        for now, events in batches:
            add(house, events)
            go(house, [live(Programme.model_validate(written), 0)], now)
        return stored(house)


def did(hours: float, name: str, uid: int) -> Happened:
    return Happened(3, round(hours * HOUR), name, uid, {})


def ways(found: Life) -> list[tuple[str, float]]:
    rows = [(place.partition(":")[2], at / HOUR) for place, _, _, at in found.steps]
    return sorted(rows, key=lambda row: (row[1], row[0]))


def test_an_awaited_event_that_comes_before_the_time_is_over_ends_the_wait_when_it_happened() -> (
    None
):
    found = lived(
        (2 * HOUR, [did(1, "Form Submitted", 1)]), (10 * HOUR, [did(3, "Page Viewed", 2)])
    )
    assert ("look>then", 3.0) in ways(found)


def test_an_awaited_event_that_comes_after_the_time_is_over_opens_nothing() -> None:
    found = lived(
        (20 * HOUR, [did(1, "Form Submitted", 1)]), (21 * HOUR, [did(3, "Page Viewed", 2)])
    )
    assert ways(found) == [("first>done", 1.0), ("exit>done", 13.0), ("look>else", 13.0)]


@pytest.mark.parametrize(
    ("name", "port"), [("Order Completed", "goal"), ("Trial Started", "exit-1")]
)
def test_a_late_goal_or_exit_leads_out_now(name: str, port: str) -> None:
    """It happened before the person came to where they wait: they leave from there when the wait began."""
    found = lived(
        (5 * HOUR, [did(1, "Form Submitted", 1), did(4, "Page Viewed", 2)]),
        (9 * HOUR, [did(2, name, 3)]),
    )
    assert (f"exit>{port}", 4.0) in ways(found)
    assert [row[1] for row in found.outbox].count("welcome@1:seen") == 1
    assert not found.positions


def test_a_cause_that_is_a_day_old_brings_nobody_and_a_younger_one_does() -> None:
    old = lived(
        (30 * HOUR, [did(29, "Page Viewed", 1)]), (31 * HOUR, [did(5, "Form Submitted", 2)])
    )
    young = lived(
        (30 * HOUR, [did(29, "Page Viewed", 1)]), (31 * HOUR, [did(7, "Form Submitted", 2)])
    )
    assert not old.entries
    assert [(row[3], row[4]) for row in young.entries] == [(7 * HOUR, 2)]


def test_who_was_inside_then_does_not_come_in_for_that_moment() -> None:
    """The form of three o'clock is told when the entry of one o'clock is over: in order it had been nothing."""
    found = lived(
        (20 * HOUR, [did(1, "Form Submitted", 1)]), (21 * HOUR, [did(3, "Form Submitted", 2)])
    )
    assert [row[4] for row in found.entries] == [1]


def test_a_stage_change_that_is_taken_back_takes_nobody_out() -> None:
    """An earlier form makes the person a lead earlier: the change that brought them in is no more. They stay in,
    once, and the earlier change brings them in no second time."""
    written = {
        **WAITS,
        "entry": {"stage": "lead"},
        "goal": None,
        "exits": [{"event": "Trial Started"}],
    }
    with fresh() as house:
        running = [live(Programme.model_validate(written), 0)]
        add(house, [did(5, "Form Submitted", 1)])
        go(house, running, 6 * HOUR)
        assert moves_of(house)[3] == [(5 * HOUR, "lead", 1)]
        add(house, [did(2, "Form Submitted", 2)])
        go(house, running, 7 * HOUR)
        assert moves_of(house)[3] == [(2 * HOUR, "lead", 2)]
        inside = stored(house)
        go(house, running, 60 * HOUR)
        after = stored(house)
    assert [(row[3], row[4]) for row in inside.entries] == [(5 * HOUR, 1)]
    assert len(inside.positions) == 1
    assert [row[4] for row in after.entries] == [1]
    assert [row[1] for row in after.outbox] == ["welcome@1:first"]
