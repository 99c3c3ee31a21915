"""A warehouse full of made-up shop events, for measuring the stage fold."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa

NAMES = (
    "Page Viewed", "Product Viewed", "Product Added", "Checkout Started", "Order Completed",
    "Form Submitted", "Trial Started", "Email Opened", "Email Clicked", "Order Refunded",
    "Subscription Cancelled", "Video Played",
)  # fmt: skip
SHARES = (0.30, 0.18, 0.10, 0.06, 0.10, 0.04, 0.02, 0.10, 0.04, 0.01, 0.01, 0.04)
FIRST = int(np.datetime64("2024-01-01", "us").astype("int64"))
SPAN = 730 * 86_400_000_000
START = (
    "INSERT INTO names SELECT 'event', i - 1, names[i] "
    f"FROM (SELECT {list(NAMES)!r} AS names), range(1, {len(NAMES) + 1}) AS r(i)"
)
FILL = """
    INSERT INTO base
    SELECT person, make_timestamp(ts), seq, event, uid, person, 0, NULL,
           CASE WHEN event = 4 THEN 1000 + uid % 20000 END, CASE WHEN event = 4 THEN 'EUR' END,
           CASE WHEN event = 5 THEN '{"form":"' || (uid % 7) || '"}' END,
           (row_number() OVER path)::INTEGER, lead(event) OVER path,
           lead(make_timestamp(ts)) OVER path
    FROM made WINDOW path AS (PARTITION BY person ORDER BY ts, seq) ORDER BY person, ts, seq
"""


def people_numbers(people: int, rng: np.random.Generator) -> np.ndarray:
    """Distinct random 63-bit numbers, ascending."""
    numbers = np.unique(rng.integers(1, 2**62, int(people * 1.01) + 16))
    return np.sort(rng.choice(numbers, people, replace=False))


def events(rows: int, persons: np.ndarray, first_seq: int, rng: np.random.Generator) -> pa.Table:
    """`rows` events in order of seq, shared out lognormally: a few people do very much."""
    weight = rng.lognormal(0, 1.2, len(persons))
    person = np.searchsorted(np.cumsum(weight) / weight.sum(), rng.random(rows))
    return pa.table(
        {
            "person": persons[np.minimum(person, len(persons) - 1)],
            "ts": FIRST + rng.integers(0, SPAN, rows),
            "seq": np.arange(first_seq, first_seq + rows),
            "event": rng.choice(len(NAMES), rows, p=SHARES).astype(np.int32),
            "uid": rng.integers(1, 2**62, rows),
        }
    )


def fill(con: duckdb.DuckDBPyConnection, rows: int, people: int, seed: int = 1) -> np.ndarray:
    """Fills an empty `base`, clustered by (person, ts, seq); gives the people's numbers."""
    rng = np.random.default_rng(seed)
    persons = people_numbers(people, rng)
    con.execute(START)
    pieces = max(1, rows // 2_000_000)  # people in pieces, so that the sort stays in memory
    for piece, some in enumerate(np.array_split(persons, pieces)):
        count = rows // pieces
        made = events(count, some, piece * count, rng)
        con.register("made", made)
        con.execute(FILL)
        con.unregister("made")
    return persons
