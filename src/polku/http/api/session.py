"""Who is asking and where: the session, and the demo that can be taken away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter

from polku.analytics.sources import has_events
from polku.errors import DocumentError, Problem
from polku.http.auth import asker
from polku.http.desk import Asked, AtDesk, Desk
from polku.http.shapes.data import Removed
from polku.http.shapes.parts import ProblemBody
from polku.http.shapes.session import Session
from polku.store.users import User

router = APIRouter()
DEMO = "demo"


@router.get("/session")
def session(desk: AtDesk, who: Annotated[User, asker("viewer")], language: Asked) -> Session:
    """The asker's role and the workspace's settings."""
    from polku import __version__

    settings = desk.workspace.settings.workspace
    return Session(
        role=who.role,
        user=who.id,
        name=who.name,
        speaks=desk.workspace.control.choices.get(f"language:{who.id}"),
        language=settings.language,
        timezone=settings.timezone,
        workspace=settings.name,
        version=__version__,
        demo=has_demo(desk),
        as_of=desk.now(),
        problems=[ProblemBody.of(each, language) for each in document_problems(desk)],
    )


@router.delete("/demo")
def remove_demo(desk: AtDesk, who: Annotated[User, asker("owner")]) -> Removed:
    """Take away the demo's events, people and spend, for good."""
    removed = desk.workspace.remove_demo()
    desk.changed()
    desk.workspace.control.audit.record(who.name, "demo.remove", removed)
    return Removed(events=removed["events"], people=removed["people"])


def document_problems(desk: Desk) -> Sequence[Problem]:
    """What keeps the document in the folder from being read; empty when it is valid."""
    try:
        desk.workspace.journey  # noqa: B018  (reading it is the question)
    except DocumentError as error:
        return error.problems
    return ()


def has_demo(desk: AtDesk) -> bool:
    """Whether any event came from the demo."""
    code = desk.workspace.warehouse.names("source").get(DEMO)
    if code is None:
        return False
    with desk.workspace.warehouse.read() as cursor:
        return has_events(cursor, code)
