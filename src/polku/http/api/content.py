"""The content plan, the script and the market of a journey, beside the numbers; "-" is the running one."""

from __future__ import annotations

from fastapi import APIRouter

from polku.http.auth import needs
from polku.http.desk import AtDesk
from polku.http.shapes.content import CoverageBody, MarketBody, PieceBody, ThreadBody

router = APIRouter(prefix="/content/{journey}", dependencies=[needs("viewer")])


@router.get("/coverage")
def coverage(desk: AtDesk, journey: str) -> CoverageBody:
    """Stage by persona: covered, planned or a gap, and how many gaps there are."""
    return CoverageBody.model_validate(desk.workspace.content.coverage(journey))


@router.get("/market")
def market(desk: AtDesk, journey: str) -> MarketBody:
    """The market by level, with the known people, the content, the actions and the spend of each."""
    return MarketBody.model_validate(desk.workspace.content.market(journey))


@router.get("/threads")
def threads(desk: AtDesk, journey: str) -> list[ThreadBody]:
    """The threads: how each link holds, what is wrong and where, and what the hooks brought."""
    return [ThreadBody.model_validate(each) for each in desk.workspace.content.threads(journey)]


@router.get("/pieces")
def pieces(desk: AtDesk, journey: str) -> list[PieceBody]:
    """The pieces: who met them, and how many of those moved on."""
    return [PieceBody.model_validate(each) for each in desk.workspace.content.pieces(journey)]
