"""Programmes, people and outbox rows for tests of delivery, in real stores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa

from polku.channels.channel import Channel, Outgoing
from polku.clock import Clock
from polku.delivery.worker import Worker
from polku.engine.ids import message_id
from polku.events.identity import identity_hash
from polku.settings import Settings
from polku.store.consents import Consent
from polku.store.control import Control
from polku.store.deliveries import Delivery
from polku.store.warehouse import Warehouse

NOON = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)  # noon in Helsinki, a Tuesday
SETTINGS: dict[str, Any] = {
    "email": {"host": "127.0.0.1", "sender": "Kauppa <posti@kauppa.fi>"},
    "public": {"url": "https://polku.kauppa.fi"},
    "company": {"name": "Kauppa Oy", "address": "Katu 1, Helsinki", "email": "apu@kauppa.fi"},
}


class MovableClock:
    """A clock that tests move."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Recorder:
    """A channel that takes everything and remembers it, or raises what `fails` gives for a message."""

    name: str = "email"
    taken: list[Outgoing] = field(default_factory=list)
    fails: Any = None

    async def send(self, message: Outgoing) -> str:
        if self.fails is not None and (error := self.fails(message)) is not None:
            raise error
        self.taken.append(message)
        return f"<{message.id}@test>"

    async def close(self) -> None:
        return None


class Plain:
    """Renders the intent: what the layout makes of it is not delivery's business."""

    def render(self, channel: str, job: Any) -> str:
        return f"{channel}:{job.delivery.intent}"


@dataclass
class Desk:
    """Stores and what tests do with them."""

    control: Control
    warehouse: Warehouse
    clock: MovableClock
    settings: Settings
    seq: int = 0

    def person(self, name: str, *, consent: Iterable[str] = ("email",), **traits: Any) -> int:
        """Somebody whose user id is `name`, who agreed to marketing on some channels."""
        identity = identity_hash(self.control.identity_key, "user", name)
        row = {"identity": identity, "kind": "user", "value": name, "first_seen": 0}
        self.control.identities.remember(
            pa.table({key: pa.array([value]) for key, value in row.items()})
        )
        if traits:
            self.control.traits.set(identity, traits, NOON - timedelta(days=400))
        self.control.consents.add(
            Consent(identity, "marketing", c, "consent", True, "test", NOON - timedelta(days=300))
            for c in consent
        )
        return identity

    def programme(self, key: str, steps: list[dict[str, Any]], **rest: Any) -> int:
        """Publishes a programme; returns its version."""
        body = {"key": key, "name": key, "stage": "lead", "entry": {"event": "E"}, **rest}
        text = msgspec.json.encode({**body, "steps": steps}).decode()
        definitions = self.control.definitions
        definitions.save("programme", key, text, who="test")
        version = definitions.publish("programme", key, text, who="test", note="")
        definitions.set_state("programme", key, "live", {"version": version})
        return version

    def want(
        self,
        person: int,
        programme: str,
        node: str,
        *,
        version: int = 1,
        entry: int = 1,
        at: datetime | None = None,
    ) -> int:
        """What the engine writes when somebody comes to a step; returns the message id."""
        id_ = message_id(programme, version, entry, node)
        self.outbox([(id_, f"{programme}@{version}:{node}", entry, person, at or self.clock.now)])
        return id_

    def outbox(self, rows: list[tuple[int, str, int, int, datetime]]) -> None:
        """Rows (id, place, entry, person, at) after those that are there."""
        with self.warehouse.write() as tx:
            codes = tx.code("place", {row[1] for row in rows})
            ids, places, entries, people, at = zip(*rows, strict=True)
            table = pa.table(
                {
                    "seq": np.arange(self.seq + 1, self.seq + len(rows) + 1),
                    "id": np.array(ids, np.int64),
                    "place": np.array([codes[place] for place in places], np.int32),
                    "entry": np.array(entries, np.int64),
                    "person": np.array(people, np.int64),
                    "at": pa.array([moment.replace(tzinfo=None) for moment in at]),
                }
            )
            tx.con.register("polku_new", table)
            tx.con.execute("INSERT INTO outbox SELECT * FROM polku_new")
            tx.con.unregister("polku_new")
        self.seq += len(rows)

    def worker(self, channels: Mapping[str, Channel] | None = None, **rest: Any) -> Worker:
        """A worker over these stores; with `renders=None` the real renderer, and the channels of the
        settings."""
        renders = rest.pop("renders", Plain())
        if channels is None and renders is not None:
            channels = {"email": Recorder()}
        return Worker(
            self.control,
            self.warehouse,
            self.settings,
            self.clock,
            self.warehouse.path.parent,
            channels=channels,
            renders=renders,
            **rest,
        )

    async def once(self, channels: Mapping[str, Channel] | None = None, **rest: Any) -> None:
        """One round of everything that is due."""
        await self.worker(channels, **rest).once()

    def delivery(self, id_: int) -> Delivery:
        return self.control.deliveries.get(id_)

    def told(self) -> list[dict[str, Any]]:
        """The events that wait in the accept log, oldest first."""
        from polku.events.envelope import Envelope

        with self.control.read() as connection:
            bodies = connection.exec_driver_sql("SELECT body FROM accept_log ORDER BY seq").all()
        found: list[dict[str, Any]] = []
        for (body,) in bodies:
            for one in msgspec.msgpack.decode(body, type=list[Envelope]):
                properties = msgspec.json.decode(one.properties or "{}")
                found.append({"event": one.event, "user": one.user, "traits": one.traits,
                              "message_id": one.message_id, **properties})  # fmt: skip
        return found


@contextmanager
def desk(directory: Path, clock: Clock | None = None, **settings: Any) -> Iterator[Desk]:
    """Stores in a folder."""
    moving = clock if isinstance(clock, MovableClock) else MovableClock()
    merged = Settings.model_validate({**SETTINGS, **settings})
    with (
        Control.open(directory / "control.db", clock=moving) as control,
        Warehouse.open(directory / "warehouse.duckdb", memory_limit="500MB", threads=2) as store,
    ):
        yield Desk(control, store, moving, merged)


def send(key: str = "hello", **rest: Any) -> dict[str, Any]:
    """A send step for e-mail, or for the channels given."""
    content = {"email": {"subject": "Hei", "body": "Hei."}} if not rest.get("sms") else {}
    return {"key": key, "send": {**content, **rest}}
