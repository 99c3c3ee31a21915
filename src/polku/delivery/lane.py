"""The way of one channel: claim, prepare, write down that it begins, hand over, mark.

Each lane has its own concurrency, pace and circuit: a channel that is slow or down holds up no other.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from polku.channels.channel import Channel, DeliveryError, Outgoing
from polku.clock import Clock
from polku.delivery.circuit import Circuit
from polku.delivery.marker import Mark, Marker, Probe
from polku.delivery.pace import Pace
from polku.delivery.prepare import Prepared, Preparing
from polku.delivery.retry import failed
from polku.delivery.telling import suppression_of, told_sent
from polku.store.claims import Outcome
from polku.store.control import Control
from polku.store.deliveries import Delivery
from polku.store.micros import to_micros

LEASE = 900_000_000  # µs
SEND_SECONDS = 300.0
"""No channel takes longer: then nobody knows whether the message went."""

DOWN = frozenset(
    (
        *("channel.unreachable", "channel.unknown-host", "channel.not-set"),
        *("mail.unreachable", "mail.no-answer", "mail.tls", "mail.login", "mail.sender-refused"),
    )
)
"""Codes that speak of the channel, not of one message: after some in a row it rests."""

_LITTLE = 8
_GATHER = 0.02  # seconds to wait for a batch worth a commit
_STALE = 60_000_000  # µs after which a decision is looked at again

log = structlog.get_logger("polku.delivery")


@dataclass
class Shared:
    """What all lanes use. `again` asks the policy anew about claimed messages, and gives those that
    may still go."""

    control: Control
    clock: Clock
    worker: str
    preparing: Preparing
    marker: Marker
    again: Callable[[list[Delivery]], list[Delivery]]
    probe: Probe = lambda _: None
    chance: random.Random = field(default_factory=random.Random)


class Lane:
    """`channel` None: deeds of our own. Runs on one event loop."""

    def __init__(
        self,
        name: str,
        channel: Channel | None,
        shared: Shared,
        *,
        concurrency: int,
        per_second: float | None = None,
        rests: bool = True,
    ) -> None:
        self.name = name
        self._channel = channel
        self._s = shared
        self._most = concurrency
        self._pace = Pace(per_second)
        self._circuit = Circuit()
        self._rests = rests
        self._flying: set[asyncio.Task[None]] = set()
        self.awake = asyncio.Event()

    async def run(self, stopping: asyncio.Event) -> None:
        """Until `stopping`; then waits for what is under way."""
        while not stopping.is_set():
            self.awake.clear()
            try:
                claimed = await self._claim()
                if claimed:
                    await self.hand(claimed)
                    continue
            except Exception:  # a full disk passes; whatever else: try on
                log.exception("a lane stumbled", lane=self.name)
                await _until(stopping, 1)
            await self._rest(stopping)
        await self.quiet()

    async def drain(self) -> None:
        """Until nothing of this lane is due: for a single round."""
        while claimed := await self._claim():
            await self.hand(claimed)
            while len(self._flying) >= self._most:
                await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)
        await self.quiet()

    async def quiet(self) -> None:
        """Waits for what is under way."""
        while self._flying:
            await asyncio.wait(self._flying)

    async def hand(self, deliveries: list[Delivery]) -> None:
        """Claimed messages on their way: prepared together, each sent by itself."""
        self._s.probe("lane.claimed")
        fresh = await asyncio.to_thread(self._fresh, deliveries)
        if not fresh:
            return
        prepared = await asyncio.to_thread(self._s.preparing.prepare, fresh)
        self._s.probe("lane.prepared")
        ended = [each.outcome for each in prepared if each.outcome]
        await asyncio.gather(*(self._s.marker.mark(Mark(outcome)) for outcome in ended))
        going = [each for each in prepared if each.outcome is None]
        if self._channel is not None:
            going = await asyncio.to_thread(self._begin, going)
            self._s.probe("lane.begun")
        self._pace.took(len(going))
        for each in going:
            task = asyncio.create_task(self._one(each))
            self._flying.add(task)
            task.add_done_callback(self._landed)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._flying.discard(task)
        self.awake.set()
        if not task.cancelled() and (error := task.exception()):
            log.error("a message fell", lane=self.name, exc_info=error)

    async def _claim(self) -> list[Delivery]:
        now = asyncio.get_running_loop().time()
        if not self._circuit.open_at(now):
            return []
        most = 1 if self._circuit.trying else self._most
        free = min(most - len(self._flying), self._pace.room(now))
        if 0 < free < min(_LITTLE, most) and self._flying:
            await asyncio.sleep(_GATHER)
            room = self._pace.room(asyncio.get_running_loop().time())
            free = min(most - len(self._flying), room)
        if free <= 0:
            return []
        return await asyncio.to_thread(self._take, free)

    def _take(self, limit: int) -> list[Delivery]:
        now = to_micros(self._s.clock())
        claims = self._s.control.claims
        return claims.claim(self.name, self._s.worker, now=now, until=now + LEASE, limit=limit)

    def _fresh(self, deliveries: list[Delivery]) -> list[Delivery]:
        """Those decided long ago are asked of the policy once more: the night may have come, the
        person may have withdrawn."""
        before = to_micros(self._s.clock()) - _STALE
        old = [d for d in deliveries if d.programme and to_micros(d.updated) < before]
        if not old:
            return deliveries
        may = {each.id for each in self._s.again(old)}
        kept = {each.id for each in old} - may
        return [each for each in deliveries if each.id not in kept]

    def _begin(self, going: Sequence[Prepared]) -> list[Prepared]:
        now = to_micros(self._s.clock())
        begun = self._s.control.claims.begin(
            [each.delivery.id for each in going], self._s.worker, now=now, until=now + LEASE
        )
        return [each for each in going if each.delivery.id in begun]

    async def _one(self, prepared: Prepared) -> None:
        job, deed = prepared.job, prepared.deed
        if deed is not None and job is not None:
            moment = to_micros(self._s.clock())
            outcome = Outcome(prepared.delivery.id, "sent", sent=moment)
            await self._s.marker.mark(Mark(outcome, deed=deed))
            return
        if self._channel is None or prepared.outgoing is None or job is None:
            raise AssertionError("a message without a channel or content was let through")
        mark = await self._sent(self._channel, prepared, prepared.outgoing)
        self._s.probe("lane.answered")
        await self._s.marker.mark(mark)
        self._s.probe("lane.marked")

    async def _sent(self, channel: Channel, prepared: Prepared, outgoing: Outgoing) -> Mark:
        delivery = prepared.delivery
        loop = asyncio.get_running_loop()
        try:
            reference = await asyncio.wait_for(channel.send(outgoing), SEND_SECONDS)
        except DeliveryError as error:
            found = error
        except TimeoutError:
            found = DeliveryError("channel.timeout", uncertain=True)
        except Exception as error:  # a fault of ours after it may have gone: nobody knows
            log.exception("a channel broke", channel=self.name)
            params = {"error": type(error).__name__}
            found = DeliveryError("delivery.broke", uncertain=True, params=params)
        else:
            self._circuit.went()
            now = self._s.clock()
            micros = to_micros(now)
            outcome = Outcome(delivery.id, "sent", sent=micros, reference=reference or None)
            # a notice to the team is about nobody
            told = [told_sent(delivery, prepared.job, now)] if delivery.person else []
            return Mark(outcome, told)
        if found.code in DOWN and self._rests:
            self._circuit.failed(loop.time())
        else:
            self._circuit.went()
        if found.suppress:
            await asyncio.to_thread(suppression_of, self._s.control, self.name, outgoing.address)
        now_micros = to_micros(self._s.clock())
        return Mark(failed(delivery, found, now_micros, self._s.chance))

    async def _rest(self, stopping: asyncio.Event) -> None:
        """Until something wakes the lane, its pace has room, or its circuit may be tried."""
        now = asyncio.get_running_loop().time()
        if not self._circuit.open_at(now):  # new messages do not wake a channel that is down
            await _until(stopping, self._circuit.closed_until - now)
        else:
            await _until(self.awake, self._pace.wait() or 60.0)


async def _until(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), max(0.001, seconds))
