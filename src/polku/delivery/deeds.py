"""What is done here and not sent anywhere: traits and tasks. Done in the transaction that marks the
delivery, so never twice and never half."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from polku.delivery.job import Job
from polku.delivery.receipts import Receipt, receipt_id
from polku.delivery.task import make_task
from polku.events.personal import Personal
from polku.store.micros import from_micros

Deed = Callable[[Connection, Job, int], list[Receipt]]
"""Does it inside the transaction, at a moment (µs); returns what is to be told."""


def set_traits(personal: Personal) -> Deed:
    """`set`: the traits as an `Identified` event; personal ones stay in control."""

    def deed(_: Connection, job: Job, now: int) -> list[Receipt]:
        traits = dict(job.step.root)
        plain = {key: value for key, value in traits.items() if not personal.declares(key)}
        return [
            Receipt(
                job.receiver.person,
                "Identified",
                from_micros(now),
                plain,
                receipt_id(job.delivery.id, "set"),
                traits=traits,
            )
        ]

    return deed


def deeds(personal: Personal) -> dict[str, Deed]:
    """Kind of step → what it does."""
    return {"set": set_traits(personal), "task": make_task}
