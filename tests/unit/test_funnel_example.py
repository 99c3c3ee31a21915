"""The example of docs/explanation/funnel.md: how the presets differ on one person's events."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from polku.science.funnel.attempts import attempts
from polku.science.funnel.rows import rows_in_order
from polku.science.funnel.rule import Rule
from polku.science.funnel.window_funnel import Mode, window_funnel

A, B, C = 1, 2, 4
MINUTES = np.array([0, 1, 2, 2, 3, 13])
MARKS = np.array([A, 0, B, A, B, C])
N = np.arange(1, 7)
ROWS = rows_in_order(np.zeros(6, np.int64), MINUTES, N, MARKS, N)


@pytest.mark.parametrize(
    ("mode", "level"),
    [("default", 2), ("strict_order", 1), ("strict_deduplication", 2), ("strict_increase", 2)],
)
def test_presets_of_clickhouse(mode: Mode, level: int) -> None:
    """As the table of the page says."""
    assert window_funnel(ROWS, (A, B, C), 10, mode)[1].tolist() == [level]


@pytest.mark.parametrize(
    ("rule", "level"),
    [
        ({"order": "unordered"}, 3),
        ({}, 3),
        ({"window": 10}, 2),
        ({"window": 10, "order": "strict"}, 2),
        ({"window": 10, "order": "strict", "entries": "first"}, 1),
    ],
)
def test_own_rules(rule: dict[str, Any], level: int) -> None:
    """As the table of the page says."""
    assert attempts(ROWS, Rule((A, B, C), **rule), -1, 99, 99).level.tolist() == [level]


def test_an_early_event_spoils_nothing() -> None:
    """At most 4 from step to step: C is reached through the second B, B's own moment is the first."""
    ts = np.array([1, 1, 5, 8])
    rows = rows_in_order(np.zeros(4, np.int64), ts, np.arange(4), np.array([A, B, B, C]))
    found = attempts(rows, Rule((A, B, C), most=(4, 4)), 0, 99, 99)
    assert rows.ts[found.arrived].tolist() == [[1, 1, 8]]


def test_nothing_at_all() -> None:
    """No events, no attempts: nothing breaks."""
    none = np.zeros(0, np.int64)
    rows = rows_in_order(none, none, none, none, none)
    for order in ("ordered", "strict", "unordered"):
        for entries in ("best", "first", "every"):
            rule = Rule((A, B), order, entries, 5, (1,), (4,))  # type: ignore[arg-type]
            assert len(attempts(rows, rule, 0, 9, 9).start) == 0
    assert len(window_funnel(rows, (A, B), 5)[0]) == 0
