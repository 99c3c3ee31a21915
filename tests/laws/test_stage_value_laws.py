"""What somebody is worth who comes to a stage, against a slow count and a known truth."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from polku.analytics.stage_value import ENOUGH, MONTHS, Worth, worth


def measured(followed: list[int], payments: list[tuple[int, int, int]]) -> Worth:
    """`followed[i]`: whole months of person i; payments (person, month, minor), of months followed through."""
    counts = np.bincount(np.array(followed, np.int64), minlength=MONTHS + 1)
    summed: dict[tuple[int, int], int] = {}
    for person, month, minor in payments:
        if month < followed[person]:
            summed[person, month] = summed.get((person, month), 0) + minor
    rows = [(p, followed[p], m, minor) for (p, m), minor in summed.items()]
    columns = [np.array([row[i] for row in rows], np.int64) for i in range(4)]
    return worth(counts, *columns)


@given(
    st.lists(st.integers(0, MONTHS), min_size=1, max_size=120),
    st.lists(
        st.tuples(st.integers(0, 119), st.integers(0, MONTHS - 1), st.integers(-500, 5_000)),
        max_size=60,
    ),
)
def test_months_are_added_each_among_those_followed_through_it(
    followed: list[int], payments: list[tuple[int, int, int]]
) -> None:
    """The value is the sum of monthly means; the error that of the influence of each person."""
    payments = [each for each in payments if each[0] < len(followed)]
    found = measured(followed, payments)
    n = len(followed)
    means, through = [], []
    for month in range(MONTHS):
        there = [i for i in range(n) if followed[i] > month]
        if len(there) < ENOUGH:
            break
        through.append(len(there))
        means.append(sum(c for p, m, c in payments if m == month and followed[p] > m) / len(there))
    assert (found.n, found.days) == (n, 30 * len(means))
    if not means:
        assert found.value is None
        return
    assert found.value is not None
    assert np.isclose(found.value, sum(means))
    squares = 0.0
    for i in range(n):
        influence = 0.0
        for month, mean in enumerate(means):
            if followed[i] > month:
                own = sum(c for p, m, c in payments if p == i and m == month)
                influence += (own - mean) * n / through[month]
        squares += influence**2
    assert np.isclose(found.error, squares**0.5 / n)


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    """People who came over a year and pay 100 with chance 0.1 each month: 120 a year."""
    rng = np.random.default_rng(4)
    hits, runs = 0, 400
    for _ in range(runs):
        followed = rng.integers(0, MONTHS + 1, 600)
        pays = rng.random((600, MONTHS)) < 0.1
        person, month = np.nonzero(pays & (np.arange(MONTHS) < followed[:, None]))
        found = worth(
            np.bincount(followed, minlength=MONTHS + 1),
            person,
            followed[person],
            month,
            np.full(len(person), 100),
        )
        assert found.value is not None
        hits += abs(found.value - 120) < 1.96 * found.error
    assert 0.92 <= hits / runs <= 0.98
