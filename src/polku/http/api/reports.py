"""Reports: the menu, the filter's options, and the answer of each."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request

from polku.http.api.tables import settled
from polku.http.auth import needs
from polku.http.desk import Asked, AtDesk
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
def report(desk: AtDesk, key: str, request: Request, language: Asked) -> AnswerBody:
    """One answer. The query holds the filter (segment, persona, channel, device, product, from, to, compare) and
    the report's own parameters, as the menu tells them; a list is a name said many times."""
    asked = asked_of(request.query_params.multi_items())
    return AnswerBody.model_validate(desk.workspace.reports.answer(key, asked, language))


@router.get("/reports/{key}/fresh", dependencies=[needs("viewer"), Depends(settled)])
def fresh(desk: AtDesk, key: str, request: Request, language: Asked) -> AnswerBody:
    """The same after everything that was sent has been stored and folded: for programs."""
    asked = asked_of(request.query_params.multi_items())
    return AnswerBody.model_validate(
        desk.workspace.reports.answer(key, asked, language, fresh=True)
    )
