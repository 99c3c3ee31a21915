"""Segments: the list with live counts, a segment, and the count of a condition while it is written."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Response

from polku.http.auth import asker, needs
from polku.http.desk import Asked, AtDesk
from polku.http.shapes.segments import (
    CountSegment,
    SaveSegment,
    SegmentCount,
    SegmentPage,
    SegmentRow,
)
from polku.store.users import User

router = APIRouter()
Editor = Annotated[User, asker("editor")]


@router.get("/segments", dependencies=[needs("viewer")])
def segments(desk: AtDesk) -> list[SegmentRow]:
    """Every segment by key, with how many people are in it now and who uses it."""
    return [SegmentRow.model_validate(each) for each in desk.workspace.segments.all()]


@router.post("/segments/count", dependencies=[needs("viewer")])
def count(desk: AtDesk, asked: CountSegment, language: Asked) -> SegmentCount:
    """How many people meet a condition that is not saved, and some of them."""
    found = desk.workspace.segments.count(asked.condition, language=language)
    return SegmentCount.model_validate(found)


@router.get("/segments/{key}", dependencies=[needs("viewer")])
def segment(desk: AtDesk, key: str, language: Asked) -> SegmentPage:
    """One segment."""
    return SegmentPage.model_validate(desk.workspace.segments.show(key, language=language))


@router.put("/segments/{key}")
def save(desk: AtDesk, key: str, saved: SaveSegment, who: Editor, language: Asked) -> SegmentPage:
    """Keep a segment. 409 `care.edited` when somebody saved in between."""
    desk.workspace.segments.save(key, saved.body, edition=saved.edition, who=who.name)
    return SegmentPage.model_validate(desk.workspace.segments.show(key, language=language))


@router.delete("/segments/{key}", status_code=204)
def delete(desk: AtDesk, key: str, who: Editor) -> Response:
    """Delete a segment. 409 `segment.used`, with the list, while somebody uses it."""
    desk.workspace.segments.delete(key, who=who.name)
    return Response(status_code=204)
