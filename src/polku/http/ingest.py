"""Segment-compatible ingest: raw routes that answer 200 only when the events are on the disk.

No framework stands between the socket and the log here: no pydantic, no per-request objects but the
envelopes. The way of a request: `read_body` → `Door` (key, decode, envelopes) → accept log →
answer."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Callable
from functools import partial
from urllib.parse import parse_qs

import msgspec
import structlog
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from polku.errors import Problem, RequestRefused, StoreError
from polku.http.answer import answer, preflight, refuse
from polku.http.body import Gone, read_body
from polku.http.browser import settings_route, snippet_route
from polku.http.door import Door, Opened
from polku.store.accept_log import AcceptLog, Entry

MAX_LAG = 1_000_000  # events on their way to the warehouse, above which senders are asked to wait
RETRY_AFTER_SECONDS = 2

Open = Callable[[bytes, str | None], Opened]

_encode = msgspec.msgpack.Encoder().encode
_reply = msgspec.json.Encoder().encode
log = structlog.get_logger("polku.ingest")


class Ingest:
    """What the ingest routes need: the door, the log, and how far the warehouse may fall behind."""

    def __init__(self, door: Door, accept_log: AcceptLog, *, max_lag: int = MAX_LAG) -> None:
        self.door = door
        self.accept_log = accept_log
        self.max_lag = max_lag

    async def keep(self, opened: Opened) -> None:
        """Wait until the envelopes are on the disk. Raises StoreError when they cannot be kept."""
        body = _encode(opened.envelopes)
        loop = asyncio.get_running_loop()
        kept: asyncio.Future[None] = loop.create_future()
        entry = Entry(opened.received, opened.source, len(opened.envelopes), body)

        def done(failure: StoreError | None) -> None:
            loop.call_soon_threadsafe(_settle, kept, failure)

        self.accept_log.offer(entry, done)
        await kept

    def make_room(self) -> None:
        """Raises RequestRefused (429) while too much is on its way already."""
        if self.accept_log.lag > self.max_lag or self.accept_log.crowded:
            params = {"lag": self.accept_log.lag, "seconds": RETRY_AFTER_SECONDS}
            raise RequestRefused(Problem("ingest.busy", params=params), 429)


def ingest_routes(ingest: Ingest) -> list[Route]:
    """The routes under /v1, and /polku.js, to be mounted at the root of the app."""
    door = ingest.door
    one = {
        kind: Endpoint(ingest, partial(_open_one, door, kind))
        for kind in ("identify", "track", "page", "screen", "group", "alias")
    }
    batch = Endpoint(ingest, door.open_batch)
    endpoints = {
        **one,
        "batch": batch,
        "import": Endpoint(ingest, partial(door.open_batch, trust_time=True)),
        "b": batch,
        "i": one["identify"],
        "t": one["track"],
        "p": one["page"],
        "s": one["screen"],
        "g": one["group"],
        "a": one["alias"],
    }
    routes = [
        Route(f"/v1/{name}", endpoint=endpoint, include_in_schema=False)
        for name, endpoint in endpoints.items()
    ]
    return [*routes, *settings_route(door), snippet_route()]


class IngestLane:
    """ASGI middleware that takes ingest requests before the application around it is asked: matching
    the routes of the whole API first would cost a request more than keeping its event does."""

    def __init__(self, app: ASGIApp, ingest: Ingest) -> None:
        self._app = app
        self._lane: dict[str, ASGIApp] = {
            route.path: route.app for route in ingest_routes(ingest) if "{" not in route.path
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand an exact ingest address to its endpoint, all else to the application."""
        taken = self._lane.get(scope["path"]) if scope["type"] == "http" else None
        await (taken or self._app)(scope, receive, send)


class Endpoint:
    """One ingest address, as a raw ASGI application."""

    def __init__(self, ingest: Ingest, open_body: Open) -> None:
        self._ingest = ingest
        self._open = open_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; never lets a sender's mistake become a 5xx."""
        method = scope["method"]
        if method == "OPTIONS":
            return await preflight(scope, send)
        try:
            if method != "POST":
                raise RequestRefused(Problem("ingest.not-post", "method", {"method": method}), 405)
            self._ingest.make_room()
            key = write_key(scope)
            # a stranger is turned away before a byte of the body is read
            source = None if key is None else self._ingest.door.source_of(key)
            opened = self._open(await read_body(receive), source)
            if opened.refused:
                raise opened.refused
            if opened.envelopes:
                await self._ingest.keep(opened)
        except Gone:
            return None
        except (RequestRefused, StoreError) as error:
            return await refuse(scope, send, error, retry_after=RETRY_AFTER_SECONDS)
        if not opened.broken:
            return await answer(send, 200, _ACCEPTED)
        log.warning("partly accepted", source=opened.source, broken=len(opened.broken))
        return await answer(send, 200, _partly(opened))


_ACCEPTED = b'{"success":true}'


def _partly(opened: Opened) -> bytes:
    rejected = [{"index": index, **problem.as_dict()} for index, problem in opened.broken]
    return _reply({"success": True, "accepted": len(opened.envelopes), "rejected": rejected})


def _open_one(door: Door, kind: str, body: bytes, source: str | None) -> Opened:
    return door.open_one(body, kind, source)


def _settle(kept: asyncio.Future[None], failure: StoreError | None) -> None:
    if kept.done():  # the request was cancelled while the disk was busy
        return
    if failure is None:
        kept.set_result(None)
    else:
        kept.set_exception(failure)


def write_key(scope: Scope) -> str | None:
    """The write key of the request: user name of Basic auth, a Bearer token, or `writeKey` in the
    query; None when it can only be in the body. Raises RequestRefused (401) for a header that is
    neither."""
    for name, value in scope["headers"]:
        if name == b"authorization":
            return _authorized(value)
    query = scope["query_string"]
    if query:
        found = parse_qs(query.decode("latin-1")).get("writeKey")
        if found:
            return str(found[0])
    return None


def _authorized(header: bytes) -> str:
    scheme, _, rest = header.partition(b" ")
    try:
        if scheme.lower() == b"basic":
            return base64.b64decode(rest.strip(), validate=True).decode().partition(":")[0]
        if scheme.lower() == b"bearer":
            return rest.strip().decode()
    except (binascii.Error, UnicodeDecodeError):
        pass
    raise RequestRefused(Problem("ingest.wrong-key", "Authorization"), 401)
