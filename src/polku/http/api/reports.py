"""Reports: the menu, the filter's options, and the answer of each."""

from __future__ import annotations

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request

from polku.errors import Language
from polku.http.api.tables import settled
from polku.http.auth import needs
from polku.http.desk import Asked, AtDesk, Desk
from polku.http.shapes.reports import AnswerBody, MenuItem, Options
from polku.reports.reports import asked_of

router = APIRouter()


@router.get("/reports", dependencies=[needs("viewer")])
def reports(desk: AtDesk) -> list[MenuItem]:
    """Every report with its words and parameters, in the order of the menu."""
    return [MenuItem.model_validate(each) for each in desk.workspace.reports.menu()]


@router.get("/reports/options", dependencies=[needs("viewer")])
def options(desk: AtDesk) -> Options:
    """What the filter can be set to."""
    return Options.model_validate(desk.workspace.reports.options())


@router.get("/reports/{key}", dependencies=[needs("viewer")])
async def report(desk: AtDesk, key: str, request: Request, language: Asked) -> AnswerBody:
    """One answer. The query holds the filter (segment, persona, channel, device, product, from, to, compare) and
    the report's own parameters, as the menu tells them; a list is a name said many times."""
    return await _answer(desk, key, request, language, fresh=False)


@router.get("/reports/{key}/fresh", dependencies=[needs("viewer"), Depends(settled)])
async def fresh(desk: AtDesk, key: str, request: Request, language: Asked) -> AnswerBody:
    """The same after everything that was sent has been stored and folded: for programs."""
    return await _answer(desk, key, request, language, fresh=True)


async def _answer(
    desk: Desk, key: str, request: Request, language: Language, *, fresh: bool
) -> AnswerBody:
    """In threads of the reports' own: however many wait for their turn, the other pages have theirs."""
    asked = asked_of(request.query_params.multi_items())

    def answer() -> AnswerBody:
        found = desk.workspace.reports.answer(key, asked, language, fresh=fresh)
        return AnswerBody.model_validate(found)

    return await run_sync(answer, limiter=request.app.state.report_threads)
