"""Every customer of CDNOW 1997–98, placed by Polku and by hand: one-timers, repeaters, leavers."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from stage_reference import Asked, Drawn, Happened, Ruled, as_lives, live

from polku.stages.compile import compile_stages
from polku.stages.read import fold_all, fold_people
from polku.store.tables import DDL

DAY = 86_400_000_000
ORDER = "Order Completed"
BEGIN = np.datetime64("1997-01-01", "D")


def asked(times: int = 1) -> tuple[Asked, ...]:
    return (Asked(ORDER, lambda p: True, times),)


LEAVER = {"inactive": ORDER, "for": {"own_interval": 2.5, "at_least": "60d"}}
ONE_TIMER = {"inactive": ORDER, "for": "180d"}
SHOP = Drawn(
    {
        "one-time": (Ruled({"event": ORDER}, asked(), ("earlier",)),),
        "repeat": (
            Ruled(
                {"event": ORDER, "times": 2, "from": ["earlier", "left"]},
                asked(2),
                ("earlier", "left"),
            ),
        ),
        "left": (
            Ruled(LEAVER | {"from": "repeat"}, asked(), ("repeat",), own=(2.5, 60 * DAY)),
            Ruled(ONE_TIMER | {"from": "one-time"}, asked(), ("one-time",), fixed=180 * DAY),
        ),
    }
)


def purchases(file: Path) -> list[Happened]:
    rows = (line.split() for line in file.read_text("utf-8").splitlines() if line.strip())
    return [
        Happened(
            int(customer),
            int((np.datetime64(f"{day[:4]}-{day[4:6]}-{day[6:]}", "D") - BEGIN).astype(int)) * DAY,
            ORDER,
            seq,
            {},
        )
        for seq, (customer, day, *_) in enumerate((row for row in rows if row[0].isdigit()), 1)
    ]


@pytest.fixture(scope="module")
def orders(real_data: Path) -> list[Happened]:
    return purchases(real_data / "cdnow.txt")


@pytest.fixture(scope="module")
def store(orders: list[Happened]) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute(DDL)
    con.execute(f"INSERT INTO names VALUES ('event', 0, '{ORDER}')")
    begin = int(BEGIN.astype("datetime64[us]").astype(np.int64))
    rows = pa.table(
        {
            "person": [order.person for order in orders],
            "ts": pa.array([begin + order.ts for order in orders]).cast(pa.timestamp("us")),
            "seq": [order.uid for order in orders],
        }
    )
    con.register("rows", rows)
    con.execute(
        "INSERT INTO tail SELECT person, ts, seq, 0, seq, person, 0, NULL, NULL, NULL, NULL FROM rows"
    )
    return con


@pytest.mark.slow
def test_all_of_cdnow_is_placed_as_by_hand(
    orders: list[Happened], store: duckdb.DuckDBPyConnection
) -> None:
    """All 23,570 people as of 1998-06-30: stage, since, due, and every transition with its reason."""
    day = np.datetime64("1998-06-30")
    as_of = int((day - BEGIN).astype(int)) * DAY
    folded = fold_all(store, compile_stages(SHOP.journey), day.astype("datetime64[s]").item())
    words = {code: key for key, code in folded.codes.items()}

    by_person: dict[int, list[Happened]] = {}
    for order in orders:
        by_person.setdefault(order.person, []).append(order)
    shift = (
        int((np.datetime64("2026-01-01") - BEGIN).astype(int)) * DAY
    )  # the reference's first day
    by_hand = {}
    for person, theirs in by_person.items():
        life = live(SHOP, theirs, as_of)
        life.since = None if life.since is None else life.since - shift
        life.due = None if life.due is None else life.due - shift
        life.moves = [(at - shift, *rest) for at, *rest in life.moves]  # type: ignore[misc]
        by_hand[person] = life

    assert len(by_hand) == 23_570
    assert as_lives(folded.transitions, folded.people, words) == by_hand
    counted = Counter(life.stage for life in by_hand.values())
    # Everyone first bought in the first quarter of 1997: whoever stopped at one has long left.
    assert counted == {"left": 16_826, "repeat": 6_744}


def test_one_customer_folds_alone_as_among_all(store: duckdb.DuckDBPyConnection) -> None:
    """Customer 1 bought once, on the first day: a leaver exactly 180 days later."""
    moment = np.datetime64("1998-06-30T00:00:00").item()
    folded = fold_people(store, compile_stages(SHOP.journey), np.array([1]), moment)
    told = [
        (str(row["at"]), row["to_stage"], row["rule"], row["uid"])
        for row in folded.transitions.to_pylist()
    ]
    assert told == [
        ("1997-01-01 00:00:00", folded.codes["one-time"], "one-time[0]", 1),
        ("1997-06-30 00:00:00", folded.codes["left"], "left[1]", 1),
    ]
