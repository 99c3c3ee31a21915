"""The market formula divides whole people, and the buy-now ratio says how much is aimed at buyers."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from polku.journey import Journey, load_journey
from polku.journey.market import LEVELS
from polku.journey.market_formula import actions, buy_now, content, divided, shares
from polku.journey.templates import template

THUMB = {"unaware": 60.0, "aware": 20.0, "exploring": 17.0, "deciding": 3.0}


def read(text: str) -> Journey:
    return load_journey(text).journey


def test_ten_thousand_is_divided_as_in_the_book() -> None:
    """10 000 → 6 000 / 2 000 / 1 700 / 300."""
    assert list(divided(10_000, THUMB).values()) == [6000, 2000, 1700, 300]
    assert divided(1, THUMB) == {"unaware": 1, "aware": 0, "exploring": 0, "deciding": 0}


@pytest.mark.parametrize("seed", range(50))
def test_people_are_whole_and_none_is_lost(seed: int) -> None:
    """Against giving the people out one by one, each time to the level that lacks the most."""
    chance = random.Random(seed)
    cuts = sorted(chance.sample(range(1, 1000), 3))
    tenths = [b - a for a, b in zip([0, *cuts], [*cuts, 1000], strict=True)]
    people = chance.randint(1, 400)
    found = divided(people, {level: part / 10 for level, part in zip(LEVELS, tenths, strict=True)})
    exact = [Fraction(people * part, 1000) for part in tenths]
    given = [int(each) for each in exact]
    while sum(given) < people:
        lacking = [each - had for each, had in zip(exact, given, strict=True)]
        given[lacking.index(max(lacking))] += 1
    assert sum(found.values()) == people
    assert all(abs(found[level] - each) < 1 for level, each in zip(LEVELS, exact, strict=True))
    # floats may part ties otherwise than fractions: then by one person only
    assert all(abs(found[level] - one) <= 1 for level, one in zip(LEVELS, given, strict=True))


def test_shares_are_of_the_stages_first_then_of_the_market() -> None:
    """Stages that say the whole market count; else `market`; else the rule of thumb."""
    assert shares(read(template("market-formula", "fi"))) == THUMB
    assert shares(read("stages: [{key: a}]")) == THUMB
    market = "market: {people: 100, shares: {unaware: 40, aware: 30, exploring: 20, deciding: 10}}"
    assert shares(read(f"stages: [{{key: a}}]\n{market}"))["deciding"] == 10
    both = f"stages: [{{key: a, axis: aware, market_share_pct: 25}}, {{key: deciding, market_share_pct: 75}}]\n{market}"
    assert shares(read(both)) == {"unaware": 0, "aware": 25, "exploring": 0, "deciding": 75}
    later = "stages: [{key: a, axis: using, market_share_pct: 100}]"
    assert shares(read(later)) == THUMB


def test_the_buy_now_ratio() -> None:
    """Half of the content at the 3 % who are ready to buy is 16.7 times their share of the market."""
    text = """
stages:
  - {key: a, axis: exploring, actions: [x]}
  - {key: b, axis: deciding, actions: [x, y, z]}
  - {key: c, axis: using, actions: [x]}
topics:
  - {key: t, stages: [b], pieces: [{key: p, state: ready}, {key: q, state: idea}]}
  - {key: u, stages: [a, b, c], pieces: [{key: p, state: published}, {key: q, state: ready}]}
"""
    journey = read(text)
    assert content(journey) == {"unaware": 0, "aware": 0, "exploring": 1.0, "deciding": 2.0}
    assert sum(actions(journey).values()) == 4
    found = buy_now(content(journey), shares(journey))
    assert found is not None
    assert found.share == pytest.approx(2 / 3)
    assert found.times == pytest.approx(2 / 3 / 0.03)
    assert buy_now(dict.fromkeys(LEVELS, 0.0), THUMB) is None
    nobody = buy_now({"deciding": 1.0}, {**THUMB, "deciding": 0.0})
    assert nobody is not None
    assert nobody.times is None
