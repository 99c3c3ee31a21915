"""Improvements: the board, votes, promotion and the check of a metric."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Annotated, Any

from fastapi import APIRouter, Query

from polku.http.auth import asker, needs
from polku.http.desk import AtDesk, Desk
from polku.http.shapes.improve import (
    ChangedImprovement,
    CheckBody,
    ImprovementBody,
    ImprovementKind,
    ImprovementList,
    ImprovementState,
    NewImprovement,
    Promotion,
)
from polku.store.users import User

router = APIRouter()
Reader = Annotated[User, asker("viewer")]
Editor = Annotated[User, asker("editor")]
Key = Annotated[str, Query(max_length=200)]


@router.get("/improvements")
def improvements(
    desk: AtDesk,
    who: Reader,
    journey: Key = "-",
    kind: ImprovementKind | None = None,
    state: ImprovementState | None = None,
    stage: Annotated[str | None, Query(max_length=200)] = None,
) -> ImprovementList:
    """The improvements of a journey, the most voted first."""
    found = desk.workspace.improve.board.page(
        journey, voter=voter(who), kind=kind, state=state, stage=stage
    )
    return ImprovementList.model_validate(found)


@router.post("/improvements", status_code=201)
def add(desk: AtDesk, said: NewImprovement, who: Editor) -> ImprovementBody:
    """A new one. 422 for a metric that no report has."""
    given = _due(desk, said.model_dump(exclude={"source"}))
    found = desk.workspace.improve.board.add(given, who=who.name, source=said.source)
    return ImprovementBody.model_validate(found)


@router.get("/improvements/{id}")
def one(desk: AtDesk, id: int, who: Reader) -> ImprovementBody:
    """One of them."""
    return _body(desk.workspace.improve.board.one(id, voter=voter(who)))


@router.patch("/improvements/{id}")
def change(desk: AtDesk, id: int, said: ChangedImprovement, who: Editor) -> ImprovementBody:
    """Changes what is said. 409 when somebody changed it in between, when too much is under way, and when it is not
    done yet: the metric has not got better, and no reason was written."""
    given = _due(desk, said.model_dump(exclude_unset=True, exclude={"edition"}))
    if "title" in given and not given["title"].strip():
        del given["title"]
    board = desk.workspace.improve.board
    return _body(board.change(id, given, edition=said.edition, who=who.name, voter=voter(who)))


@router.post("/improvements/{id}/promote", status_code=201)
def promote(desk: AtDesk, id: int, said: Promotion, who: Editor) -> ImprovementBody:
    """An opportunity of an idea or a friction, an experiment of an opportunity."""
    return _body(desk.workspace.improve.board.promote(id, said.kind, who=who.name))


@router.get("/improvements/{id}/check", dependencies=[needs("viewer")])
def check(desk: AtDesk, id: int) -> CheckBody:
    """What its metric says now, of those who came since the work began."""
    return CheckBody.model_validate(desk.workspace.improve.board.check(id))


@router.post("/improvements/{id}/vote")
def vote(desk: AtDesk, id: int, who: Reader) -> ImprovementBody:
    """Give one's one vote."""
    return _body(desk.workspace.improve.board.vote(id, voter=voter(who), on=True))


@router.delete("/improvements/{id}/vote")
def unvote(desk: AtDesk, id: int, who: Reader) -> ImprovementBody:
    """Take it back."""
    return _body(desk.workspace.improve.board.vote(id, voter=voter(who), on=False))


def voter(who: User) -> str:
    """Whose vote it is; browsers without a login have names of another kind."""
    return f"user:{who.id}"


def _body(found: Mapping[str, Any]) -> ImprovementBody:
    return ImprovementBody.model_validate(found)


def _due(desk: Desk, given: dict[str, Any]) -> dict[str, Any]:
    """A day is kept as its noon in the workspace's zone, and texts that were cleared as empty ones."""
    day = given.get("due")
    if isinstance(day, date):
        given["due"] = datetime.combine(day, time(12), desk.zone).astimezone(UTC)
    if "friction" in given and given["friction"] is None:
        given["friction"] = ""
    return given
