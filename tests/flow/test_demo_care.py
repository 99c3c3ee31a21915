"""The demo's year of care: what is planted is found, nobody of the holdout was cared for, nothing was sent, and
all of it can be taken away."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import numpy as np
import pytest

from polku.app import Workspace
from polku.care.demo import PROGRAMMES, cared_events
from polku.demo import ShopTruths, shop_demo
from polku.engine import chance
from polku.starting import make_demo

pytestmark = pytest.mark.slow
END = datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_what_care_causes_is_planted() -> None:
    """Of those with one order of their own, long ago: the share that has another one by care, ±0.03."""
    data = shop_demo(20_000, end=END)
    con = duckdb.connect()
    con.register("e", data.events)
    con.register("caused", data.caused)
    con.register("l", data.links)
    ((found, people),) = con.execute(
        """WITH own AS (
            SELECT id, count(*) AS orders, max(ts) AS ts FROM e
            WHERE event = 'Order Completed' AND kind = 'user' GROUP BY 1)
        SELECT avg((c.id IS NOT NULL)::INT), count(*) FROM own
        LEFT JOIN (SELECT DISTINCT id FROM caused WHERE event = 'Order Completed') c USING (id)
        WHERE orders = 1 AND own.ts < TIMESTAMP '2026-07-01'"""
    ).fetchall()
    assert people > 1_000
    assert found == pytest.approx(ShopTruths().care_buys, abs=0.03)


def test_the_holdout_has_no_events_of_care() -> None:
    """Every order that care causes belongs to somebody who is cared for, whatever the workspace's key."""
    from polku.events.identity import identity_hash

    data = shop_demo(3_000, end=END)
    for key in (b"a" * 32, b"b" * 32):
        rows = cared_events(data, key)
        assert rows is not None
        assert data.caused is not None
        assert 0 < rows.num_rows < data.caused.num_rows
        users = {r["id"] for r in rows.select(["kind", "id"]).to_pylist() if r["kind"] == "user"}
        people = [identity_hash(key, "user", user) for user in users]

        assert not chance.held_out(np.array(people, np.int64), "second-purchase", 10).any()


def test_the_demo_opens_with_a_year_of_care_and_takes_it_away(tmp_path: Path) -> None:
    make_demo(tmp_path / "w", people=6_000, end=END)
    with Workspace.open(tmp_path / "w", clock=lambda: END) as workspace:
        care = workspace.care
        listed = care.programmes()
        rows = [row for stage in listed["stages"] for row in stage["programmes"]]
        assert {row["key"] for row in rows} == set(PROGRAMMES)
        assert {row["state"] for row in rows} == {"live"}
        found = care.results("second-purchase")
        assert found["holdout"]["people"] > 50
        assert found["lift"]["value"] > 0
        assert found["messages"]["sent"] > 1_000
        assert (
            found["messages"]["sent"] + found["messages"]["refused"] == found["messages"]["wanted"]
        )
        assert {state for state, _ in workspace.control.deliveries.counts()} <= {"sent", "refused"}
        someone = care.people("second-purchase")["people"][0]["id"]
        assert care.explain("second-purchase", someone)["entries"]
        workspace.remove_demo()
        assert care.programmes()["unbound"] == []
        assert not any(stage["programmes"] for stage in care.programmes()["stages"])
        with workspace.warehouse.read() as con:
            for table in ("entries", "positions", "steps", "outbox", "events"):
                assert con.execute(f"SELECT count(*) FROM {table}").fetchall() == [(0,)]
        assert workspace.control.deliveries.counts() == {}
