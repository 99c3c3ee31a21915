"""What new events set off in their own transaction is what a move and a tick apart come to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from polku.app import Workspace
from polku.events.envelope import Envelope
from polku.store.accept_log import AcceptLog, Entry
from polku.store.micros import to_micros
from polku.store.mover import Follow, Mover, offset_of
from tests.care_shop import Shop, make_shop, open_shop, programme

pytestmark = pytest.mark.slow

CALLS = (
    ("a", "Product Viewed"), ("a", "Order Completed"), ("b", "Order Completed"),
    ("a", "Order Completed"), ("c", "Product Viewed"), ("b", "Product Viewed"),
)  # fmt: skip


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_shop(tmp_path_factory.mktemp("shop") / "w", people=200)


def _move(shop: Shop, calls: Any, follow: Follow, on_moved: Callable[[Any], None]) -> None:
    """Each call in a transaction of its own, a second after the other."""
    at = shop.workspace
    log = AcceptLog(at.control.db, moved_to=offset_of(at.warehouse))
    mover = Mover(log, at.warehouse, at.control, clock=at.clock, follow=follow, on_moved=on_moved)
    for number, (who, event) in enumerate(calls):
        shop.now += timedelta(seconds=1)
        ts = to_micros(shop.now)
        call = Envelope(ts, f"m{number}", event, f"new-{who}", None, None, None, None, None)
        done: list[object] = []
        log.offer(Entry(ts, "web", 1, msgspec.msgpack.encode([call])), done.append)
        while not done:
            pass
        assert done == [None]
        while mover.move():
            pass
    log.close()


def at_once(at: Workspace) -> Callable[[Any], None]:
    """The tick after the move."""
    return lambda _: at.tick() and None


def _rows(shop: Shop) -> dict[str, list[Any]]:
    with shop.workspace.warehouse.read() as con:
        return {
            "entries": con.execute(
                'SELECT place, entry, person, "at", uid FROM entries ORDER BY ALL'
            ).fetchall(),
            "steps": con.execute("FROM steps ORDER BY ALL").fetchall(),
            "outbox": con.execute(
                'SELECT id, place, entry, person, "at" FROM outbox ORDER BY ALL'
            ).fetchall(),
            "positions": con.execute("FROM positions ORDER BY ALL").fetchall(),
            "transitions": con.execute("FROM transitions ORDER BY ALL").fetchall(),
            "people": con.execute("SELECT * FROM people ORDER BY ALL").fetchall(),
        }


EVENT_ONLY = """
key: care
name: Kiitos
stage: first-time
entry: {event: Order Completed}
reentry: always
holdout: 0
goal: {event: Subscription Started}
steps: [{key: thanks, send: {email: {subject: Kiitos, body: Hei}}}]
"""


@pytest.mark.parametrize("text", [programme(), EVENT_ONLY], ids=["stages", "events"])
def test_together_and_apart_come_to_the_same(template: Path, tmp_path: Path, text: str) -> None:
    """A programme that looks at stages, and one that looks at events only."""
    found = []
    for name in ("together", "apart"):
        with open_shop(template, tmp_path / name) as shop:
            shop.care.save("care", text, edition=0, who="test")
            shop.publish("care")
            at = shop.workspace
            if name == "together":
                _move(shop, CALLS, at.follow, at_once(at))
            else:
                _move(shop, CALLS, lambda _, __: None, at_once(at))
            at.beat()
            shop.pass_days(2)
            at.beat()
            found.append(_rows(shop))
    assert found[0] == found[1]
    assert found[0]["entries"]


def test_the_message_is_in_the_outbox_when_the_event_is_stored(
    template: Path, tmp_path: Path
) -> None:
    """No second transaction, and none for events that no programme asks for."""
    with open_shop(template, tmp_path / "w") as shop:
        shop.care.save("care", EVENT_ONLY, edition=0, who="test")
        shop.publish("care")
        shop.workspace.tick()
        told: list[str] = []
        shop.workspace.on_outbox = lambda: told.append("woken")

        def late(_: object) -> None:
            told.append("late")

        before = shop.workspace.warehouse.version
        _move(
            shop, [("a", "Product Viewed"), ("a", "Order Completed")], shop.workspace.follow, late
        )
        assert told == ["woken"]
        assert shop.workspace.warehouse.version == before + 2
        assert shop.count("outbox", "care@1:%") == 1


def test_events_are_stored_when_what_follows_fails(template: Path, tmp_path: Path) -> None:
    with open_shop(template, tmp_path / "w") as shop:
        moved: list[int] = []

        def broken(tx: Any, _: object) -> None:
            tx.con.execute("SELECT * FROM no_such_table")

        before = shop.workspace.count()["events"]
        _move(shop, CALLS[:1], broken, lambda people: moved.append(len(people)))
        assert shop.workspace.count()["events"] == before + 1
        assert moved == [1]
