"""Deliveries made into jobs: the step as published, and its receiver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from polku.delivery.job import Job, Receiver
from polku.delivery.notice import KIND as NOTICE
from polku.delivery.receivers import receivers
from polku.delivery.wants import Wants
from polku.settings import Settings
from polku.store.control import Control
from polku.store.deliveries import Delivery


def make_jobs(
    control: Control, settings: Settings, wants: Wants, deliveries: Sequence[Delivery]
) -> list[Job]:
    """A job for each delivery, in their order. `step` is None when its version is not there."""
    people = receivers(control, settings, [each.person for each in deliveries])
    return [_job(each, people[each.person], wants) for each in deliveries]


def _job(delivery: Delivery, receiver: Receiver, wants: Wants) -> Job:
    if delivery.kind == NOTICE:
        return Job(delivery, receiver, delivery.params)
    if not delivery.programme:
        return _own(delivery, receiver)
    compiled = wants.version(delivery.programme, delivery.version)
    step = wants.step(delivery.programme, delivery.version, delivery.node)
    name = compiled.name.in_(receiver.language) if compiled else ""
    stage = (compiled.stage or "") if compiled else ""
    return Job(delivery, receiver, step, str(name or ""), stage)


def _own(delivery: Delivery, receiver: Receiver) -> Job:
    """A message of no programme carries its own step, links and address."""
    from polku.programmes.steps.send import Send

    params: dict[str, Any] = dict(delivery.params)
    if params.get("address"):
        receiver = replace(receiver, email=params["address"])
    step = Send.model_validate(params.get("step") or {})
    settled = {"intent": delivery.intent, "purpose": delivery.purpose, "channels": step.ways}
    links = params.get("links") or {}
    return Job(delivery, receiver, step.model_copy(update=settled), links=links)
