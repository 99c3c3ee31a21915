"""The bodies of messages, consents and erasure."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from polku.http.shapes.parts import Body, Moment
from polku.http.shapes.programmes import ProgrammeMessage

MessageState = Literal["ready", "held", "claimed", "sent", "refused", "failed", "uncertain"]


class MessageRow(ProgrammeMessage):
    """A message in the list; `person_id` is the id to show."""

    person: str
    person_id: str
    purpose: str
    attempts: int
    updated: Moment


class Messages(Body):
    """`GET /api/messages`, the last changed first."""

    messages: list[MessageRow]
    next: str | None


class ConsentBody(Body):
    """A statement of the ledger. `given` false: withdrawn or objected."""

    purpose: str
    channel: str
    basis: Literal["consent", "customer", "legitimate_interest", "contract"]
    given: bool
    source: str
    text_version: str
    at: Moment


class NewConsent(Body):
    """What `POST /api/people/{person}/consents` takes; `source` says how it is known."""

    purpose: str = Field(min_length=1, max_length=100)
    channel: Literal["email", "sms", "push", "phone", "*"]
    basis: Literal["consent", "customer", "legitimate_interest", "contract"] = "consent"
    given: bool
    source: str = Field(min_length=1, max_length=200)
    text_version: str = Field(default="", max_length=200)


class RejectedConsent(Body):
    """A row of a file that is no statement."""

    row: int
    reason: str


class ImportedConsents(Body):
    """What came of a file of consents."""

    rows: int
    new: int
    rejected: list[RejectedConsent]


class Erased(Body):
    """What went, and how many events stay without a name."""

    person: str
    ids: int
    events_kept: int
    log_entries: int


class PersonData(Body):
    """Everything known of a person, for a data request."""

    person: str
    identities: list[dict[str, Any]]
    traits: dict[str, Any]
    consents: list[dict[str, Any]]
    messages: list[dict[str, Any]]
    groups: list[dict[str, Any]]
    push_subscriptions: list[dict[str, Any]]
    offers: list[dict[str, Any]]
    referral_codes: list[dict[str, Any]]
    tasks: list[dict[str, Any]]
    task_notes: list[dict[str, Any]]
    events: list[dict[str, Any]]
    programmes: list[dict[str, Any]]
