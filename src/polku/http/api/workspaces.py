"""Several workspaces on one machine: which run, going over to another, making one."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Request

from polku.errors import Problem, RequestRefused
from polku.http.api.signing import AtDoor
from polku.http.auth import asker
from polku.http.desk import AtDesk
from polku.http.neighbours import Neighbour, Neighbours, Refused
from polku.http.shapes.workspaces import (
    Enter,
    Entrance,
    HandOver,
    NewWorkspace,
    Sibling,
    Token,
    Workspaces,
)
from polku.store.users import User
from polku.studio.passwords import matches

router = APIRouter()
Anybody = Annotated[User, asker("viewer")]
Owner = Annotated[User, asker("owner")]
ONE_MINUTE = timedelta(minutes=1)


@router.get("/workspaces")
def workspaces(desk: AtDesk, who: Anybody) -> Workspaces:
    """The workspaces that run beside this one; those where nobody has the asker's address are told to owners only."""
    neighbours = Neighbours(desk.workspace.directory)
    found = [
        _sibling(each, desk, who)
        for each in neighbours.all()
        if each.here or each.knows(who.email) or who.role == "owner"
    ]
    return Workspaces(
        siblings=found,
        may_make=who.role == "owner" and neighbours.supervised,
        needs_address=who.email is None,
    )


@router.post("/workspaces")
def make(desk: AtDesk, asked: NewWorkspace, who: Owner) -> Entrance:
    """A new workspace in a folder beside this one; the asker is its first owner."""
    neighbours = Neighbours(desk.workspace.directory)
    made = neighbours.make(asked.name, asked.language, asked.kind)
    desk.workspace.control.audit.record(who.name, "workspaces.make", {"folder": made.folder})
    return Entrance(address=_over(neighbours, made, who, None, founder=who.name))


@router.post("/workspaces/enter")
def enter(desk: AtDesk, asked: Enter, who: Anybody) -> Entrance:
    """Go over to another workspace. 403 `team.say-password` the first time, `team.no-place-there` without a user."""
    if who.email is None:
        raise RequestRefused(Problem("team.no-address"), 409)
    neighbours = Neighbours(desk.workspace.directory)
    other = neighbours.one(asked.folder)
    if not other.knows(who.email):
        raise RequestRefused(Problem("team.no-place-there", params={"name": other.name}), 403)
    address = _over(neighbours, other, who, asked.password)
    desk.workspace.control.audit.record(who.name, "workspaces.leave", {"folder": other.folder})
    return Entrance(address=address)


@router.post("/hand-over")
def hand_over(desk: AtDesk, door: AtDoor, asked: HandOver, who: Owner, request: Request) -> Token:
    """For the server of another workspace: a token for one of ours. The user must have said once, by the password
    here, that it is the same person: an address alone proves nothing, for owners there write what they like."""
    if not request.headers.get("authorization", "").lower().startswith("bearer "):
        raise RequestRefused(Problem("team.only-programs"), 403)
    control = desk.workspace.control
    if asked.founder is not None and not any(each.password for each in control.users.all()):
        user = _found(desk, who, asked)
    else:
        user = next((each for each in control.users.all() if each.email == asked.email), who)
        name = desk.workspace.settings.workspace.name
        if asked.email is None or user.email != asked.email or user.disabled is not None:
            raise RequestRefused(Problem("team.no-place-there", params={"name": name}), 403)
        known = control.choices.get(f"linked:{user.id}") or {}
        if known.get(asked.origin) != asked.link:
            if asked.password is None:
                raise RequestRefused(Problem("team.say-password", params={"name": name}), 403)
            door.knock(request, asked.email)
            if not matches(user.password, asked.password):
                raise RequestRefused(Problem("team.wrong-password", "password"), 403)
            door.opened(request, asked.email)
    known = control.choices.get(f"linked:{user.id}") or {}
    control.choices.put(f"linked:{user.id}", {**known, asked.origin: asked.link}, who=user.id)
    control.audit.record(user.name, "workspaces.enter", {"origin": asked.origin})
    return Token(token=control.tokens.issue(user.role, ONE_MINUTE, user=user.id))


def _found(desk: AtDesk, first: User, asked: HandOver) -> User:
    """The first owner of a workspace that was just made gets its maker's name and address."""
    users = desk.workspace.control.users
    if first.email is None and len(users.all()) == 1:
        return users.change(first.id, name=asked.founder, email=asked.email)
    return first


def _over(
    neighbours: Neighbours,
    to: Neighbour,
    who: User,
    password: str | None,
    founder: str | None = None,
) -> str:
    said = {"link": f"{who.id}/{who.epoch}", "email": who.email, "password": password}
    try:
        return neighbours.hand_over(to, {**said, "founder": founder})
    except Refused as refused:
        params = {"name": to.name, "seconds": 60}
        known = (
            "team.say-password",
            "team.wrong-password",
            "team.no-place-there",
            "team.slow-down",
        )
        code = refused.code if refused.code in known else "team.no-answer"
        status = refused.status if code != "team.no-answer" else 503
        raise RequestRefused(Problem(code, params=params), status) from None


def _sibling(each: Neighbour, desk: AtDesk, who: User) -> Sibling:
    name = desk.workspace.settings.workspace.name if each.here else each.name
    return Sibling(
        folder=each.folder, name=name, here=each.here, mine=each.here or each.knows(who.email)
    )
