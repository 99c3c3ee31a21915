"""The sharp corners of the fold, one by one, with the answer written out."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from stage_reference import HOUR, Happened, as_lives, instant, memory

from polku.conditions.rule import EnterRule
from polku.stages.compile import compile_stages
from polku.stages.read import fold_all


def moves(
    stages: dict[str, list[Any]], events: list[tuple[int, str]], as_of: int = 100 * HOUR
) -> list[tuple[int, str | None, str, str, int]]:
    """(at, from, to, rule, number of the event) for one person."""
    journey = SimpleNamespace(
        stages=[
            SimpleNamespace(key=key, enter=tuple(EnterRule.model_validate(one) for one in rules))
            for key, rules in stages.items()
        ]
    )
    rows = [Happened(11, ts, name, uid, {}) for uid, (ts, name) in enumerate(events)]
    with memory(rows) as con:
        folded = fold_all(con, compile_stages(journey), instant(as_of))
    words = {code: key for key, code in folded.codes.items()}
    [life] = as_lives(folded.transitions, folded.people, words).values()
    return life.moves


@pytest.mark.parametrize(("late", "met"), [(0, True), (1, False)])
def test_within_counts_what_is_exactly_that_old(late: int, met: bool) -> None:
    """Two orders two hours apart are within 2h; a microsecond more is not."""
    stages = {"aa": [{"event": "Order", "times": 2, "within": "2h"}]}
    found = moves(stages, [(0, "Order"), (2 * HOUR + late, "Order")])
    assert found == ([(2 * HOUR, None, "aa", "aa[0]", 1)] if met else [])


def test_a_rule_that_leads_where_one_is_ends_the_search() -> None:
    """On bb, bb's own rule applies and changes nothing; aa's rule is not tried after it."""
    stages = {"aa": [{"event": "Order", "from": "any"}], "bb": [{"event": "Order", "from": "any"}]}
    assert moves(stages, [(0, "Order"), (1, "Order")]) == [(0, None, "bb", "bb[0]", 0)]
    stages["bb"] = [{"event": "Order", "from": ["none", "aa"]}]
    assert moves(stages, [(0, "Order"), (1, "Order")]) == [
        (0, None, "bb", "bb[0]", 0),
        (1, "bb", "aa", "aa[0]", 1),
    ]


@pytest.mark.parametrize(("at", "fires"), [(HOUR - 1, False), (HOUR, False), (HOUR + 1, True)])
def test_a_matching_event_at_the_very_instant_breaks_the_silence(at: int, fires: bool) -> None:
    """The firing waits for what comes at its own instant."""
    stages = {"aa": ["Order"], "bb": [{"inactive": "Order", "for": "1h"}]}
    found = moves(stages, [(0, "Order"), (at, "Order")], as_of=HOUR + 1)
    assert found[1:] == ([(HOUR, "aa", "bb", "bb[0]", 0)] if fires else [])


@pytest.mark.parametrize(("as_of", "fires"), [(HOUR - 1, False), (HOUR, True)])
def test_what_fires_at_as_of_counts(as_of: int, fires: bool) -> None:
    """And what would fire a microsecond later does not."""
    stages = {"bb": [{"inactive": "Order", "for": "1h"}]}
    found = moves(stages, [(0, "Order")], as_of)
    assert found == ([(HOUR, None, "bb", "bb[0]", 0)] if fires else [])


def test_real_events_go_before_a_firing_of_the_same_instant() -> None:
    """The visit leads away from aa, so the silence finds nobody there."""
    stages = {
        "aa": ["Order"],
        "bb": [{"inactive": "Order", "for": "1h", "from": "aa"}],
        "cc": ["Visit"],
    }
    assert moves(stages, [(0, "Order"), (HOUR, "Visit")])[1:] == [(HOUR, "aa", "cc", "cc[0]", 1)]


def test_one_silence_fires_once() -> None:
    """However long it lasts, and however often the stage is entered again in it."""
    stages = {
        "aa": ["Order", {"event": "Visit", "from": "any"}],
        "bb": [{"inactive": "Order", "for": "1h"}],
    }
    assert moves(stages, [(0, "Order"), (3 * HOUR, "Visit"), (9 * HOUR, "Trial")]) == [
        (0, None, "aa", "aa[0]", 0),
        (HOUR, "aa", "bb", "bb[0]", 0),
        (3 * HOUR, "bb", "aa", "aa[1]", 1),
    ]


def test_own_interval_is_the_mean_gap_so_far() -> None:
    """Gaps of 1 h and 3 h: the silence asked for is 90 min, then 2.5 × 1 h, then 2.5 × 2 h."""
    silent = {"inactive": "Order", "for": {"own_interval": 2.5, "at_least": "90min"}}
    stages = {"aa": [{"event": "Order", "from": "any"}], "bb": [silent]}
    orders = [(0, "Order"), (HOUR, "Order"), (4 * HOUR, "Order")]
    assert moves(stages, orders) == [
        (0, None, "aa", "aa[0]", 0),
        (HOUR + 5 * HOUR // 2, "aa", "bb", "bb[0]", 1),
        (4 * HOUR, "bb", "aa", "aa[0]", 2),
        (9 * HOUR, "aa", "bb", "bb[0]", 2),
    ]


def test_seq_decides_between_events_of_one_instant() -> None:
    """First accepted, first folded."""
    stages = {"aa": [{"event": "Order", "from": "any"}], "bb": [{"event": "Visit", "from": "any"}]}
    assert [to for _, _, to, _, _ in moves(stages, [(0, "Order"), (0, "Visit")])] == ["aa", "bb"]
    assert [to for _, _, to, _, _ in moves(stages, [(0, "Visit"), (0, "Order")])] == ["bb", "aa"]
