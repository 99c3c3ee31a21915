"""Imports: a file is handed in, looked at, run in the background, and its rejects fetched."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import FileResponse
from starlette.status import HTTP_202_ACCEPTED

from polku.errors import Language, NotFound, PolkuError, Problem, RequestRefused
from polku.http.auth import needs
from polku.http.desk import Asked, AtDesk, Desk
from polku.http.shapes.data import (
    ImportResult,
    ImportState,
    Proposal,
    RejectRow,
    RunImport,
    Started,
    Uploaded,
)
from polku.http.shapes.parts import ProblemBody
from polku.store.imports import Import

router = APIRouter()


@router.post(
    "/imports",
    dependencies=[needs("editor")],
    openapi_extra={"requestBody": {"content": {"application/octet-stream": {}}, "required": True}},
)
async def upload(
    request: Request,
    desk: AtDesk,
    x_filename: Annotated[str, Header(max_length=1000)] = "upload",
    content_length: Annotated[int | None, Header()] = None,
) -> Uploaded:
    """Keep the body as a file (its name percent-encoded in X-Filename). Nothing is imported yet."""
    kept = await desk.imports.keep(x_filename, content_length, request.stream())
    return Uploaded(id=kept.id, filename=kept.filename, bytes=kept.bytes)


@router.get("/imports", dependencies=[needs("editor")])
def list_imports(desk: AtDesk, language: Asked) -> list[ImportState]:
    """The imports, the newest first."""
    return [_state(desk, each, language) for each in desk.workspace.control.imports.list()]


@router.get("/imports/{import_id}", dependencies=[needs("editor")])
def one_import(desk: AtDesk, import_id: str, language: Asked) -> ImportState:
    """One import and how far it is."""
    return _state(desk, desk.workspace.control.imports.get(import_id), language)


@router.get("/imports/{import_id}/proposal", dependencies=[needs("editor")])
def proposal(
    desk: AtDesk,
    import_id: str,
    language: Asked,
    map_: Annotated[str | None, Query(alias="map", max_length=20_000)] = None,
    timezone: str | None = None,
) -> Proposal:
    """How the file is understood, with sample rows as they would land. `map` (a JSON object)
    overrides the mapping that is proposed."""
    kept = desk.workspace.control.imports.get(import_id)
    path = Path(kept.path)
    if not path.is_file():
        raise RequestRefused(Problem("api.import-done", kept.filename), 409)
    try:
        found = dict(desk.workspace.propose(path, map=_mapping(map_), timezone=timezone))
    except PolkuError as error:
        told = (_named(each.as_dict(language), path, kept.filename) for each in error.problems)
        error.problems = tuple(
            Problem(each["code"], each["where"], each["params"], each["level"]) for each in told
        )
        raise
    found["problems"] = [
        _told(_named(each, path, kept.filename), language) for each in found["problems"]
    ]
    return Proposal.model_validate(found)


def _named(problem: dict[str, Any], path: Path, filename: str) -> dict[str, Any]:
    """The problem with the file's own name in the place of where it is kept."""
    params = {
        key: value.replace(str(path), filename) if isinstance(value, str) else value
        for key, value in problem["params"].items()
    }
    return {**problem, "where": problem["where"].replace(str(path), filename), "params": params}


@router.post(
    "/imports/{import_id}/run", dependencies=[needs("editor")], status_code=HTTP_202_ACCEPTED
)
def run(desk: AtDesk, import_id: str, asked: RunImport) -> Started:
    """Begin the import; `GET /api/imports/{id}` tells how far it is."""
    desk.imports.start(import_id, asked.map, asked.timezone)
    return Started(id=import_id)


@router.get("/imports/{import_id}/rejects", dependencies=[needs("editor")])
def rejects(
    desk: AtDesk,
    import_id: str,
    language: Asked,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 100,
) -> list[RejectRow]:
    """The rows that could not come in, the first ones."""
    from polku.importer.rejects import read_rejects

    path = _reject_file(desk, import_id)
    found = read_rejects(path, limit) if path else []
    for each in found:
        problem = Problem(f"import.{each['reason']}")
        each["words"] = f"{problem.what(language)} {problem.fix(language)}"
    return [RejectRow.model_validate(each) for each in found]


@router.get(
    "/imports/{import_id}/rejects.csv",
    dependencies=[needs("editor")],
    response_class=FileResponse,
)
def rejects_csv(desk: AtDesk, import_id: str) -> FileResponse:
    """The reject file: row, line, reason, words, content."""
    path = _reject_file(desk, import_id)
    if path is None:
        raise NotFound(Problem("api.no-rejects", import_id))
    name = Path(desk.workspace.control.imports.get(import_id).filename).stem
    return FileResponse(path, media_type="text/csv", filename=f"{name}-rejects.csv")


def _reject_file(desk: Desk, import_id: str) -> Path | None:
    result = desk.workspace.control.imports.get(import_id).result
    path = Path(result["reject_file"]) if result and result.get("reject_file") else None
    return path if path and path.is_file() else None


def _mapping(text: str | None) -> dict[str, str] | None:
    if text is None:
        return None
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(each, str) for each in found.values()):
        raise RequestRefused(Problem("api.bad-map", "map"), 400)
    return found


def _state(desk: Desk, kept: Import, language: Language) -> ImportState:
    return ImportState(
        id=kept.id,
        filename=kept.filename,
        bytes=kept.bytes,
        state=kept.state,
        progress=desk.imports.progress(kept),
        result=ImportResult.model_validate(kept.result) if kept.result else None,
        errors=[_told(each, language) for each in kept.errors],
        created=kept.created,
    )


def _told(problem: dict[str, Any] | Problem, language: Language) -> ProblemBody:
    """A problem as it is kept, in the asker's language."""
    if isinstance(problem, dict):
        problem = Problem(
            problem["code"], problem["where"], problem["params"], problem.get("level", "error")
        )
    return ProblemBody.of(problem, language)
