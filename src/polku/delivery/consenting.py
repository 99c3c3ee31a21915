"""Consent given, withdrawn, objected to: the ledger and the event of it, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import md5
from typing import Literal

from polku.delivery.receipts import Receipt, Receipts
from polku.store.consents import Consent, add_within
from polku.store.control import Control
from polku.store.micros import to_micros

Withdrawal = Literal["Consent Withdrawn", "Unsubscribed"]


def say(
    control: Control,
    receipts: Receipts,
    rows: Sequence[Consent],
    *,
    withdrawal: Withdrawal = "Consent Withdrawn",
) -> int:
    """Writes statements into the ledger, and tells each new one as an event: `Consent Given`, or
    `withdrawal`, with its `details` (not personal) among the properties. Returns how many were new;
    saying the same again adds nothing."""
    with control.write() as connection:
        new = add_within(connection, rows)
        told = receipts.within(connection, [_event(row, withdrawal) for row in new])
    receipts.kept(told)
    return len(new)


def _event(row: Consent, withdrawal: Withdrawal) -> Receipt:
    said = (row.identity, row.purpose, row.channel, row.basis, row.given, row.source)
    digest = md5(f"{said}{to_micros(row.at)}".encode(), usedforsecurity=False).hexdigest()
    return Receipt(
        row.identity,
        "Consent Given" if row.given else withdrawal,
        row.at,
        {
            **row.details,
            "purpose": row.purpose,
            "channel": row.channel,
            "basis": row.basis,
            "source": row.source,
            "text_version": row.text_version,
        },
        f"consent:{digest}",
    )
