"""The whole workspace as one file."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.responses import FileResponse

from polku.documents import DATA
from polku.http.auth import asker
from polku.http.desk import AtDesk
from polku.http.neighbours import folder_name
from polku.store.users import User

router = APIRouter()
ZIP = "application/zip"
_ZIP: dict[int | str, dict[str, Any]] = {200: {"content": {ZIP: {}}, "description": "A ZIP file"}}


@router.get("/export", response_class=FileResponse, responses=_ZIP)
def export(
    desk: AtDesk, who: Annotated[User, asker("owner")], people: bool = False
) -> FileResponse:
    """Journeys, programmes, segments, forms, offers, improvements, decisions, comments and settings without secrets;
    with `people` also people and events."""
    # in the workspace's own folder: it may name people, and others' temporary folders are not for that
    folder = Path(tempfile.mkdtemp(dir=desk.workspace.directory / DATA, prefix="export-"))
    try:
        desk.workspace.settle()
        desk.workspace.export_all(folder / "export.zip", people=people)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    desk.workspace.control.audit.record(who.name, "workspaces.export", {"people": people})
    return FileResponse(
        folder / "export.zip",
        media_type=ZIP,
        filename=f"{folder_name(desk.workspace.settings.workspace.name)}.zip",
        background=BackgroundTask(shutil.rmtree, folder, ignore_errors=True),
    )
