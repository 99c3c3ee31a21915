"""Signing in and out: a password, or the one-time link of an invitation. No session is needed."""

from __future__ import annotations

import math
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.status import HTTP_204_NO_CONTENT

from polku.errors import NotFound, Problem, RequestRefused
from polku.http.attempts import Attempts
from polku.http.auth import Sessions, check_forgery
from polku.http.desk import AtDesk
from polku.http.shapes.team import Invitation, Join, Login, Look
from polku.studio.passwords import hashed

router = APIRouter(dependencies=[Depends(check_forgery)])


class Door:
    """The tries of this server: by address, and by where they come from."""

    def __init__(self) -> None:
        self.addresses = Attempts(free=5)
        self.places = Attempts(free=30)  # many may come from one office, or through one proxy

    def knock(self, request: Request, address: str) -> None:
        """Raises RequestRefused (429) when it comes too soon after wrong ones."""
        place = request.client.host if request.client else ""
        wait = self.places.wait(place) or self.addresses.wait(address)
        if wait:
            params = {"seconds": math.ceil(wait)}
            raise RequestRefused(Problem("team.slow-down", params=params), 429)

    def opened(self, request: Request, address: str) -> None:
        self.places.forget(request.client.host if request.client else "")
        self.addresses.forget(address)


def _door(request: Request) -> Door:
    door: Door = request.app.state.door
    return door


def _sessions(request: Request) -> Sessions:
    sessions: Sessions = request.app.state.sessions
    return sessions


AtDoor = Annotated[Door, Depends(_door)]
WithSessions = Annotated[Sessions, Depends(_sessions)]


@router.post("/login", status_code=HTTP_204_NO_CONTENT)
def login(
    desk: AtDesk, door: AtDoor, sessions: WithSessions, asked: Login, request: Request
) -> Response:
    """Sets the session's cookie. 401 for a wrong pair, the same for an address that nobody has; 429 after
    many wrong ones."""
    address = asked.email.strip().lower()
    door.knock(request, address)
    user = desk.workspace.team.sign_in(address, asked.password)
    if user is None:
        raise RequestRefused(Problem("team.wrong-login"), 401)
    door.opened(request, address)
    answer = Response(status_code=HTTP_204_NO_CONTENT)
    sessions.begin(answer, user, request.url.scheme == "https")
    desk.workspace.control.audit.record(user.name, "members.sign-in")
    return answer


@router.post("/logout", status_code=HTTP_204_NO_CONTENT)
def logout(sessions: WithSessions) -> Response:
    """Takes this browser's cookie away."""
    answer = Response(status_code=HTTP_204_NO_CONTENT)
    sessions.end(answer)
    return answer


@router.post("/join/look")
def look(desk: AtDesk, door: AtDoor, asked: Look, request: Request) -> Invitation:
    """For whom a link is; it stays good. 404 when it is used, or too old."""
    opened = desk.workspace.control.tokens.peek(asked.token)
    user = desk.workspace.control.users.find(opened.user) if opened and opened.user else None
    if user is None or user.disabled is not None:
        door.knock(request, "join")
        raise NotFound(Problem("team.link-used"))
    name = desk.workspace.settings.workspace.name
    return Invitation(name=user.name, email=user.email, role=user.role, workspace=name)


@router.post("/join", status_code=HTTP_204_NO_CONTENT)
def join(desk: AtDesk, sessions: WithSessions, asked: Join, request: Request) -> Response:
    """Uses the link: sets the password and the session's cookie. 404 when it is used, or too old."""
    kept = hashed(asked.password)  # refused before the link is used
    user = sessions.redeem(asked.token, joins=True)
    if user is None:
        raise NotFound(Problem("team.link-used"))
    control = desk.workspace.control
    user = control.users.change(
        user.id, password=kept, epoch=user.epoch + 1, seen=desk.workspace.clock()
    )
    control.audit.record(user.name, "members.join")
    answer = Response(status_code=HTTP_204_NO_CONTENT)
    sessions.begin(answer, user, request.url.scheme == "https")
    return answer
