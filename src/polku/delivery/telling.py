"""What hand-overs tell: the event of a message that was sent, and the address that is bad."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from polku.delivery.job import Job
from polku.delivery.receipts import Receipt, receipt_id
from polku.delivery.wants import MESSAGES
from polku.store.control import Control
from polku.store.deliveries import Delivery

SENT = "Message Sent"


def told_sent(delivery: Delivery, job: Job | None, at: datetime) -> Receipt:
    """`Message Sent` (`Webhook Sent` for webhooks) with what conditions ask of messages."""
    event = SENT if delivery.kind in MESSAGES else "Webhook Sent"
    return Receipt(
        delivery.person,
        event,
        at,
        message_properties(delivery, job),
        receipt_id(delivery.id, "sent"),
        channel=delivery.channel if delivery.kind in MESSAGES else None,
    )


def message_properties(delivery: Delivery, job: Job | None = None) -> dict[str, Any]:
    """The properties that every event about a message has; nothing personal."""
    found: dict[str, Any] = {
        "message": str(delivery.id),
        "programme": delivery.programme,
        "version": delivery.version,
        "node": delivery.node,
        "intent": delivery.intent,
        "purpose": delivery.purpose,
        "channel": delivery.channel,
        "kind": delivery.kind,
    }
    for key in ("survey", "offer"):
        if isinstance(said := getattr(job.step if job else None, key, None), str):
            found[key] = said
    return found


def suppression_of(control: Control, channel: str, address: str) -> None:
    """An address that the other end does not know is not written to again; a browser that listens no
    more is forgotten."""
    if channel == "push":
        control.push.remove(address)
    else:
        control.suppressions.add(channel, address, "bounced")
