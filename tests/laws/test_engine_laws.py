"""The laws of the engine, tried on random programmes and random histories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from engine_reference import (
    HOUR,
    PEOPLE,
    Happened,
    Life,
    beginnings,
    histories,
    lively,
    moment,
    moments,
    outcomes,
    since_1970,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from polku.conditions.person import Meanings
from polku.conditions.person_registry import parse_person_condition
from polku.conditions.rule import EnterRule
from polku.engine.advance import View, advance
from polku.engine.book import Book
from polku.engine.programme import LiveProgramme, World
from polku.engine.state import State
from polku.engine.tick import idle, tick
from polku.engine.times import micros
from polku.programmes.compile import compile_programme
from polku.programmes.model import Programme
from polku.stages.compile import compile_stages
from polku.stages.refresh import refresh_all
from polku.store.tables import EVENT_BATCH
from polku.store.warehouse import Warehouse
from tests.store_rows import fresh

pytestmark = pytest.mark.slow

many = settings(max_examples=100, deadline=None)
some = settings(max_examples=30, deadline=None)

MEANINGS = Meanings(
    segments={
        "quiet": parse_person_condition({"did": "Page Viewed", "count": "=0", "within": "3d"})
    }
)
WORLD = World("Europe/Helsinki", MEANINGS)
RULES: dict[str, list[Any]] = {
    "lead": ["Form Submitted", "Trial Started"],
    "customer": [{"event": "Order Completed", "from": "any"}],
    "left": [{"inactive": "Order Completed", "for": "3d", "from": ["customer"]}],
}
STAGES = compile_stages(
    SimpleNamespace(
        stages=[
            SimpleNamespace(key=key, enter=tuple(EnterRule.model_validate(r) for r in rules))
            for key, rules in RULES.items()
        ]
    )
)


def batch(events: Sequence[Happened]) -> pa.Table:
    rows = [
        {
            "identity": e.person, "ts": moment(e.ts), "uid": e.uid, "event": e.name, "source": "test",
            "channel": None, "revenue": None, "currency": None,
            "properties": pa_json(e.properties),
        }
        for e in events
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=EVENT_BATCH)


def pa_json(properties: dict[str, Any]) -> str:
    import json

    return json.dumps(properties)


def add(house: Warehouse, events: Sequence[Happened]) -> None:
    with house.write() as tx:
        tx.append(batch(events))


def live(written: Programme, published: int, version: int = 1) -> LiveProgramme:
    return LiveProgramme(compile_programme(written, version), moment(published))


def go(house: Warehouse, running: Sequence[LiveProgramme], now: int) -> None:
    """Fold, then tick."""
    with house.write() as tx:
        refresh_all(tx, STAGES, moment(now))
        tick(tx, running, moment(now), WORLD)


def stored(house: Warehouse) -> Life:
    """What the tables hold, in words, microseconds after DAY_ONE."""
    zero = since_1970(0)
    with house.read() as con:

        def rows(sql: str) -> list[Any]:
            found = con.execute(
                sql.replace("PLACE", "JOIN names w ON w.kind = 'place' AND w.code")
            ).fetchall()
            return sorted(found, key=repr)

        return Life(
            rows(
                f'SELECT w.name, entry, person, epoch_us("at") - {zero}, uid FROM entries PLACE = place'
            ),
            rows(f'SELECT w.name, entry, person, epoch_us("at") - {zero} FROM steps PLACE = place'),
            rows(
                f'SELECT id, w.name, entry, person, epoch_us("at") - {zero} FROM outbox PLACE = place'
            ),
            rows(
                f"""SELECT w.name, entry, person, epoch_us(since) - {zero}, epoch_us(due) - {zero},
                epoch_us(entered) - {zero} FROM positions PLACE = place"""
            ),
        )


def moves_of(house: Warehouse) -> dict[int, list[tuple[int, str, int]]]:
    """The stage changes, as the fold has stored them."""
    words = house.words("stage")
    found: dict[int, list[tuple[int, str, int]]] = {}
    with house.read() as con:
        for person, at, to, uid in con.execute(
            f'SELECT person, epoch_us("at") - {since_1970(0)}, to_stage, uid FROM transitions ORDER BY person, n'
        ).fetchall():
            found.setdefault(person, []).append((at, words[to], uid))
    return found


@contextmanager
def world(events: Sequence[Happened]) -> Iterator[Warehouse]:
    with fresh() as house:
        add(house, events)
        yield house


@given(lively(), histories(), beginnings, moments)
@many
def test_programmes_do_what_a_person_with_a_pencil_finds(
    written: Programme, events: list[Happened], published: int, now: int
) -> None:
    """Entries, steps, outbox and positions, all as in the reference; nobody skips or repeats a step."""
    now = max(now, published)
    with world(events) as house:
        go(house, [live(written, published)], now)
        expected = outcomes(written, events, moves_of(house), published, now, MEANINGS)
        assert stored(house) == expected


@given(lively(), histories(), beginnings, st.lists(moments, min_size=1, max_size=6))
@many
def test_it_does_not_matter_when_or_how_often_the_engine_ran(
    written: Programme, events: list[Happened], published: int, times: list[int]
) -> None:
    """Any ticks give the rows of one tick at the end; clocks that go back change nothing."""
    running = [live(written, published)]
    last = max(*times, published)
    with world(events) as once, world(events) as often:
        go(once, running, last)
        for now in (*times, last):
            go(often, running, now)
        assert stored(often) == stored(once)
        with often.read() as con:
            (seqs,) = con.execute("SELECT array_agg(seq ORDER BY seq) FROM outbox").fetchone() or (
                [],
            )
            assert list(seqs or []) == list(range(1, len(seqs or []) + 1))


@given(lively(), histories(), beginnings, moments, st.integers(1, 40))
@some
def test_events_may_come_bit_by_bit(
    written: Programme, events: list[Happened], published: int, now: int, size: int
) -> None:
    """Batches with a tick after each, at the time of the newest, give what one tick at the end gives; a
    batch that comes twice adds nothing."""
    running, now = [live(written, published)], max(now, published)
    with world(events) as whole, fresh() as bits:
        go(whole, running, now)
        begin = 0
        while begin < len(events):
            end = begin + size
            while end < len(events) and events[end].ts == events[end - 1].ts:
                end += 1  # what happens at one instant comes together
            part = events[begin:end]
            add(bits, part)
            add(bits, part)
            if published <= part[-1].ts <= now:
                go(bits, running, part[-1].ts)
            begin = end
        go(bits, running, now)
        assert stored(bits) == stored(whole)


@given(lively(), histories(), beginnings, moments)
@some
def test_nobody_is_in_two_places_of_one_entry(
    written: Programme, events: list[Happened], published: int, now: int
) -> None:
    """Each entry waits at one place or has left by one exit; no message has the number of another."""
    now = max(now, published)
    with world(events) as house:
        go(house, [live(written, published)], now)
        found = stored(house)
    waiting = [entry for _, entry, *_ in found.positions]
    gone = [entry for place, entry, *_ in found.steps if ":exit>" in place]
    cared = [entry for place, entry, *_ in found.entries if place.endswith(">in")]
    assert sorted(waiting + gone) == sorted(cared)
    assert len({entry for _, entry, *_ in found.entries}) == len(found.entries)
    assert len({message for message, *_ in found.outbox}) == len(found.outbox)


@given(lively(), histories(), beginnings, moments)
@some
def test_an_idle_tick_would_have_found_nothing(
    written: Programme, events: list[Happened], published: int, now: int
) -> None:
    """When `idle` says so, ticking changes no row."""
    running, now = [live(written, published)], max(now, published)
    later = now + 5 * HOUR
    with world(events) as house:
        go(house, running, now)
        with house.read() as con:
            assert idle(con, running, moment(now))
            said = idle(con, running, moment(later))
        before = stored(house)
        with house.write() as tx:
            tick(tx, running, moment(later), WORLD)
        assert not said or stored(house) == before


@given(lively(), histories(), beginnings, moments)
@some
def test_a_dry_run_says_what_execution_then_does(
    written: Programme, events: list[Happened], published: int, now: int
) -> None:
    """The same advance over temporary tables finds the same rows, and the real ones stay empty."""
    running, now = [live(written, published)], max(now, published)
    with world(events) as house:
        with house.write() as tx:
            refresh_all(tx, STAGES, moment(now))
            tx.code("place", [])
        codes: dict[str, int] = {}

        def code(kind: str, names: Iterable[str]) -> dict[str, int]:
            for name in names:
                codes.setdefault(name, len(codes))
            return codes if kind == "place" else {}

        kinds = ("event", "source", "channel", "stage")
        view = View(
            {kind: house.names(kind) for kind in kinds}, code, len(events), micros(moment(now)),
            0, "", "", 0, np.empty(0, np.int64),
        )  # fmt: skip
        with house.read() as con:
            found = advance(Book.temporary(con), running, State(), view, WORLD).pages
        assert stored(house) == Life()
        go(house, running, now)
        done = stored(house)
    words = {number: word for word, number in codes.items()}
    zero = since_1970(0)
    for rows, expected in (
        (found.entries, [row[:4] for row in done.entries]),
        (found.steps, done.steps),
        (found.outbox, [row[1:] for row in done.outbox]),
    ):
        place, entry, person, at = (column.tolist() for column in rows.columns())
        said = zip(map(words.get, place), entry, person, (t - zero for t in at), strict=True)
        assert sorted(said, key=repr) == sorted(expected, key=repr)


@given(lively(), histories(), beginnings, moments, moments)
@some
def test_two_people_who_become_one_stand_in_a_programme_once(
    written: Programme, events: list[Happened], published: int, then: int, now: int
) -> None:
    """All they have follows the person; the earlier entry stays, the other leaves; nothing is sent again."""
    running = [live(written, published)]
    then, now = sorted((max(then, published), max(now, published)))
    first, second, _ = PEOPLE
    with world(events) as house:
        go(house, running, then)
        before = stored(house)
        with house.write() as tx:
            tx.merge({first: first, second: first})
        merged = stored(house)
        assert second not in {row[2] for row in (*merged.entries, *merged.steps, *merged.positions)}
        inside = [row[2] for row in merged.positions]
        assert len(inside) == len(set(inside))
        out = [row[1] for row in merged.steps if row[0].endswith("exit>merged")]
        assert sorted([row[1] for row in merged.positions] + out) == sorted(
            row[1] for row in before.positions
        )
        assert [row[0] for row in merged.outbox] == [row[0] for row in before.outbox]
        go(house, running, now)
        after = stored(house)
    assert len({row[0] for row in after.outbox}) == len(after.outbox)
    assert {row[0] for row in merged.outbox} <= {row[0] for row in after.outbox}
    inside = [row[2] for row in after.positions]
    assert len(inside) == len(set(inside))
