"""The demo's year of care: what is planted is found, nobody of the holdout was cared for, nothing was sent, and
all of it can be taken away."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

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
        assert {row["key"] for row in rows} == {each.key for each in PROGRAMMES["shop"]}
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
        _the_team_worked(workspace)
        closed = {row["verified"]["verdict"] for row in _board(workspace) if row["state"] == "done"}
        assert closed <= {"better", "reason"}
        _nothing_is_left(workspace)


def test_the_service_has_programmes_tasks_and_a_team(tmp_path: Path) -> None:
    """Three programmes with holdouts, tasks that wait for a seller, an offer by message, the same life of a team;
    a friction of each kind; all in the language that was asked for."""
    make_demo(tmp_path / "w", kind="b2b", people=2_000, end=END, language="en")
    with Workspace.open(tmp_path / "w", clock=lambda: END) as workspace:
        care = workspace.care
        rows = [row for stage in care.programmes()["stages"] for row in stage["programmes"]]
        assert {row["key"] for row in rows} == {each.key for each in PROGRAMMES["b2b"]}
        assert {row["state"] for row in rows} == {"live"}
        assert care.results("customer-year")["holdout"]["people"] > 0
        assert all(row["holdout"] == 10 for row in rows)
        tasks = workspace.tasks.page("open")
        assert 0 < tasks["counts"]["open"] < tasks["counts"]["done"]
        assert "Looked at the prices twice" in " ".join(each["title"] for each in tasks["tasks"])
        assert all(each["due"] for each in tasks["tasks"])
        shown = workspace.control.offers.seen().reach("aloituspaketti", END)
        assert set(shown) == {1, 2}
        _the_team_worked(workspace)
        frictions = [row for row in _board(workspace) if row["kind"] == "friction"]
        assert {row["friction"] for row in frictions} == {"bend", "detour", "obstacle", "uphill"}
        assert "The price is found only by asking" in {row["title"] for row in frictions}
        _nothing_is_left(workspace)


def _board(workspace: Workspace) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = workspace.improve.board.page("-", voter="x")["improvements"]
    return rows


def _the_team_worked(workspace: Workspace) -> None:
    rows = _board(workspace)
    assert len(rows) > 12
    assert {row["state"] for row in rows} == {"new", "planned", "doing", "done", "rejected"}
    assert {row["kind"] for row in rows} == {"idea", "friction", "opportunity", "experiment"}
    assert sum(row["votes"] for row in rows) > 30
    days = {row["created"][:10] for row in rows}
    assert len(days) > 8  # not all made at once
    assert len(workspace.improve.log.all("-")) >= 5
    reviews = workspace.improve.reviews.all("-")
    assert len(reviews) == 2
    assert all(each["ended"] for each in reviews)
    begun = workspace.improve.reviews.page(reviews[0]["id"])
    assert begun["agenda"]["as_of"] < "2026-10-31"  # as it was then
    bound = [each["bound"] for each in workspace.improve.year("-", END.year)["items"]]
    assert True in bound
    assert False in bound
    assert [each["people"] > 0 for each in workspace.segments.all()] == [True, True]
    with workspace.control.read() as con:
        comments = con.exec_driver_sql(
            "SELECT resolved IS NULL, mentions <> '[]' FROM comments WHERE parent IS NULL ORDER BY at DESC"
        ).all()
    assert [tuple(each) for each in comments] == [(1, 1), (0, 0)]
    whole, gap = workspace.content.threads("-")
    assert [each["state"] for each in whole["links"]] == ["whole"] * 5
    assert {each["code"] for each in gap["findings"]} >= {"no-magnet", "no-story"}


def _nothing_is_left(workspace: Workspace) -> None:
    workspace.remove_demo()
    care = workspace.care
    assert care.programmes()["unbound"] == []
    assert not any(stage["programmes"] for stage in care.programmes()["stages"])
    with workspace.warehouse.read() as con:
        for table in ("entries", "positions", "steps", "outbox", "events"):
            assert con.execute(f"SELECT count(*) FROM {table}").fetchall() == [(0,)]
    assert workspace.control.deliveries.counts() == {}
    kept = ("improvements", "votes", "decisions", "reviews", "comments", "shares", "users")
    with workspace.control.read() as con:
        for table in (*kept, "tasks", "task_notes", "offers_shown", "consents"):
            assert con.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0, table
        kinds = con.exec_driver_sql("SELECT DISTINCT kind FROM definitions").scalars().all()
    assert kinds == ["journey"]
