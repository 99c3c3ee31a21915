"""A batch of claimed messages made ready to hand over: receiver, content, address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import structlog

from polku.channels.channel import Outgoing
from polku.clock import Clock
from polku.conditions.person import Meanings
from polku.delivery.deeds import Making
from polku.delivery.history import with_history
from polku.delivery.job import Job
from polku.delivery.jobs import make_jobs
from polku.delivery.marker import Deed
from polku.delivery.membership import Membership
from polku.delivery.notice import KIND as NOTICE
from polku.delivery.notice import NoticeRenderer
from polku.delivery.wants import NEEDED, Wants
from polku.errors import PolkuError
from polku.settings import Settings
from polku.store.claims import Outcome
from polku.store.control import Control
from polku.store.deliveries import Delivery
from polku.store.warehouse import Warehouse

log = structlog.get_logger("polku.delivery")


class Renders(Protocol):
    """`delivery.render.Renderer`, and that of webhooks."""

    def render(self, channel: str, job: Job) -> Any:
        """What the channel is handed. Raises PolkuError: then the message is not sent."""
        ...


@dataclass(frozen=True)
class Prepared:
    """One of three: `outgoing` for a channel, a `deed`, or an `outcome` that ends it here."""

    delivery: Delivery
    job: Job | None = None
    outgoing: Outgoing | None = None
    deed: Deed | None = None
    outcome: Outcome | None = None


class Preparing:
    """Rendering for all channels; safe from any thread."""

    def __init__(
        self,
        control: Control,
        warehouse: Warehouse,
        settings: Settings,
        clock: Clock,
        wants: Wants,
        renders: Renders,
        hooks: Renders,
        deeds: Mapping[str, Making],
        meanings: Callable[[], Meanings] = Meanings,
    ) -> None:
        self._control = control
        self._warehouse = warehouse
        self._clock = clock
        self._settings = settings
        self._wants = wants
        self._renders = renders
        self._made: Mapping[str, Renders] = {"webhook": hooks, NOTICE: NoticeRenderer()}
        self._deeds = deeds
        self._segments = Membership(warehouse, meanings, control.claims)

    def prepare(self, deliveries: Sequence[Delivery]) -> list[Prepared]:
        """One for each, in their order. A message that cannot be made ends as failed; it holds up
        nobody else's."""
        made = make_jobs(self._control, self._settings, self._wants, deliveries)
        now = self._clock()
        jobs = self._segments.known(with_history(self._warehouse, made, now), now)
        return [self._one(delivery, job) for delivery, job in zip(deliveries, jobs, strict=True)]

    def _one(self, delivery: Delivery, job: Job) -> Prepared:
        if job.step is None:
            return _ended(delivery, "failed", "delivery.no-step")
        if making := self._deeds.get(delivery.kind):
            return self._deed(delivery, job, making)
        channel = delivery.channel or ""
        address = _address(delivery, job)
        if not address:
            return _ended(delivery, "refused", f"delivery.no-address-{channel}")
        try:
            content = self._made.get(delivery.kind, self._renders).render(channel, job)
        except PolkuError as error:
            problem = error.problems[0]
            return _ended(delivery, "failed", problem.code, dict(problem.params))
        except Exception as error:  # a fault of ours must not stop the rest
            log.exception("rendering broke", message=delivery.id)
            return _ended(delivery, "failed", "delivery.broke", {"error": type(error).__name__})
        needed = delivery.purpose in NEEDED
        return Prepared(delivery, job, Outgoing(delivery.id, address, content, needed))

    def _deed(self, delivery: Delivery, job: Job, making: Making) -> Prepared:
        try:
            return Prepared(delivery, job, deed=making(job))
        except Exception as error:  # as with rendering
            log.exception("a deed broke", message=delivery.id)
            return _ended(delivery, "failed", "delivery.broke", {"error": type(error).__name__})


def _address(delivery: Delivery, job: Job) -> str | None:
    if delivery.kind == NOTICE:
        return "slack"  # the channel knows its only address itself
    if delivery.kind == "webhook":
        return str(job.step.url)
    return job.receiver.address(delivery.channel or "")


def _ended(
    delivery: Delivery, state: Any, code: str, params: dict[str, Any] | None = None
) -> Prepared:
    plain = {key: value for key, value in (params or {}).items() if _is_plain(value)}
    return Prepared(delivery, outcome=Outcome(delivery.id, state, code, plain))


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float | bool)
