"""RFM: fifths against a slow ranking, and everybody in one group."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from polku.science.rfm import SEGMENTS, fifths, rfm

values = st.lists(st.integers(0, 30), min_size=1, max_size=60)


@given(values)
def test_a_fifth_is_that_of_the_middle_rank(given_: list[int]) -> None:
    """Those who are equal are in the fifth of the middle one of them."""
    found = fifths(given_)
    ordered = sorted(given_)
    for value, fifth in zip(given_, found, strict=True):
        places = [i for i, each in enumerate(ordered) if each == value]
        middle = sum(places) / len(places)
        assert fifth == 1 + min(4, int(middle * 5 / len(given_)))


@given(
    st.lists(
        st.tuples(values, values, values).map(lambda t: tuple(each[0] for each in t)), min_size=1
    )
)
def test_everybody_is_in_one_group(people: list[tuple[int, ...]]) -> None:
    """And who bought last, most often and for most is among the best."""
    days, orders, money = (np.array(each) for each in zip(*people, strict=True))
    found = rfm(days, orders + 1, money)
    assert found.segment.min() >= 0
    assert found.segment.max() < len(SEGMENTS)
    for scores in (found.recency, found.frequency, found.money):
        assert scores.min() >= 1
        assert scores.max() <= 5
