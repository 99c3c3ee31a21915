"""NPS, CSAT and CES against a slow count; the emotion scale; few answers say nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polku.science.scores import SCALES, as_emotion, mean, score_of


@given(st.lists(st.integers(-3, 12), max_size=60))
def test_scores_are_those_of_a_slow_count(answers: list[int]) -> None:
    """Answers outside the scale are not counted."""
    values, counts = np.unique(np.array(answers, np.int64), return_counts=True)
    nps = [each for each in answers if 0 <= each <= 10]
    found = score_of("nps", values, counts)
    assert found.n == len(nps)
    if nps:
        promoters = sum(each >= 9 for each in nps)
        critics = sum(each <= 6 for each in nps)
        assert found.value == pytest.approx((promoters - critics) / len(nps))
        if found.low is not None and found.high is not None:
            assert -1 <= found.low <= found.value <= found.high <= 1
    csat = [each for each in answers if 1 <= each <= 5]
    if csat:
        happy = score_of("csat", values, counts).value
        assert happy == pytest.approx(sum(each >= 4 for each in csat) / len(csat))
    ces = [each for each in answers if 1 <= each <= 7]
    assert score_of("ces", values, counts).n == len(ces)


def test_nothing_is_not_nought() -> None:
    """Without answers there is no score; one answer has no interval."""
    assert score_of("nps", [], []).value is None
    assert mean([3], [1], 1, 5).low is None


def test_the_interval_of_a_mean_holds_the_truth() -> None:
    """Forty answers on 1-7, a thousand times."""
    rng = np.random.default_rng(6)
    chances = np.array([0.05, 0.05, 0.1, 0.2, 0.25, 0.2, 0.15])
    truth = float((chances * np.arange(1, 8)).sum())
    hits = 0
    for _ in range(1_000):
        found = score_of("ces", np.arange(1, 8), rng.multinomial(40, chances))
        assert found.low is not None
        assert found.high is not None
        hits += found.low <= truth <= found.high
    assert 0.92 <= hits / 1_000 <= 0.97


@pytest.mark.parametrize("kind", SCALES)
def test_the_ends_of_all_scales_meet(kind: str) -> None:
    """The worst is -2, the best 2, the middle 0."""
    least, most = SCALES[kind]
    assert as_emotion(kind, [least, (least + most) / 2, most]).tolist() == [-2.0, 0.0, 2.0]
