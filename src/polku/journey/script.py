"""Script: the thread hook → lead magnet → story → offer, and what is needed to close."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from polku.journey.content import Amount
from polku.journey.part import Day, Key, Line, Named, Part, Whole, Words
from polku.journey.text import Text


class Hook(Named):
    """What catches the attention on one channel. `name` is the text itself."""

    channel: Key | None = None
    campaign: Line | None = Field(
        default=None, description="Its utm_campaign: cost and leads by it"
    )
    url: Line | None = None


class Thread(Named):
    """One question carried from the hook to the offer."""

    question: Text | None = Field(
        default=None, description="The one question that is carried through"
    )
    promise: Text | None = None
    persona: Key | None = None
    hooks: Annotated[tuple[Hook, ...], Field(max_length=100)] = ()
    magnet: Key | None = Field(default=None, description="The form that gives the quick answer")
    story: Key | None = Field(default=None, description="The programme that tells the clear answer")
    offer: Key | None = None
    closing: Text | None = Field(default=None, description="How the deal is closed, and by whom")


class Objection(Named):
    """Why not; and the answer."""

    answer: Text | None = None
    stages: tuple[Key, ...] = ()
    personas: tuple[Key, ...] = ()
    proof: tuple[Key, ...] = ()


class Proof(Named):
    """What shows that the promise holds."""

    kind: (
        Literal[
            "case",
            "review",
            "testimonial",
            "rating",
            "certificate",
            "award",
            "membership",
            "guarantee",
            "figure",
        ]
        | None
    ) = None
    text: Text | None = None
    source: Line | None = None
    url: Line | None = None
    said: Line | None = Field(
        default=None,
        description="What a customer said or showed, when it is made of that: event:NUMBER",
    )
    stages: tuple[Key, ...] = ()
    expires: Day | None = None


class Competitor(Named):
    """Somebody the customer compares with."""

    url: Line | None = None
    price: Amount | None = None
    strengths: Words = ()
    weaknesses: Words = ()
    difference: Text | None = Field(
        default=None, description="How we differ, for the right reasons"
    )
    checked: Day | None = None


class Contact(Part):
    """How a customer reaches us; an empty one is a gap."""

    phone: Line | None = None
    email: Line | None = None
    address: Line | None = None
    form: Line | None = None
    chat: Line | None = None
    hours: Text | None = None
    response_minutes: Whole | None = Field(default=None, description="The promised response time")
    person: Text | None = Field(default=None, description="Who answers, by name")
    checked: Day | None = None
