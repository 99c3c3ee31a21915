"""The team: oneself, the others, and who did what."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.status import HTTP_201_CREATED, HTTP_204_NO_CONTENT

from polku.http.auth import Sessions, asker, needs
from polku.http.desk import AtDesk
from polku.http.shapes.team import (
    ChangeMe,
    ChangeMember,
    Deed,
    Deeds,
    Invite,
    Invited,
    Me,
    Member,
)
from polku.store.users import User
from polku.studio.invitations import mail_invitation
from polku.studio.team import Invited as Made

router = APIRouter()
Anybody = Annotated[User, asker("viewer")]
Owner = Annotated[User, asker("owner")]


@router.get("/me")
def me(desk: AtDesk, who: Anybody) -> Me:
    """The asker."""
    return _me(desk, who)


@router.patch("/me")
def change_me(
    desk: AtDesk, changed: ChangeMe, who: Anybody, request: Request, answer: Response
) -> Me:
    """Name, address, language, password. The old password is asked for where there is one; a new one ends
    all other sessions."""
    user = desk.workspace.team.change_me(who, **changed.model_dump())
    if user.epoch != who.epoch:
        sessions: Sessions = request.app.state.sessions
        sessions.begin(answer, user, request.url.scheme == "https")
    return _me(desk, user)


@router.get("/team")
def team(desk: AtDesk, who: Anybody) -> list[Member]:
    """Everybody's name and role; owners are told addresses and last sign-ins too."""
    return [_member(each, who.role == "owner") for each in desk.workspace.control.users.all()]


@router.post("/team", status_code=HTTP_201_CREATED)
def invite(desk: AtDesk, asked: Invite, who: Owner, request: Request) -> Invited:
    """A new member and their one-time link, good for a week."""
    made = desk.workspace.team.invite(asked.name, asked.email, asked.role, by=who)
    return _invited(desk, made, who, request)


@router.post("/team/{id}/link")
def link(desk: AtDesk, id: str, who: Owner, request: Request) -> Invited:
    """A new one-time link: for a lost invitation, or a forgotten password."""
    return _invited(desk, desk.workspace.team.link(id, by=who), who, request)


@router.patch("/team/{id}")
def change(desk: AtDesk, id: str, changed: ChangeMember, who: Owner) -> Member:
    """Role, disabled or not, the end of all sessions. 409 for the last owner."""
    found = desk.workspace.team.change(id, by=who, **changed.model_dump())
    return _member(found, full=True)


@router.delete("/team/{id}", status_code=HTTP_204_NO_CONTENT)
def remove(desk: AtDesk, id: str, who: Owner) -> Response:
    """Take somebody out of the team. 409 for the last owner."""
    desk.workspace.team.remove(id, by=who)
    return Response(status_code=HTTP_204_NO_CONTENT)


@router.get("/audit", dependencies=[needs("owner")])
def audit(
    desk: AtDesk,
    before: int | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Deeds:
    """Who did what, the newest first."""
    found = desk.workspace.control.audit.list(limit, before=before)
    rows = [
        Deed(id=each.id, at=each.at, who=each.who, what=each.what, details=each.details)
        for each in found
    ]
    return Deeds(deeds=rows, before=rows[-1].id if len(rows) == limit else None)


def _me(desk: AtDesk, user: User) -> Me:
    return Me(
        id=user.id,
        name=user.name,
        email=user.email,
        role=user.role,
        language=desk.workspace.control.choices.get(f"language:{user.id}"),
        has_password=user.password is not None,
    )


def _member(user: User, full: bool) -> Member:
    common = Member(id=user.id, name=user.name, role=user.role, disabled=user.disabled is not None)
    if not full:
        return common
    more = {"email": user.email, "seen": user.seen, "has_password": user.password is not None}
    return common.model_copy(update=more)


def _invited(desk: AtDesk, made: Made, who: User, request: Request) -> Invited:
    path = f"/join?token={made.token}"
    here = f"{request.url.scheme}://{request.headers.get('host', '')}"
    mailed = mail_invitation(desk.workspace, made, here + path, by=who)
    return Invited(
        user=_member(made.user, full=True), path=path, expires=made.expires, mailed=mailed
    )
