"""What rendering is given: one message to one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from polku.errors import Language
from polku.store.deliveries import Delivery
from polku.store.push import PushSubscription


@dataclass(frozen=True)
class Receiver:
    """Who gets it. `id` is the id that lists show; `traits` are all of them, personal ones too."""

    person: int
    id: str = field(repr=False)
    first_name: str | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)
    traits: Mapping[str, Any] = field(default_factory=dict, repr=False)
    language: Language = "fi"
    zone: str = "Europe/Helsinki"
    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    push: tuple[PushSubscription, ...] = field(default=(), repr=False)

    def address(self, channel: str) -> str | None:
        """Where the channel reaches the person: an e-mail address, a number, a push endpoint."""
        if channel == "email":
            return self.email
        if channel == "sms":
            return self.phone
        return self.push[0].endpoint if channel == "push" and self.push else None


@dataclass(frozen=True)
class Job:
    """`step` is the step's model (`programmes.steps`) as published; `programme_name` and
    `programme_stage` are of that version, "" for a message of no programme. `links` are addresses
    that belong to this message alone ({"confirm": "https://…"}), to be had as `{{ links.confirm }}`;
    `history` and `segments` (keys of those the receiver is in) are there when a text asks for them.
    """

    delivery: Delivery
    receiver: Receiver
    step: Any
    programme_name: str = ""
    programme_stage: str = ""
    links: Mapping[str, str] = field(default_factory=dict, repr=False)
    history: Mapping[str, Any] = field(default_factory=dict, repr=False)
    segments: tuple[str, ...] | None = field(default=None, repr=False)
