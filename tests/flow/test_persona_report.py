"""Personas in figures, against the people's own stories read one by one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

import pytest

from polku.app import Workspace
from polku.demo import journey_text, shop_demo
from polku.settings import settings_text

pytestmark = pytest.mark.slow

END = datetime(2026, 11, 22, tzinfo=UTC)
FORWARD = ("visitor", "lead", "first-time", "repeat", "promoter")
PIECES = {"Article Read", "Lead Magnet Downloaded", "Guide Viewed"}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """One persona is of the readers of the guide, the other of nobody."""
    folder = tmp_path_factory.mktemp("personas")
    (folder / "journey.yaml").write_text(journey_text("shop", END), "utf-8")
    (folder / "polku.toml").write_text(settings_text("Kauppa", "fi"), "utf-8")
    with Workspace.open(folder, clock=lambda: END + timedelta(minutes=5)) as work:
        work.load_demo(shop_demo(people=600, seed=2, end=END))
        for key, event in (
            ("good-customers", "Guide Viewed"),
            ("guide-no-order", "Never Happened"),
        ):
            condition = {"key": key, "name": key, "condition": {"did": event}}
            work.segments.save(key, condition, who="test")
        yield work


def rows(shop: Workspace, sheet: int = 0) -> dict[str, dict[str, Any]]:
    answer = shop.reports.answer("personas", {})
    return {row["id"]: row for row in answer["sheets"][sheet]["rows"]}


def stories(shop: Workspace) -> dict[int, list[tuple[datetime, str, str | None]]]:
    """Person → (at, to stage, from stage), in order."""
    with shop.warehouse.read() as cursor:
        found = cursor.execute(
            """SELECT t.person, t."at", there.name, here.name FROM transitions AS t
            JOIN names there ON there.kind = 'stage' AND there.code = t.to_stage
            LEFT JOIN names here ON here.kind = 'stage' AND here.code = t.from_stage
            ORDER BY t.person, t.n"""
        ).fetchall()
    told: dict[int, list[tuple[datetime, str, str | None]]] = {}
    for person, at, there, here in found:
        told.setdefault(person, []).append((at, there, here))
    return told


def test_the_way_to_the_goal_takes_as_long_as_people_took(shop: Workspace) -> None:
    """From the first order to the second within 120 days: how many of the readers, and half of them by when."""
    row, took = rows(shop)["cottage-host"], []
    members = set(map(int, shop.segments.members("good-customers")))
    assert row["people"] == len(members)
    for person, moves in stories(shop).items():
        first = next((n for n, (_, to, _) in enumerate(moves) if to == "first-time"), None)
        if person not in members or first is None:
            continue
        after = next(
            (m for m in moves[first + 1 :] if m[1] in ("repeat", "promoter", "left")), None
        )
        if after and after[1] != "left" and after[0] - moves[first][0] < timedelta(days=120):
            took.append((after[0] - moves[first][0]) / timedelta(days=1))
    assert row["reached"] == len(took) >= 10
    # Open people count for as long as they have been followed, so the two medians are near, not the same.
    assert row["days"] == pytest.approx(median(took), rel=0.2)


def test_the_content_is_what_most_met_who_then_moved_on(shop: Workspace) -> None:
    """The first meeting within 90 days, followed for 30, and a later stage within those 30."""
    row = rows(shop)["cottage-host"]
    members, told, end = set(map(int, shop.segments.members("good-customers"))), stories(shop), None
    with shop.warehouse.read() as cursor:
        end = cursor.execute("SELECT max(ts) FROM events").fetchone()[0]
        met = cursor.execute(
            """SELECT person, name, min(ts) FROM events JOIN names ON names.kind = 'event' AND code = event
            WHERE ts > ? GROUP BY person, name""",
            [end - timedelta(days=90)],
        ).fetchall()
    moved: dict[str, int] = {}
    for person, name, at in met:
        if person not in members or name not in PIECES or at > end - timedelta(days=30):
            continue
        if any(
            at <= when <= at + timedelta(days=30)
            and to in FORWARD
            and FORWARD.index(to) > (FORWARD.index(here) if here in FORWARD else -1)
            for when, to, here in told.get(person, ())
        ):
            moved[name] = moved.get(name, 0) + 1
    assert row["moved"] == max(moved.values())
    assert row["content"]["en"] == "Gift ideas"
    assert max(moved, key=lambda name: moved[name]) == "Guide Viewed"


def test_the_people_stand_on_stages_and_open(shop: Workspace) -> None:
    """The split holds everybody once."""
    split = rows(shop, 1)
    assert sum(
        row["people"] for key, row in split.items() if key.startswith("cottage-host>")
    ) == len(shop.segments.members("good-customers"))
    with shop.warehouse.read() as cursor:
        for key, row in split.items():
            found = shop.reports.people(cursor, "personas", {}, key, "people")
            assert len(found) == row["people"]


def test_of_nobody_nothing_is_told(shop: Workspace) -> None:
    """No figure is 0 where none is known."""
    row = rows(shop)["gift-finder"]
    assert (row["people"], row["reached"]) == (0, 0)
    assert [row[name] for name in ("days", "content", "channel", "ltv")] == [None] * 4
