"""Journeys as drafts: the list, a journey's page, its versions, publishing, and its goal."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from polku.http.auth import asker, needs
from polku.http.desk import Asked, AtDesk
from polku.http.shapes.journeys import (
    JourneyChange,
    JourneyEffects,
    JourneyGoals,
    JourneyHealth,
    JourneyPage,
    JourneyRow,
    JourneyTemplate,
    JourneyVersionBody,
    JourneyVersions,
    NameVersion,
    NewJourney,
    PublishedJourney,
    PublishJourney,
    RestoreJourney,
    SaveJourney,
    SetGoal,
)
from polku.store.users import User

router = APIRouter()
Editor = Annotated[User, asker("editor")]


@router.get("/journeys", dependencies=[needs("viewer")])
def journeys(desk: AtDesk) -> list[JourneyRow]:
    """Every journey, the running one first."""
    return [JourneyRow.model_validate(each) for each in desk.workspace.studio.journeys()]


@router.post("/journeys", status_code=201)
def begin(desk: AtDesk, new: NewJourney, who: Editor, language: Asked) -> JourneyPage:
    """A new draft. 409 when the key is taken."""
    made = desk.workspace.studio.begin(**new.model_dump(), who=who.name)
    return _page(desk, made["key"], language)


@router.get("/journeys/templates", dependencies=[needs("viewer")])
def templates(desk: AtDesk) -> list[JourneyTemplate]:
    """What a journey can be begun from."""
    return [JourneyTemplate.model_validate(each) for each in desk.workspace.studio.templates()]


@router.get("/journeys/{key}", dependencies=[needs("viewer")])
def journey(desk: AtDesk, key: str, language: Asked) -> JourneyPage:
    """A journey with its draft; "-" is the running one."""
    return _page(desk, key, language)


@router.put("/journeys/{key}")
def save(desk: AtDesk, key: str, saved: SaveJourney, who: Editor, language: Asked) -> JourneyPage:
    """Keep the draft, right or wrong. 409 `care.edited` when somebody saved in between, with the differences in
    words in its params."""
    kept = desk.workspace.studio.save(
        key, saved.body, edition=saved.edition, base=saved.base, who=who.name
    )
    return _page(desk, kept["key"], language)


@router.delete("/journeys/{key}", status_code=204)
def delete(desk: AtDesk, key: str, who: Editor) -> Response:
    """Take a drawn journey away; `POST /journeys` with its text brings it back. 409 for the running one."""
    desk.workspace.studio.delete(key, who=who.name)
    return Response(status_code=204)


@router.get("/journeys/{key}/publishing", dependencies=[needs("editor")])
def publishing(desk: AtDesk, key: str, language: Asked) -> JourneyEffects:
    """What publishing the draft would do; of a drawn journey, what letting it run would."""
    found = desk.workspace.studio.publishing(key, language=language)
    return JourneyEffects.model_validate(found)


@router.post("/journeys/{key}/publish")
def publish(desk: AtDesk, key: str, asked: PublishJourney, who: Editor) -> PublishedJourney:
    """A new version; of the running journey, it is what runs from now on. 422 with what blocks it."""
    number = desk.workspace.studio.publish(
        key, note=asked.note, edition=asked.edition, who=who.name
    )
    desk.changed()
    return PublishedJourney(version=number)


@router.post("/journeys/{key}/run")
def run(desk: AtDesk, key: str, asked: PublishJourney, who: Editor) -> PublishedJourney:
    """Let this journey run instead of the one that does."""
    number = desk.workspace.studio.run(key, note=asked.note, who=who.name)
    desk.changed()
    return PublishedJourney(version=number)


@router.get("/journeys/{key}/versions", dependencies=[needs("viewer")])
def versions(desk: AtDesk, key: str) -> JourneyVersions:
    """The history, the newest first."""
    return JourneyVersions.model_validate(desk.workspace.studio.versions(key))


@router.post("/journeys/{key}/versions", status_code=201)
def name_version(desk: AtDesk, key: str, asked: NameVersion, who: Editor) -> PublishedJourney:
    """Keep the draft under a name, without publishing it."""
    number = desk.workspace.studio.name_version(key, asked.note, who=who.name)
    return PublishedJourney(version=number)


@router.get("/journeys/{key}/versions/{number}", dependencies=[needs("viewer")])
def version(
    desk: AtDesk, key: str, number: int, language: Asked, named: bool = False
) -> JourneyVersionBody:
    """A version with its text, and what restoring it would change."""
    found = desk.workspace.studio.version(key, number, named=named, language=language)
    return JourneyVersionBody.model_validate(found)


@router.post("/journeys/{key}/restore")
def restore(
    desk: AtDesk, key: str, asked: RestoreJourney, who: Editor, language: Asked
) -> JourneyPage:
    """Take a version back to the draft; what runs stays."""
    kept = desk.workspace.studio.restore(
        key, asked.version, named=asked.named, edition=asked.edition, who=who.name
    )
    return _page(desk, kept["key"], language)


@router.get("/journeys/{key}/changes", dependencies=[needs("viewer")])
def changes(
    desk: AtDesk,
    key: str,
    before: Annotated[int, Query(ge=1)],
    after: Annotated[int | None, Query(ge=1)] = None,
) -> list[JourneyChange]:
    """What changed between two versions; without `after`, between a version and the draft."""
    found = desk.workspace.studio.changes(key, before, after)
    return [JourneyChange.model_validate(each) for each in found]


@router.get("/journeys/{key}/health", dependencies=[needs("viewer")])
def health(desk: AtDesk, key: str, language: Asked) -> JourneyHealth:
    """Whether the journey is stale, and whether people still walk it as it was designed."""
    return JourneyHealth.model_validate(desk.workspace.studio.health(key, language=language))


@router.get("/journeys/{key}/goals", dependencies=[needs("viewer")])
def goals(desk: AtDesk, key: str, moved: bool = False) -> JourneyGoals:
    """The goal, the parked ones, and every goal there was; with `moved`, how its number has moved since."""
    return JourneyGoals.model_validate(desk.workspace.studio.goals(key, moved=moved))


@router.post("/journeys/{key}/goal")
def goal(desk: AtDesk, key: str, asked: SetGoal, who: Editor, language: Asked) -> JourneyPage:
    """Set, change, park or remove the one goal, at once. 409 `journey.second-goal` when another is active."""
    kept = desk.workspace.studio.set_goal(key, asked.goal, park=asked.park, who=who.name)
    desk.changed()
    return _page(desk, kept["key"], language)


def _page(desk: AtDesk, key: str, language: Asked) -> JourneyPage:
    return JourneyPage.model_validate(desk.workspace.studio.page(key, language=language))
