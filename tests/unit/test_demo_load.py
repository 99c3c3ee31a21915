"""The demo goes into the stores, lives on its journey, and comes out again without a trace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from polku.clock import as_naive_utc
from polku.demo import DemoData, b2b_demo, journey_text, load, remove, shop_demo
from polku.events.identity import identity_hash, uid_hash
from polku.journey import load_journey
from polku.stages.compile import compile_stages
from polku.stages.refresh import refresh_all
from polku.store.control import Control
from polku.store.tables import EVENT_BATCH
from polku.store.warehouse import Warehouse

END = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
MAKERS = {"shop": shop_demo, "b2b": b2b_demo}

pytestmark = pytest.mark.slow


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[tuple[Warehouse, Control]]:
    """Empty stores."""
    warehouse = Warehouse.open(tmp_path / "polku.duckdb")
    with warehouse, Control.open(tmp_path / "control.db") as control:
        yield warehouse, control


def own_data(warehouse: Warehouse, control: Control) -> None:
    """Twenty people of one's own, one with two ids, a trait, a group, spend; one on paid search."""
    key = control.identity_key
    users = [f"oma-{n}" for n in range(20)]
    ids = [("user", value) for value in users] + [("anonymous", "oma-selain")]
    hashes = [identity_hash(key, kind, value) for kind, value in ids]
    first = np.datetime64("2026-01-05T10:00:00", "us")
    control.identities.remember(
        pa.table(
            {
                "identity": pa.array(hashes, pa.int64()),
                "kind": [kind for kind, _ in ids],
                "value": [value for _, value in ids],
                "first_seen": pa.array([first] * len(ids)),
            }
        )
    )
    control.traits.set(hashes[0], {"name": "Oma Asiakas", "email": "oma@example.fi"}, END)
    control.groups.set("oma-yritys", {"name": "Oma Oy"}, END)
    control.groups.join([(hashes[1], "oma-yritys")], END)
    count = len(ids) * 3
    rows = {
        "identity": pa.array(hashes * 3, pa.int64()),
        "ts": pa.array(first + np.arange(count) * np.timedelta64(3_600_000_000, "us")),
        "uid": pa.array([uid_hash("import", f"o{n}") for n in range(count)], pa.int64()),
        "event": ["Order Completed"] * count,
        "source": ["oma.csv"] * count,
        "channel": pa.array(["paid search", None, "kivijalka"] * (count // 3)),
        "revenue": pa.array(range(count), pa.int64()),
        "currency": ["EUR"] * count,
        "properties": ['{"order_id":"1"}'] * count,
    }
    with warehouse.write() as write:
        write.merge(control.identities.link([(hashes[20], hashes[3])]))
        write.append(pa.table(rows, schema=EVENT_BATCH))
        channel = write.code("channel", ["paid search"])["paid search"]
        source = write.code("source", ["kulut.csv"])["kulut.csv"]
        write.con.execute(
            f"INSERT INTO spend VALUES ('2026-01-05', {channel}, 'oma', {source}, 5, 'EUR', 1, 9)"
        )


def everything(warehouse: Warehouse, control: Control) -> dict[str, list[Any]]:
    """All that the stores hold of events, spend and people, in words and in order."""
    with warehouse.read() as con:
        found: dict[str, list[Any]] = {
            "events": con.execute(
                """SELECT person, ts, event.name, uid, identity, source.name, channel.name,
                    revenue, currency, properties FROM events e
                JOIN names event ON event.kind = 'event' AND event.code = e.event
                JOIN names source ON source.kind = 'source' AND source.code = e.source
                LEFT JOIN names channel ON channel.kind = 'channel' AND channel.code = e.channel
                ORDER BY uid"""
            ).fetchall(),
            "spend": con.execute("SELECT * FROM spend ORDER BY ALL").fetchall(),
            "aliases": con.execute("SELECT * FROM aliases ORDER BY ALL").fetchall(),
        }
    with control.read() as connection:
        for table in ("identities", "traits", "groups", "memberships"):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").all()
            found[table] = sorted((tuple(row) for row in rows), key=repr)
    return found


@pytest.mark.parametrize("kind", MAKERS)
def test_removing_leaves_ones_own_data_as_it_was(
    stores: tuple[Warehouse, Control], kind: str
) -> None:
    """Own data, then the demo, then its removal: nothing of the demo, everything of one's own."""
    own_data(*stores)
    before = everything(*stores)
    data = MAKERS[kind](400, end=END)
    loaded = load(data, *stores)
    assert loaded.events == data.events.num_rows
    during = everything(*stores)
    assert len(during["events"]) == len(before["events"]) + data.events.num_rows
    assert len(during["spend"]) == 1 + data.spend.num_rows
    assert len(during["groups"]) == 1 + data.groups.num_rows
    removed = remove(*stores)
    assert (removed.events, removed.people) == (loaded.events, loaded.people)
    assert everything(*stores) == before
    assert remove(*stores).events == 0


def test_loading_again_adds_nothing(stores: tuple[Warehouse, Control]) -> None:
    """The same demo has the same message ids, and the same day has one spend row a channel."""
    data = shop_demo(300, end=END)
    load(data, *stores)
    before = everything(*stores)
    assert load(data, *stores).events == 0
    assert everything(*stores) == before


def test_who_became_known_is_one_person_with_a_name(stores: tuple[Warehouse, Control]) -> None:
    """The visits before the address was left belong to the same person; the name can be searched."""
    warehouse, control = stores
    data = shop_demo(300, end=END)
    load(data, warehouse, control)
    told = data.traits.to_pylist()[0]
    link = next(row for row in data.links.to_pylist() if row["user"] == told["user"])
    person = control.identities.find(link["anonymous"])
    assert person == control.identities.find(told["user"])
    assert person is not None
    traits = control.traits.of(person)
    assert traits["name"] == told["name"]
    assert traits["consent_email"] is told["consent_email"]
    assert person in control.identities.search(told["email"])
    ids = [
        told["user"],
        *(r["anonymous"] for r in data.links.to_pylist() if r["user"] == told["user"]),
    ]
    expected = sum(row in ids for row in data.events["id"].to_pylist())
    with warehouse.read() as con:
        mine = con.execute("SELECT count(*) FROM events WHERE person = ?", [person]).fetchall()
    assert mine == [(expected,)]


@pytest.mark.parametrize("kind", MAKERS)
def test_the_journey_of_the_demo_has_nothing_to_mend(kind: str) -> None:
    """No error, warning or hint; two personas, one goal, and every event of the data on the map."""
    loaded = load_journey(journey_text(kind))
    assert loaded.problems == ()
    journey = loaded.journey
    assert len(journey.personas) == 2
    assert journey.goal is not None
    data = MAKERS[kind](2_000, end=END)
    bound = {t.event.event for t in journey.touchpoints if t.event is not None}
    assert bound == set(data.events["event"].unique().to_pylist())
    for stage in journey.stages:
        assert all((stage.goal, stage.actions, stage.places, stage.questions, stage.learning))
        assert all((stage.change_in_thinking, stage.change_in_doing, stage.owner))
        assert stage.expected_days
        assert stage.emotion_assumed is not None


def test_the_goal_is_to_be_reached_after_the_end_of_the_history() -> None:
    """So that the demo's goal is never in the past."""
    goal = load_journey(journey_text("shop", END)).journey.goal
    assert goal is not None
    assert goal.target_date == (END + timedelta(days=90)).date()


@pytest.mark.parametrize(
    ("make", "stage"), [(shop_demo, "first-time"), (b2b_demo, "negotiation")], ids=MAKERS
)
def test_every_stage_has_people_and_the_goals_arrow_is_the_weakest(
    stores: tuple[Warehouse, Control], make: Any, stage: str
) -> None:
    """Of those who entered a stage, the share that ever went forward is lowest where it was planted."""
    warehouse, control = stores
    data: DemoData = make(end=END)
    load(data, warehouse, control)
    journey = load_journey(journey_text(data.name)).journey
    with warehouse.write() as write:
        refresh_all(write, compile_stages(journey), as_naive_utc(END))
    with warehouse.read() as con:
        stages = dict(
            con.execute(
                """SELECT name, count(*) FROM people LEFT JOIN names ON kind = 'stage'
                AND code = stage GROUP BY name"""
            ).fetchall()
        )
        moves = con.execute(
            """SELECT t.person, here.name, list(there.name) FROM transitions t
            JOIN names here ON here.kind = 'stage' AND here.code = t.to_stage
            LEFT JOIN transitions later ON later.person = t.person AND later.n > t.n
            LEFT JOIN names there ON there.kind = 'stage' AND there.code = later.to_stage
            GROUP BY t.person, t.n, here.name"""
        ).fetchall()
    keys = [one.key for one in journey.stages]
    assert set(stages) == set(keys)
    assert min(stages.values()) >= 50
    forward = [key for key in keys if key != "left"]
    shares = {}
    for place, key in enumerate(forward[:-1]):
        reached = [
            set(there) & set(forward[place + 1 :]) for _, here, there in moves if here == key
        ]
        shares[key] = sum(map(bool, reached)) / len(reached)
    assert min(shares, key=lambda key: shares[key]) == stage
    assert journey.goal is not None
    assert journey.goal.from_stage == stage
