"""What browsers fetch before they send: our snippet, and the settings Segment's own client asks
for."""

from __future__ import annotations

import gzip
from functools import cache
from hashlib import sha256
from importlib import resources

import msgspec
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from polku.errors import RequestRefused
from polku.http.answer import answer, preflight, refuse
from polku.http.door import Door

_encode = msgspec.json.Encoder().encode
_JAVASCRIPT = b"text/javascript; charset=utf-8"


def settings_route(door: Door) -> list[Route]:
    """`/v1/projects/{key}/settings`, which analytics.js (`analytics-next`) loads when it is pointed
    here with `cdnURL`, and `/v1/m`, where it reports on itself (thrown away)."""

    async def settings(scope: Scope, _receive: Receive, send: Send) -> None:
        if scope["method"] == "OPTIONS":
            return await preflight(scope, send)
        key = scope["path_params"]["key"]
        try:
            door.source_of(key)
        except RequestRefused as error:
            return await refuse(scope, send, error, retry_after=0)
        here = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
        return await answer(
            send,
            200,
            _encode(_settings(key, here, scope.get("scheme", "http"))),
            (b"cache-control", b"no-store"),
        )

    async def metrics(scope: Scope, _receive: Receive, send: Send) -> None:
        if scope["method"] == "OPTIONS":
            return await preflight(scope, send)
        return await answer(send, 200, b'{"success":true}')

    return [
        Route("/v1/projects/{key}/settings", endpoint=_Raw(settings), include_in_schema=False),
        Route("/v1/m", endpoint=_Raw(metrics), include_in_schema=False),
    ]


def _settings(key: str, host: str, scheme: str) -> dict[str, object]:
    return {
        "integrations": {
            "Segment.io": {
                "apiKey": key,
                "apiHost": f"{host}/v1",
                "protocol": scheme,
                "addBundledMetadata": False,
            }
        },
        "plan": {"track": {"__default": {"enabled": True, "integrations": {}}}},
        "metrics": {"sampleRate": 0},
        "middlewareSettings": {},
        "remotePlugins": [],
        "edgeFunction": {},
        "analyticsNextEnabled": True,
    }


def snippet_route() -> Route:
    """`/polku.js`, our own client for web pages."""

    async def serve(scope: Scope, _receive: Receive, send: Send) -> None:
        plain, packed, tag = _snippet()
        asked = dict(scope["headers"])
        common = (
            (b"etag", tag),
            (b"cache-control", b"public, max-age=3600"),
            (b"vary", b"Accept-Encoding"),
        )
        if asked.get(b"if-none-match") == tag:
            return await answer(send, 304, b"", *common, kind=_JAVASCRIPT)
        if b"gzip" in asked.get(b"accept-encoding", b""):
            return await answer(
                send, 200, packed, (b"content-encoding", b"gzip"), *common, kind=_JAVASCRIPT
            )
        return await answer(send, 200, plain, *common, kind=_JAVASCRIPT)

    return Route("/polku.js", endpoint=_Raw(serve), include_in_schema=False)


@cache
def _snippet() -> tuple[bytes, bytes, bytes]:
    plain = resources.files("polku.http").joinpath("polku.js").read_bytes()
    return plain, gzip.compress(plain, mtime=0), b'"%s"' % sha256(plain).hexdigest()[:16].encode()


class _Raw:
    """A function as a raw ASGI application: Starlette takes plain functions for request
    handlers."""

    def __init__(self, serve: ASGIApp) -> None:
        self._serve = serve

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._serve(scope, receive, send)
