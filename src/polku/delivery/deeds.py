"""What is done here and not sent anywhere: traits and tasks. Done in the transaction that marks the
delivery, so never twice and never half."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection

from polku.delivery.job import Job
from polku.delivery.marker import Deed
from polku.delivery.receipts import Receipt, receipt_id
from polku.delivery.task import TaskMaker
from polku.delivery.task_brief import Briefing
from polku.events.personal import Personal
from polku.store.micros import from_micros

Making = Callable[[Job], Deed]
"""Reads what the deed needs, outside of the transaction; the deed returns what is to be told."""


def set_traits(personal: Personal) -> Making:
    """`set`: the traits as an `Identified` event; personal ones stay in control."""

    def making(job: Job) -> Deed:
        traits = dict(job.step.root)
        plain = {key: value for key, value in traits.items() if not personal.declares(key)}
        person, id_ = job.receiver.person, receipt_id(job.delivery.id, "set")

        def deed(_: Connection, now: int) -> list[Receipt]:
            return [Receipt(person, "Identified", from_micros(now), plain, id_, traits=traits)]

        return deed

    return making


def deeds(briefing: Briefing) -> Mapping[str, Making]:
    """Kind of step → what makes its deed."""
    personal = Personal(briefing.settings.privacy.personal_properties)
    return {"set": set_traits(personal), "task": TaskMaker(briefing)}
