"""What people say and show of us: the list, asking for permission, answers that came another way."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request

from polku.care.voices import cursor_of, read_cursor
from polku.delivery.links import Links
from polku.http.auth import asker, needs
from polku.http.desk import AtDesk
from polku.http.outside import opened_here, outside
from polku.http.shapes.voices import (
    UsedVoice,
    VoiceAnswer,
    VoiceAsked,
    VoiceBody,
    VoiceId,
    VoicePage,
)
from polku.store.users import User

router = APIRouter(prefix="/voices")
Editor = Annotated[User, asker("editor")]


@router.get("", dependencies=[needs("viewer")])
def voices(
    desk: AtDesk,
    state: Literal["new", "asked", "permitted", "refused", "used"] | None = None,
    score: Annotated[
        Literal["good", "poor", "none"] | None,
        Query(description="good: 4 or more of 5; poor: less; none: it has no score."),
    ] = None,
    cursor: Annotated[str | None, Query(max_length=60)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> VoicePage:
    """A page of them, the newest first, and how many there are in each state."""
    after = read_cursor(cursor)
    found = desk.workspace.voices.page(state=state, score=score, after=after, limit=limit)
    return VoicePage.model_validate({**found, "next": cursor_of(found["next"])})


@router.get("/used", dependencies=[needs("viewer")])
def used(desk: AtDesk) -> list[UsedVoice]:
    """Where they are used, in all drafts, and whether they may be."""
    return [UsedVoice.model_validate(each) for each in desk.workspace.voices.used()]


@router.post("/ask")
def ask(desk: AtDesk, request: Request, asked: VoiceId, who: Editor) -> VoiceAsked:
    """The page where the person answers; from now on it is asked. 409 when the person has been erased."""
    workspace = desk.workspace
    base = outside(request, workspace.settings.public.url)
    made = workspace.voices.ask(asked.id, Links(base, workspace.control.link_key), who=who.name)
    voice = workspace.voices.get(asked.id)
    return VoiceAsked.model_validate({**made, "here": opened_here(base), "voice": voice})


@router.post("/answer")
def answer(desk: AtDesk, said: VoiceAnswer, who: Editor) -> VoiceBody:
    """Writes down an answer that came another way. 409 when the person has been erased."""
    found = desk.workspace.voices.by_hand(
        said.id, given=said.given, signed=said.signed, source=said.source, who=who.name
    )
    return VoiceBody.model_validate(found)
