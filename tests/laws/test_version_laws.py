"""Laws of those inside when a programme changes: they stay, move or leave, and nothing is done to them twice."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from engine_reference import (
    HOUR,
    By,
    Happened,
    Life,
    beginnings,
    histories,
    lively,
    moment,
    moments,
    since_1970,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from test_engine_laws import MEANINGS, STAGES, WORLD, add, go, live, moves_of, stored, world

from polku.engine.leave import leave_all
from polku.engine.programme import LiveProgramme
from polku.engine.tick import tick
from polku.engine.versions import change_version
from polku.programmes.actions import EffectAction, WaitAction
from polku.programmes.compile import compile_programme
from polku.programmes.model import Programme
from polku.stages.refresh import refresh_all
from polku.store.warehouse import Warehouse
from tests.store_rows import fresh

pytestmark = pytest.mark.slow

some = settings(max_examples=30, deadline=None)
EFFECT_WORDS = ("send", "survey", "offer", "task", "set", "webhook")
WINDOWED = {
    "key": "welcome", "name": "W", "stage": "lead", "entry": {"event": "Form Submitted"},
    "holdout": 0, "steps": [{"key": "rest", "wait": "2d"}, {"key": "first", "task": {"title": "A"}}],
}  # fmt: skip


def regroup(
    house: Warehouse, old: LiveProgramme, new: LiveProgramme, plan: dict[str, str | None], now: int
) -> int:
    with house.write() as tx:
        return change_version(tx, old.compiled, new.compiled, plan, moment(now), WORLD)


def nobody_is_lost_or_doubled(found: Life) -> None:
    """Each entry that is cared for waits at one place or has left by one exit, and each thing was done once."""
    waiting = [entry for _, entry, *_ in found.positions]
    gone = [entry for place, entry, *_ in found.steps if ":exit>" in place]
    cared = [entry for place, entry, *_ in found.entries if place.endswith(">in")]
    assert sorted(waiting + gone) == sorted(cared)
    assert len({message for message, *_ in found.outbox}) == len(found.outbox)
    done = Counter((entry, place.partition(":")[2]) for _, place, entry, *_ in found.outbox)
    assert set(done.values()) <= {1}, "a step was done twice in one entry"


@st.composite
def changes(draw: st.DrawFn) -> tuple[Programme, Programme]:
    """A programme and what became of it: another one, or the same with its steps in another order."""
    first = draw(lively())
    if draw(st.booleans()):
        return first, draw(lively())
    written = first.model_dump(mode="json", by_alias=True, exclude_none=True)
    written["steps"] = draw(st.permutations(written["steps"]))
    return first, Programme.model_validate(written)


@given(changes(), histories(), beginnings, moments, moments, st.data())
@some
def test_staying_moving_and_leaving_keeps_the_laws(
    both: tuple[Programme, Programme], events: list[Happened], published: int, then: int, now: int,
    data: st.DataObject,
) -> None:  # fmt: skip
    """By any map of steps: nobody is lost, stands in two places or has the same done twice in one entry, and
    nothing is wanted from the new version for a moment before it."""
    written, rewritten = both
    then, now = sorted((max(then, published), max(now, published)))
    old = live(written, published)
    targets = [None, *(a.key for a in compile_programme(rewritten, 2).actions)]
    plan = data.draw(
        st.dictionaries(
            st.sampled_from([a.key for a in old.compiled.actions]), st.sampled_from(targets)
        )
    )
    with world(events) as house:
        go(house, [old], then)
        before = stored(house)
        new = LiveProgramme(compile_programme(rewritten, 2), moment(then + 1))
        staying = regroup(house, old, new, plan, then)
        nobody_is_lost_or_doubled(after := stored(house))
        still = [row for row in after.positions if row[0].startswith("welcome@1:")]
        assert staying == len(still)
        assert {row[0].partition(":")[2] for row in still}.isdisjoint(plan)
        finishing = LiveProgramme(old.compiled, new.published, enrolling=False)
        for moment_ in (then + HOUR, now + HOUR):
            go(house, [finishing, new], moment_)
            nobody_is_lost_or_doubled(end := stored(house))
    assert set(before.outbox) <= set(end.outbox)
    assert all(at >= then for _, place, _, _, at in end.outbox if place.startswith("welcome@2:"))
    held = Counter(person for _, _, person, *_ in end.positions)
    assert set(held.values()) <= {1}


@given(lively(), lively(), histories(), beginnings, moments)
@some
def test_a_wait_is_armed_anew_from_when_it_began(
    written: Programme, rewritten: Programme, events: list[Happened], published: int, then: int
) -> None:
    """By the new rule, in the person's own zone, and it ends now at the earliest."""
    then = max(then, published)
    old, new = live(written, published), compile_programme(rewritten, 2)
    waits = [action.key for action in new.actions if isinstance(action, WaitAction)]
    waited = [action.key for action in old.compiled.actions if isinstance(action, WaitAction)]
    steps = {step.key: step for step in every_step(rewritten.steps)}
    with world(events) as house:
        go(house, [old], then)
        before = {row[1]: row for row in stored(house).positions}
        if not (before and waits):
            return  # nobody to move, or nowhere to move to
        plan: dict[str, str | None] = dict.fromkeys(waited, waits[-1])
        regroup(house, old, LiveProgramme(new, moment(then + 1)), plan, then)
        after, moves = stored(house), moves_of(house)
    for place, entry, person, since, due, entered in after.positions:
        assert place == f"welcome@2:{waits[-1]}"
        assert (since, entered) == (before[entry][3], before[entry][5])
        mine = [event for event in events if event.person == person]
        by = By(rewritten, person, mine, moves.get(person, []), published, then, MEANINGS)
        assert due == max(by.due(steps[waits[-1]].wait, since), then)
    left = {row[1] for row in after.steps if row[1] in before and ":exit>" in row[0]}
    for entry in left:
        _, _, person, _, _, entered = before[entry]
        mine = [event for event in events if event.person == person]
        by = By(rewritten, person, mine, moves.get(person, []), published, then, MEANINGS)
        assert by.out(entered)[0] <= then, "left without a reason"
    assert left | {row[1] for row in after.positions} == set(before)


def every_step(steps: Any) -> Any:
    for step in steps:
        yield step
        for arm in step.arms:
            yield from every_step(arm.steps)


@given(lively(), histories(), beginnings, moments, moments)
@some
def test_stopping_takes_everybody_out_once(
    written: Programme, events: list[Happened], published: int, then: int, now: int
) -> None:
    """Each who was inside leaves by exit>stopped at that moment, and nothing more is done for them."""
    then, now = sorted((max(then, published), max(now, published)))
    with world(events) as house:
        go(house, [live(written, published)], then)
        before = stored(house)
        with house.write() as tx:
            assert leave_all(tx, "welcome", moment(then)) == len(before.positions)
            assert leave_all(tx, "welcome", moment(then)) == 0
        go(house, [], now)
        after = stored(house)
    nobody_is_lost_or_doubled(after)
    assert not after.positions
    assert after.outbox == before.outbox
    out = [row for row in after.steps if row not in before.steps]
    assert sorted(row[1] for row in out) == sorted(row[1] for row in before.positions)
    assert {(row[0], row[3]) for row in out} <= {("welcome@1:exit>stopped", then)}


def test_who_is_moved_back_before_a_step_does_not_get_it_again() -> None:
    """A task made in the first version is not made again when the order of the steps is turned."""
    steps = [{"key": "first", "task": {"title": "A"}}, {"key": "rest", "wait": "2d"}]
    first = Programme.model_validate({**WINDOWED, "steps": steps})
    turned = [*steps[::-1], {"key": "more", "set": {"a": 1}}]
    second = Programme.model_validate({**WINDOWED, "steps": turned})
    events = [Happened(3, HOUR, "Form Submitted", 1, {})]
    with world(events) as house:
        old, new = live(first, 0), live(second, 2 * HOUR, 2)
        go(house, [old], 2 * HOUR)
        assert regroup(house, old, new, {"rest": "rest"}, 2 * HOUR) == 0
        go(house, [new], 100 * HOUR)
        found = stored(house)
    assert sorted(row[1] for row in found.outbox) == ["welcome@1:first", "welcome@2:more"]
    assert "welcome@2:first>had" in {place for place, *_ in found.steps}
    assert "welcome@2:rest>moved" in {place for place, *_ in found.steps}


def test_who_has_reached_the_new_goal_leaves_by_it_at_publishing() -> None:
    """What counts as the goal from today on counts since they entered, and leads out now, not then."""
    goal = {"goal": {"event": "Order Completed"}}
    first = Programme.model_validate(WINDOWED)
    second = Programme.model_validate({**WINDOWED, **goal})
    events = [
        Happened(3, HOUR, "Form Submitted", 1, {}), Happened(3, 2 * HOUR, "Order Completed", 2, {}),
        Happened(5, HOUR, "Order Completed", 3, {}), Happened(5, 2 * HOUR, "Form Submitted", 4, {}),
    ]  # fmt: skip
    with world(events) as house:
        old, new = live(first, 0), live(second, 5 * HOUR, 2)
        go(house, [old], 5 * HOUR)
        regroup(house, old, new, {"rest": "rest"}, 5 * HOUR)
        found = stored(house)
    assert [(row[2], row[3]) for row in found.steps if row[0] == "welcome@2:exit>goal"] == [(3, 5 * HOUR)]  # fmt: skip
    assert [row[2] for row in found.positions] == [5]


@pytest.mark.parametrize(
    ("zone", "hour"), [("Europe/Helsinki", 7), ("America/New_York", 14), ("Asia/Kolkata", 3.5)]
)
def test_a_window_is_armed_anew_in_the_zone_of_the_person(zone: str, hour: float) -> None:
    """Nine in the morning is another moment for each."""
    window = {"window": {"days": ["wed"], "from": "09:00", "to": "16:00"}}
    second = Programme.model_validate(
        {**WINDOWED, "steps": [{"key": "rest", "wait": window}, WINDOWED["steps"][1]]}
    )
    events = [
        Happened(3, 0, "Identified", 1, {"timezone": zone}),
        Happened(3, HOUR, "Form Submitted", 2, {}),
    ]  # 1 January 2026 is a Thursday, the next Wednesday the 7th
    with fresh() as house:
        add(house, events)
        old, new = live(Programme.model_validate(WINDOWED), 0), live(second, 2 * HOUR, 2)
        with house.write() as tx:
            refresh_all(tx, STAGES, moment(2 * HOUR))
            tick(tx, [old], moment(2 * HOUR), WORLD)
        regroup(house, old, new, {"rest": "rest"}, 2 * HOUR)
        (row,) = stored(house).positions
    midnight = 6 * 24
    assert row[4] == round((midnight + hour) * HOUR), since_1970(row[4])


def test_effects_are_all_told_apart_by_their_kind() -> None:
    """The law above would say nothing if random programmes had no effects."""
    from hypothesis import find

    made = find(lively(), lambda written: len(written.steps) > 3)
    kinds = {a.kind for a in compile_programme(made, 1).actions if isinstance(a, EffectAction)}
    assert kinds <= set(EFFECT_WORDS)
    assert kinds
