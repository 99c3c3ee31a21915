"""Where browsers say that they listen to notifications: called by polku.js on pages of other sites.

What opens this door is the write key, as with events, and no cookie is involved. A browser is kept under
its anonymous id only: a user id that a page could name would let anyone listen to anyone's messages.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pyarrow as pa
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from polku.delivery.consenting import say
from polku.errors import Problem, RequestRefused
from polku.events.identity import identity_hash
from polku.http.answer import answer, preflight, refuse
from polku.http.public.page import HERE
from polku.http.public.site import Site
from polku.store.consents import Consent
from polku.store.micros import to_micros
from polku.store.push import PushSubscription

LARGEST = 8_000
MARKETING = "marketing"


def push_routes(site: Site) -> list[Route]:
    """GET /p/push/key, POST /p/push and GET /p/push-worker.js."""
    script = (HERE / "push-worker.js").read_bytes()

    async def worker(_: Request) -> Response:
        # a site's own worker loads this one with importScripts, from its own origin
        headers = {
            "Cache-Control": "public, max-age=3600",
            "Service-Worker-Allowed": "/",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
        return Response(script, media_type="text/javascript; charset=utf-8", headers=headers)

    return [
        Route("/p/push/key", _Raw(_Key(site)), methods=None),
        Route("/p/push", _Raw(_Subscribe(site)), methods=None),
        Route("/p/push-worker.js", worker, methods=["GET"]),
    ]


class _Raw:
    """A class instance is a raw ASGI application for Starlette."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "OPTIONS":
            return await preflight(scope, send)
        try:
            body = await self._app(Request(scope, receive))
        except RequestRefused as error:
            return await refuse(scope, send, error, retry_after=60)
        return await answer(send, 200, msgspec.json.encode(body))


class _Key:
    def __init__(self, site: Site) -> None:
        self._site = site

    async def __call__(self, _: Request) -> dict[str, str]:
        return {"key": await run_in_threadpool(self._public)}

    def _public(self) -> str:
        from polku.channels.push import PushChannel

        control, push = self._site.control, self._site.settings.push
        if not push.subject:
            raise RequestRefused(
                Problem("channel.not-set", "push", {"setting": "[push] subject"}), 404
            )
        return PushChannel(control.push_key, push.subject, lambda _: None).public_key


class _Subscribe:
    def __init__(self, site: Site) -> None:
        self._site = site

    async def __call__(self, request: Request) -> dict[str, bool]:
        if request.method != "POST":
            params = {"method": request.method}
            raise RequestRefused(Problem("ingest.not-post", "method", params), 405)
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > LARGEST:
                raise _bad("body", 413)
        if not self._site.limits.posts.allows(request.client.host if request.client else ""):
            raise RequestRefused(Problem("ingest.busy", params={"lag": 0, "seconds": 60}), 429)
        await run_in_threadpool(self._keep, body)
        return {"success": True}

    def _keep(self, body: bytes) -> None:
        said, control = _read(body), self._site.control
        source = control.keys.verify(said["writeKey"]) if said["writeKey"] else None
        if source is None:
            raise RequestRefused(Problem("ingest.wrong-key", "writeKey"), 401)
        found = self._subscription(said["subscription"])
        now = self._site.now()
        identity = identity_hash(control.identity_key, "anonymous", said["anonymousId"])
        columns = {
            "identity": pa.array([identity], pa.int64()),
            "kind": ["anonymous"],
            "value": [said["anonymousId"]],
            "first_seen": pa.array([to_micros(now)], pa.int64()),
        }
        control.identities.remember(pa.table(columns))
        person = self._site.person_of(identity) or identity
        mine = {each.endpoint for each in control.push.of([person]).get(person, ())}
        said_before = control.consents.state([person], MARKETING, "push").get(person)
        control.push.add(identity, found, now)
        # Allowing notifications is the consent to them; the same browser again takes no refusal back.
        if said_before is None or (found.endpoint not in mine and not said_before.given):
            row = Consent(identity, MARKETING, "push", "consent", True, f"push:{source}", now)
            say(control, self._site.receipts, [row])

    def _subscription(self, given: Any) -> PushSubscription:
        keys = given.get("keys") if isinstance(given, dict) else None
        if not isinstance(keys, dict):
            raise _bad("subscription")
        endpoint, p256dh, auth = given.get("endpoint"), keys.get("p256dh"), keys.get("auth")
        if not isinstance(endpoint, str) or len(endpoint) > 1_000 or not self._safe(endpoint):
            raise _bad("subscription.endpoint")
        if _length(p256dh) != 65 or _length(auth) != 16:
            raise _bad("subscription.keys")
        return PushSubscription(endpoint, str(p256dh), str(auth))

    def _safe(self, endpoint: str) -> bool:
        try:
            parts = urlsplit(endpoint)
        except ValueError:
            return False
        plain = parts.scheme == "http" and self._site.settings.webhook.allow_private
        return bool(parts.hostname) and (parts.scheme == "https" or plain)


def _read(body: bytes) -> dict[str, Any]:
    try:
        said = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        raise _bad("body") from None
    if not isinstance(said, dict):
        raise _bad("body")
    anonymous, key = said.get("anonymousId"), said.get("writeKey")
    if not isinstance(anonymous, str) or not 0 < len(anonymous) <= 200:
        raise _bad("anonymousId")
    key = key if isinstance(key, str) else None
    return {"anonymousId": anonymous, "writeKey": key, "subscription": said.get("subscription")}


def _length(text: Any) -> int:
    """Bytes of a base64url text; 0 of what is none."""
    if not isinstance(text, str):
        return 0
    try:
        return len(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError):
        return 0


def _bad(where: str, status: int = 400) -> RequestRefused:
    return RequestRefused(Problem("channel.bad-subscription", where), status)
