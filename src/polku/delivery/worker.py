"""The whole way from outbox to outcome, on one event loop: take, decide anew, and a lane for each channel."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import structlog

from polku.channels.channel import Channel
from polku.clock import Clock
from polku.conditions.person import Meanings
from polku.delivery.deeds import deeds
from polku.delivery.hook import HookRenderer
from polku.delivery.job import Job
from polku.delivery.judge import Judge
from polku.delivery.lane import LEASE, Lane, Shared
from polku.delivery.links import Links
from polku.delivery.marker import Marker, Probe
from polku.delivery.openings import channels_set_up
from polku.delivery.prepare import Preparing, Renders
from polku.delivery.receipts import Receipts
from polku.delivery.take import CHUNK, Taking
from polku.delivery.task_brief import Briefing, StageQuestions
from polku.delivery.wants import Wants
from polku.settings import Settings
from polku.store.accept_log import AcceptLog
from polku.store.control import Control
from polku.store.deliveries import Delivery
from polku.store.micros import to_micros
from polku.store.warehouse import Warehouse

CONCURRENCY = {"email": 16, "sms": 16, "push": 16, "webhook": 32, "slack": 2}
LONGEST_SLEEP = 30.0  # seconds

log = structlog.get_logger("polku.delivery")


class Worker:
    """Make it, then `run` it on an event loop, or `once`. `channels` None: those of polku.toml."""

    def __init__(
        self,
        control: Control,
        warehouse: Warehouse,
        settings: Settings,
        clock: Clock,
        directory: Path,
        *,
        accept_log: AcceptLog | None = None,
        channels: Mapping[str, Channel] | None = None,
        renders: Renders | None = None,
        probe: Probe = lambda _: None,
        questions: StageQuestions = lambda _: [],
        meanings: Callable[[], Meanings] = Meanings,
    ) -> None:
        self.name = secrets.token_hex(6)
        self._control = control
        self._clock = clock
        self._channels = (
            channels_set_up(settings, control, directory) if channels is None else dict(channels)
        )
        self.wants = Wants(control)
        self.judge = Judge(control, warehouse, settings, self.wants, self._channels)
        self._taking = Taking(control, warehouse, self.judge, self.name, probe)
        receipts = Receipts(control, clock, accept_log)
        own = deeds(Briefing(control, warehouse, settings, clock, questions))
        links = Links(settings.public.url or "", control.link_key)
        later = _LaterRenderer(settings, links, control, clock)
        self._ready = later.ready if renders is None else lambda: None
        shared = Shared(
            control=control,
            clock=clock,
            worker=self.name,
            preparing=Preparing(
                control,
                warehouse,
                settings,
                clock,
                self.wants,
                renders or later,
                HookRenderer(settings, links, control, clock),
                own,
                meanings,
            ),
            marker=Marker(control, receipts, clock, self.name, probe),
            again=self._again,
            probe=probe,
        )
        self.lanes = {
            name: Lane(
                name,
                channel,
                shared,
                concurrency=CONCURRENCY.get(name, 8),
                per_second=settings.email.per_second if name == "email" else None,
                rests=name != "webhook",  # each has its own other end
            )
            for name, channel in self._channels.items()
        }
        self.lanes |= {name: Lane(name, None, shared, concurrency=200) for name in own}
        self._changes = -1
        self._recover_at = 0

    async def run(self, woken: asyncio.Event, stopping: asyncio.Event) -> None:
        """Until `stopping` (set `woken` too): what `woken` announces, and what time brings."""
        self._start()
        lanes = [asyncio.create_task(lane.run(stopping)) for lane in self.lanes.values()]
        if self._control.definitions.all("programme"):
            await asyncio.to_thread(self._ready)  # or the first message would wait for it
        try:
            while not stopping.is_set():
                woken.clear()
                try:
                    more = await self._round()
                except Exception:  # a full disk passes; whatever else: try on, lose nothing
                    log.exception("cannot take from the outbox")
                    more = False
                    await asyncio.sleep(1)
                if more:
                    continue
                with suppress(TimeoutError):
                    await asyncio.wait_for(woken.wait(), await asyncio.to_thread(self._sleep))
        finally:
            stopping.set()
            for lane in self.lanes.values():
                lane.awake.set()
            await asyncio.gather(*lanes, return_exceptions=True)
            await self._close()

    async def once(self) -> None:
        """Everything that is due now, then stop."""
        self._start()
        try:
            while await self._round():
                pass
            await asyncio.gather(*(lane.drain() for lane in self.lanes.values()))
        finally:
            await self._close()

    def _start(self) -> None:
        now = to_micros(self._clock())
        self._control.claims.recover(now, worker=self.name)
        # What waits for a channel that is gone may find another; what waited for one that came, goes.
        self._control.claims.recall(
            now, reason="delivery.channel-off", channels=sorted(self.judge.off)
        )

    async def _round(self) -> bool:
        """One chunk of the outbox, and what is due; whether there is more to take."""
        taken = await asyncio.to_thread(self._take)
        by_lane: dict[str, list[Delivery]] = {}
        for each in taken[1]:
            by_lane.setdefault(each.channel or "", []).append(each)
        for name, deliveries in by_lane.items():
            await self.lanes[name].hand(deliveries)
        for lane in self.lanes.values():
            lane.awake.set()
        return taken[0] == CHUNK

    def _take(self) -> tuple[int, list[Delivery]]:
        now = to_micros(self._clock())
        claims, changes = self._control.claims, self._control.definitions.changes
        if now >= self._recover_at:  # leases end seldom, and this is a commit
            claims.recover(now, worker=self.name)
            self._recover_at = now + LEASE // 4
        if changes != self._changes:  # a programme may have been resumed, or stopped
            claims.recall(now, reason="delivery.paused")
            self._changes = changes
        taken = self._taking.take(now, lease=now + LEASE)
        if taken.rows < CHUNK:
            self._taking.decide_held(now)
        return taken.rows, taken.claimed

    def _again(self, deliveries: list[Delivery]) -> list[Delivery]:
        now = to_micros(self._clock())
        verdicts = self._taking.again(deliveries, now)
        same = {
            row[-1]
            for row, each in zip(verdicts, deliveries, strict=True)
            if row[0] == "ready" and row[3] == each.channel
        }
        others = [row for row in verdicts if row[-1] not in same]
        if others:
            self._control.claims.decided(others, was="claimed")
        return [each for each in deliveries if each.id in same]

    def _sleep(self) -> float:
        due = self._control.claims.next_due()
        if due is None:
            return LONGEST_SLEEP
        ahead = (due - to_micros(self._clock())) / 1_000_000
        return min(LONGEST_SLEEP, max(0.05, ahead))

    async def _close(self) -> None:
        for name, channel in self._channels.items():
            try:
                await channel.close()
            except Exception:  # the rest still has to be closed
                log.exception("a channel did not close", channel=name)


class _LaterRenderer:
    """The renderer, made at the first message: what it imports takes most of a second."""

    def __init__(self, settings: Settings, links: Links, control: Control, clock: Clock) -> None:
        self._made_of = (settings, links, control, clock)

    @cached_property
    def _renderer(self) -> Renders:
        from polku.delivery.render.renderer import Renderer

        return Renderer(*self._made_of)

    def ready(self) -> None:
        """Imports what rendering needs, and makes a letter: each has its own to import."""
        from polku.delivery.render.letter import letter

        letter("Hei", "fi", "")
        _ = self._renderer

    def render(self, channel: str, job: Job) -> Any:
        return self._renderer.render(channel, job)
