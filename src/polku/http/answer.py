"""Answers of the ingest routes: small, for any origin, and saying what is wrong when something
is."""

from __future__ import annotations

import msgspec
from starlette.types import Scope, Send

from polku.errors import Language, PolkuError

_encode = msgspec.json.Encoder().encode
_ANY_ORIGIN = (b"access-control-allow-origin", b"*")
_NO_SNIFFING = (b"x-content-type-options", b"nosniff")
_JSON = (b"content-type", b"application/json")
_TRY_AGAIN = (429, 503)


async def answer(
    send: Send, status: int, body: bytes, *extra: tuple[bytes, bytes], kind: bytes | None = None
) -> None:
    """Send a whole response, readable by scripts of any site (no cookie is ever involved)."""
    headers = [
        (b"content-type", kind) if kind else _JSON,
        (b"content-length", b"%d" % len(body)),
        _ANY_ORIGIN,
        _NO_SNIFFING,
        *extra,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def preflight(scope: Scope, send: Send) -> None:
    """Let a browser of any site send: the write key is what opens the door, not the origin."""
    wanted = next(
        (value for name, value in scope["headers"] if name == b"access-control-request-headers"),
        b"authorization, content-type",
    )
    await answer(
        send,
        200,
        b"",
        (b"access-control-allow-methods", b"GET, POST, OPTIONS"),
        (b"access-control-allow-headers", wanted),
        (b"access-control-max-age", b"86400"),
        (b"vary", b"Access-Control-Request-Headers"),
    )


async def refuse(scope: Scope, send: Send, error: PolkuError, *, retry_after: int) -> None:
    """Say no. `code` and `message` stand at the top as well, where Segment's clients look for
    them."""
    language = language_of(scope)
    first = error.problems[0]
    body = _encode(
        {
            "success": False,
            "code": first.code,
            "message": first.line(language),
            "errors": [problem.as_dict(language) for problem in error.problems],
        }
    )
    extra = []
    if error.status in _TRY_AGAIN:
        extra.append((b"retry-after", b"%d" % retry_after))
    if error.status == 401:
        extra.append((b"www-authenticate", b'Basic realm="polku"'))
    if error.status == 405:
        extra.append((b"allow", b"POST, OPTIONS"))
    await answer(send, error.status, body, *extra)


def language_of(scope: Scope) -> Language:
    """Finnish when the sender prefers it, else English."""
    for name, value in scope["headers"]:
        if name == b"accept-language":
            return "fi" if value[:2].lower() == b"fi" else "en"
    return "en"
