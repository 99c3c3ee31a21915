"""The tables of the command line and of notebooks, as Arrow IPC streams."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import pyarrow as pa
from fastapi import APIRouter, Depends, Query, Request
from pyarrow import ipc
from starlette.responses import StreamingResponse

from polku.clock import parse_instant
from polku.errors import Problem, RequestRefused
from polku.http.auth import needs
from polku.http.desk import AtDesk

if TYPE_CHECKING:
    from polku.table import Table


def settled(request: Request) -> None:
    """A program that has just sent events asks for all of them: wait until they are stored."""
    request.app.state.intake.settle()


router = APIRouter(dependencies=[Depends(settled)])
ARROW = "application/vnd.apache.arrow.stream"
ROWS = 100_000  # of one batch on the wire
_ARROW: dict[int | str, dict[str, Any]] = {
    200: {"content": {ARROW: {}}, "description": "An Arrow IPC stream"}
}
AsOf = Annotated[str | None, Query(description="ISO 8601; without a zone UTC.")]


@router.get(
    "/tables/stages",
    dependencies=[needs("viewer")],
    response_class=StreamingResponse,
    responses=_ARROW,
)
def stages(desk: AtDesk, as_of: AsOf = None) -> StreamingResponse:
    """People on each stage: stage (null: none), people."""
    return _stream(desk.workspace.stages(as_of=_moment(as_of)))


@router.get(
    "/tables/transitions",
    dependencies=[needs("editor")],
    response_class=StreamingResponse,
    responses=_ARROW,
)
def transitions(desk: AtDesk, as_of: AsOf = None) -> StreamingResponse:
    """Every stage change: person, at, from, to, rule, event."""
    return _stream(desk.workspace.transitions(as_of=_moment(as_of)))


@router.get(
    "/tables/person",
    dependencies=[needs("viewer")],
    response_class=StreamingResponse,
    responses=_ARROW,
)
def person(
    desk: AtDesk, id_: Annotated[str, Query(alias="id")], as_of: AsOf = None
) -> StreamingResponse:
    """One person's timeline with its reasons."""
    return _stream(desk.workspace.person(id_, as_of=_moment(as_of)))


@router.get(
    "/tables/events",
    dependencies=[needs("editor")],
    response_class=StreamingResponse,
    responses=_ARROW,
)
def events(
    desk: AtDesk, limit: Annotated[int | None, Query(ge=1, le=10**9)] = None
) -> StreamingResponse:
    """The events in order of acceptance, or the newest `limit` of them."""
    return _stream(desk.workspace.events(limit=limit))


@router.get(
    "/tables/spend",
    dependencies=[needs("viewer")],
    response_class=StreamingResponse,
    responses=_ARROW,
)
def spend(desk: AtDesk) -> StreamingResponse:
    """The ledger of ad costs, a row for each day, channel and campaign."""
    return _stream(desk.workspace.spend())


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return parse_instant(text)
    except ValueError:
        raise RequestRefused(Problem("cli.bad-moment", "as_of", {"value": text[:80]})) from None


def _stream(table: Table) -> StreamingResponse:
    return StreamingResponse(_chunks(table.arrow), media_type=ARROW)


def _chunks(table: pa.Table) -> Iterator[bytes]:
    sink = io.BytesIO()
    with ipc.new_stream(sink, table.schema) as writer:
        for batch in table.to_batches(max_chunksize=ROWS):
            writer.write_batch(batch)
            yield sink.getvalue()
            sink.seek(0)
            sink.truncate()
    yield sink.getvalue()
