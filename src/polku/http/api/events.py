"""Events as they come: how many, the latest, and live."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

import pydantic
from fastapi import APIRouter, Query
from starlette.responses import StreamingResponse

from polku.analytics.recent_events import recent_events
from polku.http.auth import needs
from polku.http.desk import AtDesk
from polku.http.event_rows import event_rows
from polku.http.shapes.data import EventCount, EventRow, RecentEvents

router = APIRouter()
_rows = pydantic.TypeAdapter(list[EventRow])


@router.get("/events/count", dependencies=[needs("viewer")])
def count(desk: AtDesk) -> EventCount:
    """How many events there are, and people who have one."""
    return EventCount(**desk.workspace.count())


@router.get("/events/recent", dependencies=[needs("viewer")])
def recent(
    desk: AtDesk,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    after: Annotated[int, Query(ge=-1, le=2**53)] = -1,
) -> RecentEvents:
    """The newest accepted events after the sequence number `after`."""
    with desk.workspace.warehouse.read() as cursor:
        rows = recent_events(cursor, limit=limit, after=after)
    return RecentEvents(
        events=event_rows(desk.workspace, rows), last=rows[0]["seq"] if rows else after
    )


@router.get(
    "/events/live",
    dependencies=[needs("viewer")],
    response_class=StreamingResponse,
    responses={
        200: {"content": {"text/event-stream": {}}, "description": "EventRow[] as they land"}
    },
)
async def live(desk: AtDesk) -> StreamingResponse:
    """Server-sent events: `event: events`, data = EventRow[] (oldest first)."""

    async def stream() -> AsyncIterator[bytes]:
        yield b"retry: 2000\n\n"
        async for rows in desk.live.listen():
            if rows:
                yield b"event: events\ndata: " + _rows.dump_json(rows, by_alias=True) + b"\n\n"
            else:
                yield b": still here\n\n"

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream(), media_type="text/event-stream", headers=headers)
