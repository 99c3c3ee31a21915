"""The files of the workspace: what forms promise, and the pictures of messages."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import unquote

from anyio import to_thread
from fastapi import APIRouter, Header, Request

from polku.care.files import File, Files
from polku.http.auth import asker, needs
from polku.http.desk import AtDesk, Desk
from polku.http.shapes.outreach import StoredFile, StoredFiles
from polku.store.users import User

router = APIRouter()
Editor = Annotated[User, asker("editor")]


@router.get("/files", dependencies=[needs("viewer")])
def files(desk: AtDesk, request: Request) -> StoredFiles:
    """The files, the newest first, and what names them."""
    kept = desk.workspace.files
    return StoredFiles(
        largest=kept.largest, files=[_told(desk, request, each) for each in kept.all()]
    )


@router.post(
    "/files",
    openapi_extra={"requestBody": {"content": {"application/octet-stream": {}}, "required": True}},
)
async def upload(
    request: Request,
    desk: AtDesk,
    who: Editor,
    use: Literal["asset", "image"] = "asset",
    x_filename: Annotated[str, Header(max_length=1000)] = "file",
    content_length: Annotated[int | None, Header()] = None,
) -> StoredFile:
    """Keep the body as a file (its name percent-encoded in X-Filename). `use=image`: a picture for messages, shown
    to anybody at `url`. 413 when it is too large, which is said before it is read; 415 when it is not of a kind that
    is taken."""
    kept: Files = desk.workspace.files
    kept.check_size(content_length or 0)
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        kept.check_size(len(content))
    title = unquote(x_filename)
    found = await to_thread.run_sync(lambda: kept.keep(title, bytes(content), use, who=who.name))
    return _told(desk, request, found)


@router.delete("/files/{name}", status_code=204)
def remove(desk: AtDesk, name: str, who: Editor) -> None:
    """Remove a file that nothing names. 409 with what does."""
    desk.workspace.files.remove(name, who=who.name)


def _told(desk: Desk, request: Request, file: File) -> StoredFile:
    base = desk.workspace.settings.public.url or str(request.base_url)
    return StoredFile(
        name=file.name,
        title=file.title,
        use=file.use,
        type=file.type,
        bytes=file.bytes,
        changed=file.changed,
        used_by=list(file.used_by),
        url=None if file.address is None else base.rstrip("/") + file.address,
    )
