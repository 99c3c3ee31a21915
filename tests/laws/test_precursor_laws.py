"""What goes before being lost: nothing is found where nothing is, and what was planted is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from test_analytics_laws import PATH
from test_stage_report_laws import scene

from polku.analytics.period import Period
from polku.analytics.precursors import (
    ALONE,
    Search,
    landmark_hours,
    marks_of,
    people_who_did,
    precursors,
    shape_of,
)
from polku.analytics.stage_conversion import outcome_counts
from polku.store.tables import DDL

pytestmark = pytest.mark.slow

END = datetime(2026, 11, 21, 12, tzinfo=UTC)
FIRST = END - timedelta(days=300)
KINDS = 12
BAD = 3  # the event that loses people, when it is planted
HOUR = 3_600_000_000


def shop(
    rng: np.random.Generator, people: int, planted: float
) -> tuple[duckdb.DuckDBPyConnection, np.ndarray]:
    """People who enter the stage and do things at their own pace for as long as they are on it; half advance,
    others leave by an exit or stay. With `planted`, those who did BAD in their first hours advance that much
    less often. Who stays longer does more of everything: that alone must not look like a cause."""
    con = duckdb.connect()
    con.execute(DDL)
    entered = rng.integers(0, 250 * 24, people) * HOUR + rng.integers(0, HOUR, people)
    entered += int(FIRST.timestamp()) * 1_000_000
    wait = np.maximum(2, rng.exponential(72, people)).astype(np.int64) * HOUR
    pace = rng.lognormal(0, 0.7, people) / 24
    does_bad = rng.random(people) < 0.15
    advances = rng.random(people) < np.where(does_bad, 0.6 * (1 - planted), 0.6)
    leaves = ~advances & (rng.random(people) < 0.5)
    until = np.where(advances | leaves, wait, 29 * 24 * HOUR)
    number = rng.poisson(pace * until / HOUR)
    who = np.repeat(np.arange(people), number)
    ts = entered[who] + (rng.random(len(who)) * until[who]).astype(np.int64)
    event = rng.integers(4, 4 + KINDS, len(who))
    bad = np.flatnonzero(does_bad & (until > HOUR))
    who = np.concatenate([np.arange(people), who, bad])
    ts = np.concatenate([entered, ts, entered[bad] + 60_000_000])
    event = np.concatenate([np.zeros(people, int), event, np.full(len(bad), BAD)])
    made = pa.table({"person": who, "ts": ts, "event": event.astype(np.int32)})
    con.register("made", made)
    con.execute(
        """INSERT INTO base SELECT person, make_timestamp(ts), row_number() OVER (), event, row_number() OVER (),
        person, 0, NULL, NULL, NULL, NULL, (row_number() OVER path)::INTEGER, lead(event) OVER path,
        lead(make_timestamp(ts)) OVER path
        FROM made WINDOW path AS (PARTITION BY person ORDER BY ts)"""
    )
    moved = advances | leaves
    rows = pa.table(
        {
            "person": np.concatenate([np.arange(people), np.flatnonzero(moved)]),
            "n": np.concatenate([np.ones(people), np.full(moved.sum(), 2)]).astype(np.int32),
            "ts": np.concatenate([entered, entered[moved] + wait[moved]]),
            "to_stage": np.concatenate([np.zeros(people), np.where(advances[moved], 1, 3)]).astype(
                np.int32
            ),
        }
    )
    con.register("moved", rows)
    con.execute(
        "INSERT INTO transitions SELECT person, n, make_timestamp(ts), NULL, to_stage, 'r[0]', 1 FROM moved"
    )
    return con, does_bad


def searched(con: duckdb.DuckDBPyConnection) -> Search:
    at = replace(scene(con), period=Period(END, END, FIRST))
    arrow = PATH.arrow("visitor", "lead")
    counts = outcome_counts(at.reader, arrow, at.period)
    found = precursors(at, arrow, landmark_hours(counts), 2)
    if found.found:  # each count opens as many people
        one = found.found[0]
        pair = (one.first, ALONE if one.second is None else one.second)
        asked = people_who_did(*shape_of(arrow, at), pair, None)
        assert len(at.ask(asked, **marks_of(arrow, at, found.hours))) == one.exposed.n
    return found


def test_where_nothing_is_nothing_is_found() -> None:
    """Twenty shops without a cause, a dozen comparisons in each: at most two tell anything."""
    wrong = compared = 0
    for seed in range(20):
        con, _ = shop(np.random.default_rng(seed), 1500, planted=0.0)
        found = searched(con)
        compared += found.compared
        wrong += any(each.chance <= 0.05 for each in found.found)
    assert compared > 20 * KINDS
    assert wrong <= 2


def test_what_was_planted_is_found() -> None:
    """Those who did it advance half as often: it is the surest, on the side of being lost, with the ratio about
    (1 - 0.3) / (1 - 0.6)."""
    con, does_bad = shop(np.random.default_rng(99), 4000, planted=0.5)
    found = searched(con)
    first = found.found[0]
    assert (first.first, first.second) == (BAD, None)
    assert first.chance < 1e-6
    assert first.ratio.value is not None
    assert first.ratio.low is not None
    assert first.ratio.low > 1.15
    assert first.exposed.n <= does_bad.sum()
    assert first.difference.low is not None
    assert first.difference.low > 0


def test_nobody_is_no_crash() -> None:
    """No transitions: no landmarks, nothing compared."""
    con = duckdb.connect()
    con.execute(DDL)
    found = searched(con)
    assert (found.people, found.compared, found.found) == (0, 0, ())
