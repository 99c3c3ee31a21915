"""A journey as a file of another format, and a draft from one."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote, unquote

from anyio import to_thread
from fastapi import APIRouter, Header, Query, Request, Response

from polku.errors import Language, Problem, RequestRefused
from polku.exchange import FORMATS, readable, write_journey
from polku.exchange.formats import LARGEST
from polku.http.auth import asker, needs
from polku.http.desk import Asked, AtDesk
from polku.http.shapes.exchange import FormatBody
from polku.http.shapes.journeys import JourneyPage
from polku.journey import load_journey
from polku.store.users import User

router = APIRouter()


@router.get("/journeys/formats", dependencies=[needs("viewer")])
def formats() -> list[FormatBody]:
    """What a journey can be saved as, and which of these can be read."""
    return [
        FormatBody(key=key, suffix=each.suffix, reads=each.read is not None, lossless=each.lossless)
        for key, each in FORMATS.items()
    ]


@router.get("/journeys/{key}/file", dependencies=[needs("viewer")], response_class=Response)
async def export(
    desk: AtDesk,
    key: str,
    asked: Asked,
    format: Annotated[str, Query(max_length=20)] = "json",
    language: Language | None = None,
) -> Response:
    """The draft as a file to keep, in the asker's language or the one named. 404 for an unknown format, 422 when the
    draft cannot be read as a journey."""
    spoken = language or asked

    def made() -> bytes:
        page = desk.workspace.studio.page(key, language=spoken)
        return write_journey(load_journey(page["body"]).journey, format, spoken)

    content = await to_thread.run_sync(made)
    found = FORMATS[format]
    name = quote(f"{key if key != '-' else 'journey'}{found.suffix}")
    return Response(
        content,
        media_type=found.media,
        # never opened in place: a picture of somebody's words stays a file
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


@router.post(
    "/journeys/files",
    status_code=201,
    openapi_extra={"requestBody": {"content": {"application/octet-stream": {}}, "required": True}},
)
async def take_in(
    request: Request,
    desk: AtDesk,
    language: Asked,
    who: Annotated[User, asker("editor")],
    x_filename: Annotated[str, Header(max_length=1000)] = "journey.json",
    content_length: Annotated[int | None, Header()] = None,
) -> JourneyPage:
    """A new draft from the body (the file's name percent-encoded in X-Filename, whose end tells the format). 413 when
    it is too large, 422 with what is wrong; nothing is stored then."""
    name = unquote(x_filename)[-200:]
    body = bytearray()
    _within(content_length or 0, name)
    async for part in request.stream():
        body += part
        _within(len(body), name)

    def made() -> JourneyPage:
        text = readable(bytes(body), name=name, language=language)
        load_journey(text, where=name)  # a broken file begins no draft
        page = desk.workspace.studio.begin(body=text, who=who.name)
        return JourneyPage.model_validate(
            desk.workspace.studio.page(page["key"], language=language)
        )

    return await to_thread.run_sync(made)


def _within(size: int, name: str) -> None:
    if size > LARGEST:
        params = {"most": LARGEST // 2**20}
        raise RequestRefused(Problem("exchange.too-large", name, params), 413)
