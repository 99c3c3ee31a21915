"""What the team looks at around forms and offers: pages as drawn, the code to scan, who saw which version."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response, StreamingResponse

from polku.errors import Language
from polku.forms.load import load_form
from polku.http.auth import needs
from polku.http.desk import AtDesk, Desk
from polku.http.public.previews import form_page, offer_page, thanks_page
from polku.http.shapes.outreach import PagePreview, ShownPage
from polku.offers.model import load_offer

router = APIRouter()


@router.get("/forms/{key}/page", dependencies=[needs("viewer")])
def page_of_form(
    desk: AtDesk, key: str, language: Language = "fi", thanks: bool = False
) -> PagePreview:
    """The draft as the public page, or its thank-you page. 422 while the draft does not read."""
    body = desk.workspace.control.definitions.get("form", key).body
    form = load_form(body, where=f"form {key}")
    draw = thanks_page if thanks else form_page
    return PagePreview(html=draw(form, language, desk.workspace.settings))


@router.get("/forms/{key}/qr.svg", dependencies=[needs("viewer")])
def code_of_form(desk: AtDesk, key: str, request: Request) -> Response:
    """The form's address as a code to scan."""
    import segno

    row = desk.workspace.outreach.one("form", key)
    url = row["address"]
    if url.startswith("/"):
        url = str(request.base_url).rstrip("/") + url
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        out, kind="svg", scale=6, border=2, dark="#000", light="#fff"
    )
    headers = {"Content-Disposition": f'inline; filename="{key}.svg"'}
    return Response(out.getvalue(), media_type="image/svg+xml", headers=headers)


@router.get("/offers/{key}/page", dependencies=[needs("viewer")])
def page_of_offer(
    desk: AtDesk, key: str, language: Language = "fi", person: str | None = None
) -> PagePreview:
    """The offer's page as a person would see it now: the version frozen for them, else the draft. 422 while the
    draft does not read."""
    workspace, now = desk.workspace, desk.now()
    draft = workspace.control.definitions.get("offer", key)
    settings, offers = workspace.settings, workspace.control.offers
    if person is not None and (held := offers.held(_number(desk, person), key, now)):
        offer = offers.version(key, held.version)
        html = offer_page(offer, held.version, held.expires, language, settings)
        return PagePreview(html=html, version=held.version, until=held.expires)
    found = load_offer(draft.body, where=f"offer {key}")
    versions = workspace.control.definitions.versions("offer", key)
    number = versions[0].version if versions else 0
    if not versions or versions[0].body != draft.body:
        number += 1
    expires = found.expires(now, settings.workspace.timezone)
    return PagePreview(html=offer_page(found, number, expires, language, settings))


@router.get("/offers/{key}/shown", dependencies=[needs("viewer")])
def shown(
    desk: AtDesk,
    key: str,
    version: Annotated[int | None, Query(ge=1)] = None,
    cursor: Annotated[str | None, Query(max_length=100)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> ShownPage:
    """Who was shown the offer, which version and until when it holds for them; the newest first."""
    found = desk.workspace.outreach.shown(key, version=version, cursor=cursor, limit=limit)
    return ShownPage.model_validate(found)


@router.get(
    "/offers/{key}/shown.csv", dependencies=[needs("viewer")], response_class=StreamingResponse
)
def shown_csv(
    desk: AtDesk,
    key: str,
    version: Annotated[int | None, Query(ge=1)] = None,
    language: Language | None = None,
) -> StreamingResponse:
    """The same, all of it, as CSV: for people in `language`, for programs without."""
    from polku.care.offer_csv import COLUMNS, HEADS, csv_rows

    outreach = desk.workspace.outreach
    outreach.one("offer", key)  # an unknown one is told before the file begins

    def lines() -> Iterator[str]:
        yield "\ufeff"  # spreadsheets read UTF-8 by it
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(HEADS[language] if language else COLUMNS)
        for row in csv_rows(outreach, key, version, language or "en"):
            writer.writerow(row)
            yield out.getvalue()
            out.seek(0)
            out.truncate()
        yield out.getvalue()

    headers = {"Content-Disposition": f'attachment; filename="{key}-shown.csv"'}
    return StreamingResponse(lines(), media_type="text/csv; charset=utf-8", headers=headers)


def _number(desk: Desk, person: str) -> int:
    """The person that a number or an id names; 0 for nobody."""
    with suppress(ValueError):
        return int(person)
    return desk.workspace.control.identities.find(person) or 0
