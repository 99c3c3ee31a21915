"""Care programmes: the list by stage, a programme's page, and its drafts and templates."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from polku.http.auth import asker, needs
from polku.http.desk import Asked, AtDesk
from polku.http.shapes.programmes import (
    Checked,
    CheckProgramme,
    Differences,
    InsidePeople,
    NewProgramme,
    ProgrammeList,
    ProgrammePage,
    ProgrammeResults,
    SaveProgramme,
    Suggested,
    TemplateBody,
    VersionBody,
    Versions,
)
from polku.store.users import User

router = APIRouter()
Editor = Annotated[User, asker("editor")]


@router.get("/programmes", dependencies=[needs("viewer")])
def programmes(desk: AtDesk) -> ProgrammeList:
    """Every programme under its stage; stages without one are there too."""
    return ProgrammeList.model_validate(desk.workspace.care.programmes())


@router.get("/programmes/templates", dependencies=[needs("viewer")])
def templates(desk: AtDesk) -> list[TemplateBody]:
    """What a programme can be begun from."""
    return [TemplateBody.model_validate(each) for each in desk.workspace.care.templates()]


@router.post("/programmes", status_code=201)
def begin(desk: AtDesk, new: NewProgramme, who: Editor, language: Asked) -> ProgrammePage:
    """A draft from a template. 409 when the key is taken."""
    made = desk.workspace.care.begin(new.template, key=new.key, language=new.language, who=who.name)
    return _page(desk, made["key"], language)


@router.get("/programmes/{key}", dependencies=[needs("viewer")])
def programme(desk: AtDesk, key: str, language: Asked) -> ProgrammePage:
    """A programme with its steps and their counts."""
    return _page(desk, key, language)


@router.put("/programmes/{key}")
def save(
    desk: AtDesk, key: str, saved: SaveProgramme, who: Editor, language: Asked
) -> ProgrammePage:
    """Keep the draft, right or wrong. 409 `care.edited` when somebody saved in between."""
    desk.workspace.care.save(key, saved.body, edition=saved.edition, who=who.name)
    return _page(desk, key, language)


@router.delete("/programmes/{key}", status_code=204)
def delete(desk: AtDesk, key: str, who: Editor) -> Response:
    """Only a draft that was never published; else 409."""
    desk.workspace.care.delete(key, who=who.name)
    return Response(status_code=204)


@router.post("/programmes/{key}/check", dependencies=[needs("viewer")])
def check(desk: AtDesk, key: str, text: CheckProgramme, language: Asked) -> Checked:
    """What is wrong with a text that is not saved."""
    found = desk.workspace.care.check(text.body, key=key, language=language)
    return Checked.model_validate({"problems": found})


@router.get("/programmes/{key}/people", dependencies=[needs("viewer")])
def people(
    desk: AtDesk,
    key: str,
    node: str | None = None,
    cursor: Annotated[str | None, Query(max_length=100)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> InsidePeople:
    """Who is inside, the soonest to move on first."""
    found = desk.workspace.care.people(key, node=node, cursor=cursor, limit=limit)
    return InsidePeople.model_validate(found)


@router.get("/programmes/{key}/results", dependencies=[needs("viewer")])
def results(desk: AtDesk, key: str) -> ProgrammeResults:
    """The cared for against the holdout."""
    return ProgrammeResults.model_validate(desk.workspace.care.results(key))


@router.get("/programmes/{key}/versions", dependencies=[needs("viewer")])
def versions(desk: AtDesk, key: str) -> Versions:
    """The history, the newest first."""
    return Versions.model_validate(desk.workspace.care.versions(key))


@router.get("/programmes/{key}/versions/{number}", dependencies=[needs("viewer")])
def version(desk: AtDesk, key: str, number: int) -> VersionBody:
    """A published version with its text."""
    return VersionBody.model_validate(desk.workspace.care.version(key, number))


@router.get("/programmes/{key}/changes", dependencies=[needs("viewer")])
def differences(desk: AtDesk, key: str, before: int, after: int | None = None) -> Differences:
    """What differs between two versions in words; without `after`, between one and the draft."""
    return Differences.model_validate(desk.workspace.care.differences(key, before, after))


@router.get("/programmes/{key}/suggested", dependencies=[needs("viewer")])
def suggested(desk: AtDesk, key: str) -> Suggested:
    """Whom to preview it as: those who came in last, and cases apart."""
    return Suggested.model_validate(desk.workspace.care.suggested(key))


def _page(desk: AtDesk, key: str, language: Asked) -> ProgrammePage:
    return ProgrammePage.model_validate(desk.workspace.care.page(key, language=language))
