"""Replay finds what execution did, whenever ticks ran and whatever became of the versions; and tells what differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

import pytest
from engine_reference import HOUR, Happened, beginnings, histories, lively, moment, moments
from hypothesis import given, settings
from hypothesis import strategies as st
from test_engine_laws import WORLD, add, go, live, world
from test_late_event_laws import WAITS, did
from test_version_laws import changes, regroup

from polku.engine.leave import leave_all
from polku.engine.programme import LiveProgramme
from polku.engine.replay import Clean, Replayed, Run, replay
from polku.programmes.actions import WaitAction
from polku.programmes.compile import compile_programme
from polku.programmes.model import Programme
from polku.store.warehouse import Warehouse
from tests.store_rows import fresh

pytestmark = pytest.mark.slow

some = settings(max_examples=40, deadline=None)
KINDS = ("event", "source", "channel", "stage")


def again(house: Warehouse, runs: list[Run], now: int, seq: int) -> Replayed:
    codes = dict(house.names("place"))

    def code(kind: str, names: Iterable[str]) -> Mapping[str, int]:
        for name in names:
            codes.setdefault(name, 1_000_000 + len(codes))
        return codes if kind == "place" else house.names(kind)

    with house.read() as con:
        tx = Clean(con, {kind: house.names(kind) for kind in KINDS}, code)
        return replay(tx, runs, (), moment(now), WORLD, last_seq=seq)


@given(lively(), histories(), beginnings, st.lists(moments, min_size=1, max_size=4))
@some
def test_execution_by_any_ticks_is_what_replay_finds(
    written: Programme, events: list[Happened], published: int, times: list[int]
) -> None:
    running = live(written, published)
    with world(events) as house:
        for now in sorted(max(at, published) for at in times):
            go(house, [running], now)
        found = again(house, [Run(running.compiled, running.published)], now, len(events))
    assert found.differences == ()
    assert found.stored == found.replayed


@given(changes(), histories(), beginnings, moments, moments, st.booleans(), st.data())
@some
def test_replay_does_what_was_done_to_those_inside(
    both: tuple[Programme, Programme], events: list[Happened], published: int, then: int, now: int,
    stop: bool, data: st.DataObject,
) -> None:  # fmt: skip
    """A second version with some moved, some taken out and some staying; and perhaps the end."""
    then, now = sorted((max(then, published), max(now, published)))
    old, second = live(both[0], published), compile_programme(both[1], 2)
    waits = [a.key for a in second.actions if isinstance(a, WaitAction)]
    plan = data.draw(
        st.dictionaries(
            st.sampled_from([a.key for a in old.compiled.actions]), st.sampled_from([None, *waits])
        )
    )
    new = LiveProgramme(second, moment(then) + timedelta(microseconds=1))
    runs = [Run(old.compiled, old.published), Run(second, new.published)]
    with world(events) as house:
        go(house, [old], then)
        regroup(house, old, new, plan, then)
        finishing = LiveProgramme(old.compiled, new.published, enrolling=False)
        for at in (then + 2 * HOUR, now + 3 * HOUR):
            go(house, [finishing, new], at)
        end = now + 3 * HOUR
        if stop:
            with house.write() as tx:
                leave_all(tx, "welcome", moment(end))
        found = again(house, runs, end, len(events))
    assert found.differences == ()


def test_what_was_told_late_is_told_to_be_the_reason() -> None:
    """The page that was looked at in time was told after the time: execution went on, replay knows better."""
    written = Programme.model_validate(WAITS)
    with fresh() as house:
        running = live(written, 0)
        add(house, [did(1, "Form Submitted", 1)])
        go(house, [running], 20 * HOUR)
        add(house, [did(19, "Identified", 2), did(3, "Page Viewed", 3)])
        go(house, [running], 21 * HOUR)
        found = again(house, [Run(running.compiled, running.published)], 21 * HOUR, 3)
    assert {each.why for each in found.differences} == {"late"}
    assert {(each.side, each.place) for each in found.differences if each.table == "outbox"} == {
        ("replayed", "welcome@1:seen")
    }
