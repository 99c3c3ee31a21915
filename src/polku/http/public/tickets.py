"""Tickets of forms: that the page was ours, when it was opened, and a number by which the same
submission is known again."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer

LIFETIME = timedelta(hours=24)
SHORTEST = timedelta(seconds=1.5)
"""Nobody fills in a form faster."""


@dataclass(frozen=True)
class Ticket:
    """`number` is the page's own; `age` is how long it has been open."""

    number: str
    age: timedelta

    @property
    def too_old(self) -> bool:
        return self.age > LIFETIME

    @property
    def too_young(self) -> bool:
        return self.age < SHORTEST


class Tickets:
    """Gives them out and reads them back; `key` is `control.link_key`."""

    def __init__(self, key: bytes) -> None:
        self._signer = URLSafeSerializer(key, salt="polku.ticket")

    def give(self, page: str, now: datetime) -> str:
        """A ticket for the page of this name."""
        return str(self._signer.dumps([page, secrets.token_hex(8), round(now.timestamp() * 1000)]))

    def read(self, page: str, ticket: str, now: datetime) -> Ticket | None:
        """What the ticket says; None when it is not one of ours for this page."""
        try:
            said, number, given = self._signer.loads(ticket[:500])
        except (BadSignature, ValueError, TypeError):
            return None
        if said != page or not isinstance(number, str) or not isinstance(given, int):
            return None
        return Ticket(number, timedelta(milliseconds=now.timestamp() * 1000 - given))
