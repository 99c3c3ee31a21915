"""Help for whoever writes a message."""

from __future__ import annotations

from fastapi import APIRouter

from polku.http.auth import needs
from polku.http.desk import Asked, AtDesk
from polku.http.shapes.writing import AsBlocks, Writing

router = APIRouter()


@router.get("/writing", dependencies=[needs("editor")])
def writing(desk: AtDesk, language: Asked) -> Writing:
    """The variables of messages with an example of each, and the addresses that tests may go to."""
    return Writing.model_validate(desk.workspace.care.writing(language=language))


@router.post("/writing/blocks", dependencies=[needs("editor")])
def blocks(desk: AtDesk, asked: AsBlocks) -> AsBlocks:
    """A body in Markdown as MJML, to be edited in blocks; MJML as it is."""
    return AsBlocks(body=desk.workspace.care.as_blocks(asked.body))
