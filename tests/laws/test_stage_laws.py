"""The laws of the stage fold, tried on random journeys and random events."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stage_reference import (
    Drawn,
    Happened,
    Life,
    as_lives,
    batch,
    expected,
    histories,
    instant,
    journeys,
    memory,
    moments,
)

from polku.stages.compile import CompiledStages, compile_stages
from polku.stages.folded import Folded
from polku.stages.read import fold_all, fold_people
from polku.stages.refresh import refresh_all, refresh_due, refresh_people
from polku.store.warehouse import Warehouse

pytestmark = pytest.mark.slow  # each example makes a journey, and Ibis compiles it

many = settings(max_examples=120, deadline=None)
some = settings(max_examples=12, deadline=None)


def lives(folded: Folded) -> dict[int, Life]:
    words = {code: key for key, code in folded.codes.items()}
    return as_lives(folded.transitions, folded.people, words)


@contextmanager
def warehouse() -> Iterator[Warehouse]:
    with (
        tempfile.TemporaryDirectory() as folder,
        Warehouse.open(Path(folder) / "warehouse.duckdb", threads=1) as opened,
    ):
        yield opened


def stored(house: Warehouse) -> dict[int, Life]:
    with house.read() as con:
        return as_lives(
            con.execute("SELECT * FROM transitions").to_arrow_table(),
            con.execute("SELECT * FROM people").to_arrow_table(),
            house.words("stage"),  # type: ignore[arg-type]
        )


def from_scratch(house: Warehouse, compiled: CompiledStages, as_of: int) -> dict[int, Life]:
    with house.read() as con:
        return lives(fold_all(con, compiled, instant(as_of)))


@given(journeys(), histories(), moments)
@many
def test_the_fold_gives_what_a_person_with_a_pencil_gets(
    drawn: Drawn, events: list[Happened], as_of: int
) -> None:
    """Stages, transitions with rule and event, and the next due time, all as in the reference."""
    with memory(events) as con:
        folded = fold_all(con, compile_stages(drawn.journey), instant(as_of))
    assert lives(folded) == expected(drawn, events, as_of)


@given(journeys(), histories(), moments)
@many
def test_every_transition_names_a_rule_and_an_event_of_the_person(
    drawn: Drawn, events: list[Happened], as_of: int
) -> None:
    """And that event matches what the rule asks for, at or before the transition."""
    with memory(events) as con:
        folded = fold_all(con, compile_stages(drawn.journey), instant(as_of))
    by_uid = {event.uid: event for event in events}
    for person, life in lives(folded).items():
        for at, before, to, rule_id, uid in life.moves:
            key, place = rule_id.rstrip("]").split("[")
            rule = drawn.stages[key][int(place)]
            event = by_uid[uid]
            assert key == to != before
            assert event.person == person
            assert any(asked.matches(event) for asked in rule.asked)
            assert event.ts < at if rule.timed else event.ts == at


@given(journeys(), histories(), moments, st.randoms(use_true_random=False))
@many
def test_with_distinct_times_the_order_of_arrival_does_not_matter(
    drawn: Drawn, events: list[Happened], as_of: int, shuffler: random.Random
) -> None:
    """seq decides only between events of one instant."""
    apart = [
        Happened(e.person, e.ts + place, e.name, e.uid, e.properties)
        for place, e in enumerate(events)
    ]
    mixed = apart.copy()
    shuffler.shuffle(mixed)
    renumbered = [
        Happened(e.person, e.ts, e.name, 1001 + place, e.properties)
        for place, e in enumerate(mixed)
    ]
    compiled = compile_stages(drawn.journey)
    with memory(apart) as one, memory(renumbered) as other:
        first = fold_all(one, compiled, instant(as_of))
        second = fold_all(other, compiled, instant(as_of))
    columns = ["person", "n", "at", "from_stage", "to_stage", "rule"]
    assert first.transitions.select(columns).equals(second.transitions.select(columns))
    assert first.people.equals(second.people)


@given(journeys(), histories(), moments)
@many
def test_as_of_is_the_fold_of_what_had_happened_by_then(
    drawn: Drawn, events: list[Happened], as_of: int
) -> None:
    """Later events change nothing but the time at which to look again."""
    compiled = compile_stages(drawn.journey)
    with memory(events) as all_of_them, memory([e for e in events if e.ts <= as_of]) as prefix:
        whole = fold_all(all_of_them, compiled, instant(as_of))
        before = fold_all(prefix, compiled, instant(as_of))
    assert whole.transitions.equals(before.transitions)
    assert whole.people.drop(["due"]).equals(before.people.drop(["due"]))


@given(journeys(), histories(), moments)
@many
def test_some_people_fold_as_they_do_among_all(
    drawn: Drawn, events: list[Happened], as_of: int
) -> None:
    """Nobody's stage depends on anybody else."""
    compiled = compile_stages(drawn.journey)
    with memory(events) as con:
        alone = lives(fold_people(con, compiled, np.array([12, 99]), instant(as_of)))
        among = lives(fold_all(con, compiled, instant(as_of)))
    assert alone == {person: life for person, life in among.items() if person == 12}


@given(journeys(), histories(), moments, moments)
@many
def test_nothing_moves_before_due(
    drawn: Drawn, events: list[Happened], as_of: int, later: int
) -> None:
    """Between two moments with nobody due, everyone stays where they are."""
    as_of, later = sorted((as_of, later))
    compiled = compile_stages(drawn.journey)
    with memory(events) as con:
        now = lives(fold_all(con, compiled, instant(as_of)))
        then = lives(fold_all(con, compiled, instant(later)))
    for person, life in now.items():
        if life.due is None or life.due > later:
            assert then[person] == life


@given(
    journeys(), st.lists(st.tuples(histories(12), moments, st.booleans()), min_size=1, max_size=4)
)
@some
def test_increments_give_what_folding_from_scratch_gives(
    drawn: Drawn, steps: list[tuple[list[Happened], int, bool]]
) -> None:
    """Batch after batch, late events too, with time moving on and compaction in between."""
    compiled, now = compile_stages(drawn.journey), -4
    with warehouse() as house:
        with house.write() as tx:
            refresh_all(tx, compiled, instant(now))
        for number, (events, later, compacts) in enumerate(steps):
            now = max(now, later)
            fresh = [
                Happened(e.person, e.ts, e.name, e.uid + 1000 * number, e.properties)
                for e in events
            ]
            with house.write() as tx:
                refresh_due(tx, compiled, instant(now))
                refresh_people(tx, compiled, tx.append(batch(fresh)).people, instant(now))
                if compacts:
                    tx.compact()
            assert stored(house) == from_scratch(house, compiled, now)


@given(journeys(), histories(), st.lists(moments, min_size=1, max_size=5))
@some
def test_moving_the_clock_on_gives_what_a_fresh_fold_gives(
    drawn: Drawn, events: list[Happened], stops: list[int]
) -> None:
    """refresh_due finds everyone for whom time alone matters, those with only future events too."""
    compiled = compile_stages(drawn.journey)
    with warehouse() as house:
        with house.write() as tx:
            tx.append(batch(events))
            refresh_all(tx, compiled, instant(min(stops)))
        for stop in sorted(stops):
            with house.write() as tx:
                refresh_due(tx, compiled, instant(stop))
            assert stored(house) == from_scratch(house, compiled, stop)


@given(journeys(), histories(), moments)
@some
def test_duplicates_and_the_same_log_again_change_nothing(
    drawn: Drawn, events: list[Happened], as_of: int
) -> None:
    """The same batch twice, whole or in parts, gives the same rows."""
    compiled = compile_stages(drawn.journey)
    with warehouse() as house:
        with house.write() as tx:
            tx.append(batch(events))
            refresh_all(tx, compiled, instant(as_of))
        before = stored(house)
        with house.write() as tx:
            again = tx.append(batch(events + events[::2]))
            refresh_people(tx, compiled, again.people, instant(as_of))
        assert again.accepted == 0
        assert stored(house) == before
        with house.write() as tx:
            refresh_all(tx, compiled, instant(as_of))
        assert stored(house) == before == expected(drawn, events, as_of)


@given(journeys(), histories(), moments)
@some
def test_merging_two_identities_gives_the_fold_of_their_union(
    drawn: Drawn, events: list[Happened], as_of: int
) -> None:
    """13 turns out to be 11: as if 11 had done it all."""
    compiled = compile_stages(drawn.journey)
    with warehouse() as house:
        with house.write() as tx:
            tx.append(batch(events))
            refresh_all(tx, compiled, instant(as_of))
        with house.write() as tx:
            refresh_people(tx, compiled, tx.merge({13: 11}), instant(as_of))
        merged = stored(house)
    union = [
        Happened(11 if e.person == 13 else e.person, e.ts, e.name, e.uid, e.properties)
        for e in events
    ]
    assert merged == expected(drawn, union, as_of)
