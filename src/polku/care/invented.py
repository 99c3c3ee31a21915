"""Somebody made up to look at a message as: described by whoever looks, stored nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from polku.care.workplace import Workplace
from polku.conditions.base import EventFacts
from polku.conditions.consent import GIVEN
from polku.conditions.explaining import explain
from polku.conditions.person import Move, PersonFacts
from polku.delivery.job import Job, Receiver
from polku.delivery.policy.customers import PURCHASE
from polku.delivery.policy.supposed import Supposed
from polku.delivery.receivers import receiver_of
from polku.errors import Language

ID = "–"


@dataclass(frozen=True)
class Invented:
    """What is said of them; the rest follows. `name` is split into first and last; `consent` is to the purpose of the
    message, whatever that is; `segments` None: those that stage, traits and orders lead to."""

    at: Workplace
    name: str = ""
    email: str = ""
    phone: str = ""
    language: Language | None = None
    stage: str | None = None
    traits: Mapping[str, Any] = field(default_factory=dict)
    consent: bool = True
    orders: int = 0
    days_since_order: int = 0
    segments: Sequence[str] | None = None

    person = 0

    @property
    def receiver(self) -> Receiver:
        """Made of their traits, as everybody is."""
        first, _, last = self.name.strip().partition(" ")
        said = {
            "name": self.name.strip(), "first_name": first, "last_name": last.strip(), "email": self.email,
            "phone": self.phone, "language": self.language or "",
        }  # fmt: skip
        traits = {key: value for key, value in said.items() if value} | dict(self.traits)
        return receiver_of(self.person, ID, traits, None, self.at.settings)

    @property
    def supposed(self) -> Supposed:
        """For the policy."""
        return Supposed(self.receiver, self.consent)

    def facts(self) -> PersonFacts:
        """They told their traits and came to their stage just now; they consented, if they did, to everything."""
        now = self.at.naive_now()
        ordered = now - timedelta(days=self.days_since_order)
        personal = self.at.settings.privacy.personal_properties
        told = {key: value for key, value in self.traits.items() if key not in personal}
        consent = [EventFacts(GIVEN, now)] if self.consent else []
        return PersonFacts(
            events=(
                *(EventFacts(PURCHASE, ordered) for _ in range(self.orders)),
                *([EventFacts("Identified", now, told)] if told else []),
                *consent,
            ),
            moves=(Move(now, self.stage),) if self.stage else (),
        )

    def known(self, job: Job) -> Job:
        """The job with their history and segments."""
        ordered = self.at.naive_now() - timedelta(days=self.days_since_order)
        history = {
            "orders": self.orders,
            **({"stage": self.stage} if self.stage else {}),
            **({"last_order": ordered, "days_since_order": self.days_since_order} if self.orders else {}),
        }  # fmt: skip
        return replace(job, history=history, segments=tuple(self._segments()))

    def _segments(self) -> Sequence[str]:
        if self.segments is not None:
            return sorted(self.segments)
        meanings, facts, now = self.at.world().meanings, self.facts(), self.at.naive_now()
        return [
            key
            for key, condition in sorted(meanings.segments.items())
            if explain(condition, facts, now, "en", meanings).met
        ]
