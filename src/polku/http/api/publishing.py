"""What is done with a care programme: publish, pause, try out, explain."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from polku.http.auth import asker, needs
from polku.http.desk import Asked, AtDesk
from polku.http.shapes.programmes import (
    AskDryRun,
    AskPreview,
    DryRun,
    Explanation,
    Pause,
    Pressure,
    Preview,
    ProgrammePage,
    Publish,
    Published,
    PublishPlan,
    Readiness,
    Replay,
    Resume,
    TestSend,
    TestSent,
    Ticked,
    Trace,
)
from polku.store.users import User

router = APIRouter()
Editor = Annotated[User, asker("editor")]


@router.get("/programmes/{key}/publishing", dependencies=[needs("editor")])
def plan(desk: AtDesk, key: str, language: Asked) -> PublishPlan:
    """What publishing the draft would do."""
    found = desk.workspace.care.publish_plan(key, language=language)
    return PublishPlan.model_validate(found)


@router.post("/programmes/{key}/publish")
def publish(desk: AtDesk, key: str, asked: Publish, who: Editor) -> Published:
    """A new version, which never changes. 422 with the problems that block it; 409
    `care.recipients` when the number of recipients must be typed."""
    number = desk.workspace.care.publish(key, **asked.model_dump(), who=who.name)
    return Published(version=number)


@router.post("/programmes/{key}/pause")
def pause(desk: AtDesk, key: str, asked: Pause, who: Editor, language: Asked) -> ProgrammePage:
    """Nobody enters and nothing is sent; those inside wait, skip what falls due, or leave."""
    desk.workspace.care.pause(key, inside=asked.inside, who=who.name)
    return _page(desk, key, language)


@router.post("/programmes/{key}/resume")
def resume(desk: AtDesk, key: str, asked: Resume, who: Editor, language: Asked) -> ProgrammePage:
    """Go on; what fell due meanwhile is sent, skipped or spread over hours."""
    desk.workspace.care.resume(key, overdue=asked.overdue, who=who.name)
    return _page(desk, key, language)


@router.post("/programmes/{key}/stop")
def stop(desk: AtDesk, key: str, who: Editor, language: Asked) -> ProgrammePage:
    """The end: everyone inside leaves. What was measured stays."""
    desk.workspace.care.stop(key, who=who.name)
    return _page(desk, key, language)


@router.post("/programmes/{key}/dry-run", dependencies=[needs("editor")])
def dry_run(desk: AtDesk, key: str, asked: AskDryRun, language: Asked) -> DryRun:
    """What it would have done over the last days; nothing is written."""
    found = desk.workspace.care.dry_run(key, days=asked.days, body=asked.body, language=language)
    return DryRun.model_validate(found)


@router.get("/programmes/{key}/explain", dependencies=[needs("viewer")])
def explain(desk: AtDesk, key: str, person: str, language: Asked) -> Explanation:
    """Why somebody is in, is not, where they wait, and what was sent, held and refused."""
    return Explanation.model_validate(desk.workspace.care.explain(key, person, language=language))


@router.get("/programmes/{key}/trace", dependencies=[needs("viewer")])
def trace(
    desk: AtDesk,
    key: str,
    person: str | None = None,
    days: Annotated[int, Query(ge=1, le=730)] = 30,
) -> Trace:
    """The engine's rows after each action, of one person or of everybody."""
    return Trace.model_validate(desk.workspace.care.trace(key, person, days=days))


@router.get("/programmes/{key}/replay", dependencies=[needs("viewer")])
def replay(desk: AtDesk, key: str) -> Replay:
    """What the programme must have done from its first publishing on, beside what it did."""
    return Replay.model_validate(desk.workspace.care.replay(key))


@router.post("/programmes/{key}/preview", dependencies=[needs("editor")])
def preview(desk: AtDesk, key: str, asked: AskPreview, language: Asked) -> Preview:
    """A step's messages as a person would get them."""
    found = desk.workspace.care.preview(key, **{**asked.model_dump(), "words": language})
    return Preview.model_validate(found)


@router.post("/programmes/{key}/test")
def test(desk: AtDesk, key: str, asked: TestSend, who: Editor, words: Asked) -> TestSent:
    """The e-mail of a step to own addresses, marked as a test; it is counted nowhere."""
    sent = desk.workspace.care.test_send(key, **asked.model_dump(), who=who.name, words=words)
    return TestSent.model_validate(sent)


@router.get("/readiness", dependencies=[needs("viewer")])
def readiness(desk: AtDesk, language: Asked) -> Readiness:
    """What is in order and what stops messages from reaching people."""
    return Readiness.model_validate(desk.workspace.care.readiness(language=language))


@router.get("/pressure", dependencies=[needs("viewer")])
def pressure(
    desk: AtDesk,
    language: Asked,
    days: Annotated[int, Query(ge=1, le=60)] = 14,
    person: str | None = None,
) -> Pressure:
    """Messages expected per person, by stage and day; with `person`, theirs."""
    found = desk.workspace.care.pressure(days=days, person=person, language=language)
    return Pressure.model_validate(found)


@router.post("/tick", dependencies=[needs("editor")])
def tick(desk: AtDesk) -> Ticked:
    """Move everyone who is due now; the server does so by itself, too."""
    return Ticked.model_validate(desk.workspace.care.tick())


def _page(desk: AtDesk, key: str, language: Asked) -> ProgrammePage:
    return ProgrammePage.model_validate(desk.workspace.care.page(key, language=language))
