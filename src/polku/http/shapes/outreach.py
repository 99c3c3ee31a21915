"""The bodies of forms and offers."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from polku.http.shapes.parts import Body, Moment, Money, ProblemBody, Words


class OutreachRow(Body):
    """What forms and offers share. `version` is the published one that is shown, None before the first."""

    key: str
    name: Words
    state: Literal["draft", "live", "closed"]
    edition: int
    body: str
    document: dict[str, Any] | None
    version: int | None
    draft_differs: bool
    problems: list[ProblemBody]
    changed: Moment
    who: str


class FormRow(OutreachRow):
    """A lead-magnet form; `address` is its page."""

    address: str


class OfferVersion(Body):
    """A published version, and how many people were shown it."""

    version: int
    published: Moment
    who: str
    note: str
    price: Money
    people: int


class OfferRow(OutreachRow):
    """An offer with its versions, the newest first."""

    versions: list[OfferVersion]


class SaveOutreach(Body):
    """`edition`: of the draft that was changed, 0 for a new one, null to save over any."""

    body: str | dict[str, Any]
    edition: int | None = Field(default=None, ge=0)


class PublishOutreach(Body):
    """A note for the history."""

    note: str = Field(default="", max_length=1000)
