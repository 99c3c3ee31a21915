"""The bodies of what people say and show of us."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from polku.http.shapes.parts import Body, Moment

VoiceState = Literal["new", "asked", "permitted", "refused"]


class VoicePlace(Body):
    """A proof item of a journey's draft that is made of it."""

    journey: str
    proof: str


class VoiceBody(Body):
    """What somebody said or showed. `id` is what the ledger and proof items call it; `kind`: a review, something
    shared, or an answer to the survey "review". `signed`: the name it may be shown with, null for none; `withdrawn`:
    refused after it had been permitted; `statement`: the words that were agreed to."""

    id: str
    kind: Literal["review", "shared", "answer"]
    at: Moment
    score: float | None
    text: str | None
    picture: str | None
    link: str | None
    product: str | None
    person: str
    person_id: str
    name: str | None
    first_name: str | None
    stage: str | None
    state: VoiceState
    withdrawn: bool
    answered: Moment | None
    source: str | None
    statement: str | None
    signed: str | None
    used: list[VoicePlace]


class VoiceCounts(Body):
    """How many there are in each state, of the score that was asked."""

    all: int
    new: int
    asked: int
    permitted: int
    refused: int
    used: int


class VoicePage(Body):
    """`GET /api/voices`. `next` asks for the next page."""

    voices: list[VoiceBody]
    counts: VoiceCounts
    next: str | None


class UsedVoice(VoicePlace):
    """A row of `GET /api/voices/used`: where something said is used, and whether it may be. `none`: nobody has said."""

    id: str
    state: Literal["permitted", "refused", "none"]
    at: Moment | None


class VoiceId(Body):
    """`POST /api/voices/ask`."""

    id: str = Field(max_length=40)


class VoiceAsked(Body):
    """The page where the person answers, and their address. `here`: the page opens on this machine alone."""

    url: str
    email: str | None
    here: bool
    voice: VoiceBody


class VoiceAnswer(VoiceId):
    """`POST /api/voices/answer`: an answer that came another way; `source` says which."""

    given: bool
    signed: Literal["first_name", "nobody"] = "nobody"
    source: str = Field(min_length=1, max_length=200)
