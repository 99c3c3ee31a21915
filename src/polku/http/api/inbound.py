"""Mail that came back, from the mail server's pipe: POST /api/inbound with the raw message."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from polku.delivery.reports import LARGEST
from polku.errors import Problem, RequestRefused
from polku.http.auth import needs
from polku.http.desk import AtDesk
from polku.http.shapes.inbound import InboundResult

router = APIRouter()


@router.post(
    "/inbound",
    dependencies=[needs("owner")],
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"message/rfc822": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def inbound(desk: AtDesk, request: Request) -> InboundResult:
    """A bounce (DSN), a complaint (ARF) or a delivery receipt, as the mail server got it."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST:
            raise RequestRefused(Problem("mail.too-large", params={"limit": LARGEST}), 413)
        parts.append(part)
    found = await run_in_threadpool(desk.workspace.take_mail, b"".join(parts))
    message = None if found.message is None else str(found.message)
    return InboundResult(
        outcome=found.outcome, message=message, hard=found.hard, status=found.status
    )
