"""The guided start: an example or one's own journey, and the first six things to do."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request

from polku.documents import journey_text
from polku.http.auth import asker, needs
from polku.http.desk import AtDesk, Desk
from polku.http.shapes.start import (
    Begin,
    Begun,
    ChecklistBody,
    ChecklistItem,
    HideChecklist,
    StartBody,
)
from polku.http.start_desk import KIND, StartDesk
from polku.store.users import User
from polku.studio import checklist as steps

router = APIRouter()
NOTES = {"fi": "Aloitettiin mallista.", "en": "Begun from a template."}
DEMO_OF = {"b2b": "b2b", "shop": "shop", "subscription": "shop"}  # there is no third example


@router.get("/start", dependencies=[needs("viewer")])
def start(request: Request) -> StartBody:
    """Whether anything has begun here, and how far the example is."""
    found: StartDesk = request.app.state.start
    return StartBody(new=found.new, empty=found.empty, state=found.state)


@router.post("/start", status_code=202)
def begin(
    request: Request, desk: AtDesk, asked: Begin, who: Annotated[User, asker("owner")]
) -> Begun:
    """Begin with the example, which takes the place of the empty workspace in some seconds, or with an own
    journey from the template of the kind, or with what stands here. 409 when there is data already."""
    control = desk.workspace.control
    if asked.begin == "demo":
        found: StartDesk = request.app.state.start
        found.make_demo(DEMO_OF[asked.kind], asked.language)
        control.choices.put(KIND, asked.model_dump(), who=who.name)
        return Begun(journey=None)
    if asked.begin == "skip":
        control.choices.put(KIND, asked.model_dump(), who=who.name)
        return Begun(journey=None)
    studio = desk.workspace.studio
    empty = request.app.state.start.empty
    made = studio.begin(template=asked.kind, language=asked.language, who=who.name)["key"]
    if empty:  # nobody stands anywhere yet, so nobody moves
        studio.run(made, note=NOTES[asked.language], who=who.name)
    control.choices.put(KIND, asked.model_dump(), who=who.name)
    desk.changed()
    return Begun(journey=made)


@router.get("/checklist", dependencies=[needs("viewer")])
def checklist(desk: AtDesk) -> ChecklistBody:
    """What is done of the six first things."""
    return _list(desk)


@router.post("/checklist")
def hide(
    desk: AtDesk, asked: HideChecklist, who: Annotated[User, asker("editor")]
) -> ChecklistBody:
    """Put the list away, or take it back."""
    steps.hide(desk.workspace.care.at, asked.hidden, who=who.name)
    return _list(desk)


def _list(desk: Desk) -> ChecklistBody:
    workspace = desk.workspace
    drafts = [each.body for each in workspace.control.definitions.all("journey")]
    found = steps.checklist(
        workspace.care.at, steps.readable(drafts or [journey_text(workspace.directory)])
    )
    items = [ChecklistItem(key=key, done=done) for key, done in found.done.items()]
    return ChecklistBody(items=items, hidden=found.hidden)
