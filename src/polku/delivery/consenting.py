"""Consent given, withdrawn, objected to: the ledger and the event of it, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import md5
from typing import Literal

from polku.delivery.receipts import Receipt, Receipts
from polku.store.consents import ALL, Consent, add_within
from polku.store.control import Control
from polku.store.micros import to_micros

Withdrawal = Literal["Consent Withdrawn", "Unsubscribed"]


def say(
    control: Control,
    receipts: Receipts,
    rows: Sequence[Consent],
    *,
    withdrawal: Withdrawal = "Consent Withdrawn",
    by_person: bool = True,
) -> int:
    """Writes statements into the ledger, and tells each new one as an event: `Consent Given`, or
    `withdrawal`, with its `details` (not personal) among the properties. Returns how many were new;
    saying the same again adds nothing. A consent that the person gives (`by_person`, not one from a
    file) opens an address that they themselves had closed."""
    with control.write() as connection:
        new = add_within(connection, rows)
        told = receipts.within(connection, [_event(row, withdrawal) for row in new])
    receipts.kept(told)
    for row in new if by_person else ():
        if row.given and row.basis == "consent":
            _open_addresses(control, row)
    return len(new)


def _open_addresses(control: Control, row: Consent) -> None:
    person = control.identities.person_of(row.identity)
    traits = control.traits.of(person)
    emails = [one.value for one in control.identities.of(person) if "@" in one.value]
    for channel, addresses in (
        ("email", [traits.get("email"), *emails]),
        ("sms", [traits.get("phone")]),
    ):
        if row.channel in (channel, ALL):
            for address in filter(None, addresses):
                control.suppressions.lift(channel, str(address))


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
