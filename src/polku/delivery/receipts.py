"""What came of a message, told as events: they enter by the same door as all others, the accept log.

The log lives in the control database, so a receipt can be written in the very transaction that
marks the message: neither is ever there without the other. Message ids are made from what the
receipt is about; telling the same twice adds nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
import structlog
from sqlalchemy import Connection

from polku.clock import Clock
from polku.errors import StoreError
from polku.events.envelope import Envelope
from polku.store.accept_log import AcceptLog, Entry, keep_within
from polku.store.control import Control
from polku.store.members import known_ids
from polku.store.micros import to_micros

SOURCE = "polku"
"""The source of everything that Polku itself tells."""

Who = int | tuple[str, str]
"""A person (or an identity of theirs) by number, or ("user" or "anonymous", id): that one may be new."""

_encode = msgspec.msgpack.Encoder().encode
_json = msgspec.json.Encoder().encode
log = structlog.get_logger("polku.receipts")


@dataclass(frozen=True)
class Receipt:
    """One event. `properties` must not be personal; `traits` may be, and stay in control. `anonymous`:
    an anonymous id that `who` (a user id) is as well; the two are one person from then on."""

    who: Who
    event: str
    at: datetime
    properties: Mapping[str, Any]
    message_id: str
    channel: str | None = None
    traits: Mapping[str, Any] | None = field(default=None, repr=False)
    anonymous: str | None = field(default=None, repr=False)


class Receipts:
    """`log` is the running server's accept log; without one the rows wait in the control database
    until somebody moves them (`Workspace.deliver_once` does)."""

    def __init__(self, control: Control, clock: Clock, log: AcceptLog | None = None) -> None:
        self._control = control
        self._clock = clock
        self._log = log

    def tell(
        self,
        who: Who,
        event: str,
        at: datetime,
        properties: Mapping[str, Any],
        message_id: str,
        *,
        channel: str | None = None,
        traits: Mapping[str, Any] | None = None,
    ) -> None:
        """One event; it is on the disk when this returns. Not for an event loop: see `told`."""
        self.tell_all([Receipt(who, event, at, properties, message_id, channel, traits)])

    def tell_all(self, receipts: Sequence[Receipt]) -> None:
        """Many in one transaction."""
        with self._control.write() as connection:
            count = self.within(connection, receipts)
        self.kept(count)

    async def told(self, receipts: Sequence[Receipt]) -> None:
        """`tell_all` for an event loop: many callers share one transaction of the accept log.

        Raises StoreError when they cannot be kept.
        """
        if self._log is None:
            await asyncio.to_thread(self.tell_all, receipts)
            return
        entry = await asyncio.to_thread(self._entry, receipts)
        if entry is None:
            return
        loop = asyncio.get_running_loop()
        kept: asyncio.Future[StoreError | None] = loop.create_future()

        def done(failed: StoreError | None) -> None:
            loop.call_soon_threadsafe(_settle, kept, failed)

        self._log.offer(entry, done)
        if failure := await kept:
            raise failure

    def within(self, connection: Connection, receipts: Sequence[Receipt]) -> int:
        """In somebody's own transaction on control. Call `kept` with the number it returns when
        that is committed."""
        entry = self._sealed(connection, receipts)
        if entry is None:
            return 0
        keep_within(connection, entry)
        return entry.events

    def kept(self, events: int) -> None:
        """The transaction of `within` is committed: the mover may take them."""
        if events and self._log is not None:
            self._log.kept(events)

    def _entry(self, receipts: Sequence[Receipt]) -> Entry | None:
        with self._control.read() as connection:
            return self._sealed(connection, receipts)

    def _sealed(self, connection: Connection, receipts: Sequence[Receipt]) -> Entry | None:
        known = known_ids(connection, {one.who for one in receipts if isinstance(one.who, int)})
        envelopes = list(_envelopes(receipts, known))
        if not envelopes:
            return None
        received = to_micros(self._clock())
        return Entry(received, SOURCE, len(envelopes), _encode(envelopes))


def receipt_id(message: int, what: str, *more: object) -> str:
    """The message id of an event about a delivery: "8123:sent"."""
    return ":".join([str(message), what, *map(str, more)])


def _envelopes(
    receipts: Iterable[Receipt], known: Mapping[int, tuple[str, str]]
) -> Iterable[Envelope]:
    for one in receipts:
        found = known.get(one.who) if isinstance(one.who, int) else one.who
        if found is None:  # erased meanwhile: nothing is told of them any more
            log.info("nobody to tell it of", event_name=one.event)
            continue
        kind, value = found
        yield Envelope(
            to_micros(one.at),
            one.message_id,
            one.event,
            value if kind == "user" else None,
            value if kind == "anonymous" else one.anonymous,
            one.channel,
            None,
            None,
            _json(dict(one.properties)).decode() if one.properties else None,
            _json(dict(one.traits)).decode() if one.traits else None,
        )


def _settle(kept: asyncio.Future[StoreError | None], failed: StoreError | None) -> None:
    if not kept.done():
        kept.set_result(failed)
