"""Who is let in by rounds and at publishing, against questions put one by one."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import pytest
from engine_reference import HOUR, By, Happened, beginnings, histories, moment, moments
from hypothesis import given, settings
from hypothesis import strategies as st
from programme_strategies import events as names
from programme_strategies import goals, lengths, person_conditions, triggers
from test_engine_laws import MEANINGS, STAGES, go, live, moves_of, stored, world

from polku.conditions.person import Meanings
from polku.conditions.person_registry import parse_person_condition
from polku.engine.programme import World
from polku.engine.tick import tick
from polku.programmes.model import Programme
from polku.stages.refresh import refresh_all

pytestmark = pytest.mark.slow

some = settings(max_examples=30, deadline=None)
EMAIL = {"subject": "Moi", "body": "Hei"}


def programme(**rest: object) -> Programme:
    whole = {
        "key": "welcome", "name": "W", "stage": "lead", "holdout": 0,
        "steps": [{"send": {"email": EMAIL}}], **rest,
    }  # fmt: skip
    return Programme.model_validate(whole)


@given(
    person_conditions(4), st.sampled_from(["entered", "left"]), st.sampled_from(["1h", "3h", "1d"]),
    histories(), beginnings, moments, moments,
)  # fmt: skip
@some
def test_rounds_that_ask_only_whose_answer_may_have_changed_find_the_same(
    asked: dict[str, object], on: str, every: str, events: list[Happened], published: int,
    then: int, now: int,
) -> None:  # fmt: skip
    """As asking everybody at each round: the same entries, and the same members kept."""
    written = programme(entry={"segment": "some", "on": on, "every": every}, reentry="always")
    meanings = Meanings(segments={"some": parse_person_condition(asked)})
    found = []
    for many in (2, 1 << 40):
        with world(events) as house, patch("polku.engine.causes.MANY", many):
            for at in sorted((max(then, published), max(now, published))):
                with house.write() as tx:
                    refresh_all(tx, STAGES, moment(at))
                    running = [live(written, published)]
                    tick(tx, running, moment(at), World("Europe/Helsinki", meanings))
            with house.read() as con:
                members = con.execute("SELECT person FROM members ORDER BY 1").fetchall()
            found.append((stored(house), members))
    assert found[0] == found[1]


@given(
    names, st.none() | lengths, st.none() | goals, st.lists(triggers, max_size=2),
    histories(), st.integers(0, 10 * 24).map(lambda hour: hour * HOUR),
)  # fmt: skip
@some
def test_also_now_lets_in_who_did_it_lately_and_has_not_left(
    name: str, within: str | None, goal: object, exits: list[object], events: list[Happened],
    published: int,
) -> None:  # fmt: skip
    """Within the entry's own time, or thirty days; who has since then reached the goal or left by an exit does not
    come; everybody else comes in at the moment of publishing."""
    entry = {"event": name, **({"times": 2, "within": within} if within else {})}
    written = programme(entry=entry, goal=goal, exits=exits)
    with world(events) as house:
        go(house, [replace(live(written, published), also_now=True)], published)
        found, moves = stored(house), moves_of(house)
    span = 720 * HOUR if written.entry.event.within is None else written.entry.event.within.microseconds  # fmt: skip
    expected = set()
    for person in {e.person for e in events}:
        mine = [e for e in events if e.person == person]
        by = By(written, person, mine, moves.get(person, []), published, published, MEANINGS)
        lately = [e.ts for e in by.did(written.entry.event) if published - span <= e.ts < published]
        if lately and by.out(lately[-1])[0] >= published:
            expected.add(person)
    assert {row[2] for row in found.entries if row[4] is None} == expected
    assert all(row[3] == published for row in found.entries)
