"""The arithmetic by which something is done, and the small rules beside it."""

from __future__ import annotations

from datetime import date

import pytest

from polku.improve.stopping import ENOUGH, no_effect
from polku.improve.values import value_of
from polku.improve.verifying import NOTHING, Reading, check
from polku.improve.year import within
from polku.journey.year import CalendarItem
from polku.science.newcombe import newcombe
from polku.science.wilson import share
from polku.spreadsheet import plain


def reading(successes: int, n: int) -> Reading:
    found = share(successes, n)
    return Reading(found.value, found.low, found.high, n)


@pytest.mark.parametrize(
    ("before", "now"), [((30, 100), (60, 110)), ((5, 40), (7, 35)), ((0, 20), (9, 20))]
)
def test_of_shares_the_interval_is_newcombes(before: tuple[int, int], now: tuple[int, int]) -> None:
    """Square-and-add of the readings is method 10 when the readings are shares."""
    found = check(reading(*before), reading(*now), "up")
    known = newcombe(*now, *before)
    assert (found.difference, found.low, found.high) == pytest.approx(
        (known.value, known.low, known.high)
    )


def test_better_needs_the_whole_interval_on_the_better_side() -> None:
    assert check(reading(30, 100), reading(60, 100), "up").verdict == "better"
    assert check(reading(30, 100), reading(35, 100), "up").verdict == "unclear"
    assert check(reading(60, 100), reading(30, 100), "up").verdict == "worse"


def test_what_should_fall_is_better_when_it_falls() -> None:
    assert check(reading(60, 100), reading(30, 100), "down").verdict == "better"
    assert check(reading(30, 100), reading(60, 100), "down").verdict == "worse"


def test_few_cases_say_nothing_however_large_the_difference() -> None:
    assert check(reading(0, 100), reading(9, 9), "up").verdict == "too-few"
    assert check(reading(10, 20), Reading(None, None, None, 50), "up").verdict == "too-few"


def test_an_effect_is_compared_with_none() -> None:
    """A lift whose interval is above zero is better, one that covers it is not known."""
    assert check(NOTHING, Reading(0.04, 0.01, 0.07, 900), "up").verdict == "better"
    assert check(NOTHING, Reading(0.04, -0.01, 0.09, 900), "up").verdict == "unclear"


def test_customer_value_is_5_where_most_are_lost_and_never_below_1() -> None:
    assert [value_of(lost, 500) for lost in (500, 401, 250, 1, 0)] == [5, 5, 3, 1, 1]
    assert value_of(0, 0) == 1


def test_the_stop_list_waits_for_enough_people() -> None:
    row = {"lift": 0.01, "lift_low": -0.02, "lift_high": 0.04, "closed": ENOUGH}
    assert no_effect(row)
    assert not no_effect({**row, "closed": ENOUGH - 1})
    assert not no_effect({**row, "lift_low": 0.001})
    assert not no_effect({**row, "lift_low": None})


def test_a_cell_of_a_file_is_never_a_formula() -> None:
    assert [plain(text) for text in ("=cmd()", "+1", "@x", "hei", "")] == [
        "'=cmd()",
        "'+1",
        "'@x",
        "hei",
        "",
    ]


def item(**days: str) -> CalendarItem:
    return CalendarItem.model_validate({"key": "a", "name": "A", **days})


def test_what_is_every_year_stands_in_each_year_over_new_year_too() -> None:
    found = within(item(**{"from": "2024-12-20", "to": "2025-01-06", "every": "year"}), 2026)
    assert found == [
        (date(2026, 1, 1), date(2026, 1, 6)),
        (date(2026, 12, 20), date(2026, 12, 31)),
    ]
    assert within(item(**{"from": "2024-02-29", "every": "year"}), 2026) == [
        (date(2026, 2, 28), date(2026, 2, 28))
    ]


def test_what_is_once_stands_in_its_own_year_only() -> None:
    assert within(item(**{"from": "2025-05-01"}), 2026) == []
    assert within(item(**{"from": "2026-05-01"}), 2026) == [(date(2026, 5, 1), date(2026, 5, 1))]
