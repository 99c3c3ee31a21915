"""Messages and what people agreed to: lists, decisions, data requests, erasure."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from itsdangerous import BadSignature, URLSafeSerializer
from starlette.concurrency import run_in_threadpool

from polku.errors import Problem, RequestRefused
from polku.http.auth import asker, needs
from polku.http.desk import Asked, AtDesk
from polku.http.shapes.messages import (
    ConsentBody,
    Erased,
    ImportedConsents,
    MessageRow,
    Messages,
    MessageState,
    NewConsent,
    PersonData,
)
from polku.http.shapes.programmes import ProgrammeMessage
from polku.store.users import User

router = APIRouter()
Editor = Annotated[User, asker("editor")]
Owner = Annotated[User, asker("owner")]
_SIGNS = URLSafeSerializer("polku", salt="messages-page")  # only has to come back whole
_MOST_BYTES = 50_000_000


@router.get("/messages", dependencies=[needs("viewer")])
def messages(
    desk: AtDesk,
    language: Asked,
    state: MessageState | None = None,
    person: str | None = None,
    programme: str | None = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Messages:
    """Messages and what became of them, the last changed first."""
    found = desk.workspace.records.messages(
        state=state, person=person, programme=programme, before=_read(cursor), limit=limit,
        language=language,
    )  # fmt: skip
    after = found["next"]
    return Messages(
        messages=[MessageRow.model_validate(each) for each in found["messages"]],
        next=_SIGNS.dumps(after) if after else None,
    )


@router.get("/messages/counts", dependencies=[needs("viewer")])
def counts(desk: AtDesk) -> dict[str, int]:
    """How many messages stand in each state."""
    return desk.workspace.records.counts()


@router.post("/messages/{id}/send")
def send_again(desk: AtDesk, id: int, who: Editor) -> ProgrammeMessage:
    """Send an uncertain message again. 409 when it is not uncertain."""
    found = desk.workspace.records.settle_message(id, send=True, who=who.name)
    return ProgrammeMessage.model_validate(found)


@router.post("/messages/{id}/drop")
def drop(desk: AtDesk, id: int, who: Editor) -> ProgrammeMessage:
    """Leave an uncertain message as it is. 409 when it is not uncertain."""
    found = desk.workspace.records.settle_message(id, send=False, who=who.name)
    return ProgrammeMessage.model_validate(found)


@router.get("/people/{person}/consents", dependencies=[needs("viewer")])
def consents(desk: AtDesk, person: str) -> list[ConsentBody]:
    """The ledger of a person, the newest first."""
    return [ConsentBody.model_validate(each) for each in desk.workspace.records.consents(person)]


@router.post("/people/{person}/consents")
def say(desk: AtDesk, person: str, said: NewConsent, who: Editor) -> list[ConsentBody]:
    """A statement by hand, with its source; answers with the ledger."""
    found = desk.workspace.records.say(person, said.model_dump(), at=desk.now(), who=who.name)
    return [ConsentBody.model_validate(each) for each in found]


@router.post("/consents/import")
async def import_consents(desk: AtDesk, request: Request, who: Editor) -> ImportedConsents:
    """Consents from a CSV, the raw body, in UTF-8."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > _MOST_BYTES:
            params = {"reason": "larger than 50 MB"}
            raise RequestRefused(Problem("delivery.bad-consents", "body", params), 413)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        params = {"reason": f"not UTF-8 at byte {error.start}"}
        raise RequestRefused(Problem("delivery.bad-consents", "body", params), 422) from None
    records = desk.workspace.records
    found = await run_in_threadpool(lambda: records.import_consents(text, who=who.name))
    return ImportedConsents.model_validate(found)


@router.get("/people/{person}/data")
def data(desk: AtDesk, person: str, _: Owner) -> PersonData:
    """Everything known of a person, for a data request."""
    return PersonData.model_validate(desk.workspace.records.person_data(person))


@router.delete("/people/{person}")
def erase(desk: AtDesk, person: str, who: Owner) -> Erased:
    """Erase a person for good. Counts stay intact."""
    found = Erased.model_validate(desk.workspace.records.erase(person, who=who.name))
    desk.changed()
    return found


def _read(cursor: str | None) -> tuple[int, int] | None:
    if cursor is None:
        return None
    try:
        updated, id_ = _SIGNS.loads(cursor)
        return int(updated), int(id_)
    except (BadSignature, ValueError, TypeError):
        raise RequestRefused(Problem("api.bad-cursor", "cursor"), 400) from None
