"""Help for whoever writes a message."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from polku.http.auth import needs
from polku.http.desk import Asked, AtDesk
from polku.http.shapes.writing import AsBlocks, Case, Cases, Writing

router = APIRouter()


@router.get("/writing", dependencies=[needs("editor")])
def writing(desk: AtDesk, language: Asked) -> Writing:
    """The variables of messages with an example of each, and the addresses that tests may go to."""
    return Writing.model_validate(desk.workspace.care.writing(language=language))


@router.get("/writing/people", dependencies=[needs("editor")])
def people(desk: AtDesk, purpose: Annotated[str, Query(max_length=200)] = "marketing") -> Cases:
    """People to look at a message as: an usual one, and those in whom it may look odd."""
    found = desk.workspace.care.preview_people(purpose)
    return Cases(people=[Case.model_validate(each) for each in found])


@router.post("/writing/blocks", dependencies=[needs("editor")])
def blocks(desk: AtDesk, asked: AsBlocks) -> AsBlocks:
    """A body in Markdown as MJML, to be edited in blocks; MJML as it is."""
    return AsBlocks(body=desk.workspace.care.as_blocks(asked.body))
