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


class Starts(Body):
    """A programme that begins with the form."""

    key: str
    name: Words
    state: str


class FormRow(OutreachRow):
    """A lead-magnet form; `address` is its page. The numbers are people; `downloaded` is null when nothing is
    promised. `opened` are openings of the page, not people, counted since `opened_since`; both are null before
    the first one. `…_since` are the people since then."""

    address: str
    opened: int | None
    opened_since: str | None
    submitted_since: int | None
    confirmed_since: int | None
    submitted: int
    confirmed: int
    downloaded: int | None
    starts: list[Starts]


class OfferVersion(Body):
    """A published version, and what came of it. `people` were shown it, for `held` of them it still holds, the
    last until `until`; `accepted` by all acceptors; `changes` against the version before."""

    version: int
    published: Moment
    who: str
    note: str
    price: Money
    people: int
    held: int
    until: Moment | None
    accepted: int
    declined: int
    changes: list[Words]


class OfferRow(OutreachRow):
    """An offer with its versions, the newest first. The price is the published one's, the draft's before the
    first; `changes`: the draft against the newest version; `frozen`: versions on other terms than the draft's
    that still hold for somebody."""

    price: Money | None
    valid_until: str | None
    shown: int
    held: int
    accepted: int
    declined: int
    changes: list[Words]
    frozen: list[int]
    versions: list[OfferVersion]


class PartyAnswer(Body):
    """What one acceptor (`party`) has said; `name` is whom they signed as."""

    party: str
    acceptor: Words
    name: str
    at: Moment
    accepted: bool


class ShownRow(Body):
    """One showing: to whom, which version, and until when it holds for them."""

    person: str
    id: str
    name: str | None
    version: int
    shown: Moment
    until: Moment | None
    valid: bool
    answers: list[PartyAnswer]


class ShownPage(Body):
    """The newest first; `cursor` leads on, null at the end."""

    rows: list[ShownRow]
    cursor: str | None


class PagePreview(Body):
    """A public page as it would be drawn, whole: for a frame without rights. Of an offer `version` and `until`
    say what is frozen for the person asked about; null: what a new reader would be shown."""

    html: str
    version: int | None = None
    until: Moment | None = None


class Ready(Body):
    """One to begin from."""

    key: str
    name: Words
    description: Words


class BeginOutreach(Body):
    """`words`: in which language its texts are, both when null."""

    template: str = Field(max_length=100)
    key: str | None = Field(None, pattern=r"^\w[\w-]{0,63}$")
    words: Literal["fi", "en"] | None = None


class StoredFile(Body):
    """A file of the workspace. `url`: where a picture is shown, null for what only a form gives out."""

    name: str
    title: str
    use: Literal["asset", "image"]
    type: str
    bytes: int
    changed: Moment
    used_by: list[str]
    url: str | None


class StoredFiles(Body):
    """`largest`: bytes of one file that is taken."""

    largest: int
    files: list[StoredFile]


class SaveOutreach(Body):
    """`edition`: of the draft that was changed, 0 for a new one, null to save over any."""

    body: str | dict[str, Any]
    edition: int | None = Field(default=None, ge=0)


class PublishOutreach(Body):
    """A note for the history. `as_new`: an offer on other terms beside those that still hold for somebody."""

    note: str = Field(default="", max_length=1000)
    as_new: bool = False
