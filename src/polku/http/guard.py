"""What stands before every request: the host check and the security headers.

A page of another site can make a browser talk to a server on this machine by giving its own name
the address 127.0.0.1 (DNS rebinding). Such a request carries that name as its Host, so on loopback
only loopback names are answered. The public pages and the event door are for the world: they are
answered to the name of [public] url as well, for a proxy on this machine brings their requests here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from polku.errors import Problem, RequestRefused
from polku.http.problems import problem_response

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
OPEN_TO_SITES = (
    "/v1/",
    "/polku.js",
    "/p/push",
)  # other sites' pages send events here; they have their own CORS
PUBLIC = "/p/"  # pages and addresses that people outside open
PICTURES = ("/p/o/", "/p/img/")  # shown by mail programs on the web, which are other sites

CONTENT_SECURITY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # Mantine writes <style> for responsive props
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


PUBLIC_SECURITY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


class Guard:
    """ASGI middleware. `hosts`: names the server answers to; None = all, when it is bound to an
    address that other machines reach on purpose. `public`: [public] url, if there is one."""

    def __init__(
        self,
        app: ASGIApp,
        hosts: Iterable[str] | None,
        public: Callable[[], str | None] = lambda: None,
    ) -> None:
        self.app = app
        self.hosts = None if hosts is None else frozenset(hosts)
        self._public = public

    @property
    def public(self) -> str:
        """The name of the public address, as the settings say it now."""
        return urlsplit(self._public() or "").netloc.lower()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        path: str = scope["path"]
        for_sites = path.startswith(OPEN_TO_SITES)

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(MutableHeaders(scope=message), path, for_sites)
            await send(message)

        refusal = self._refusal(headers, scope["method"], path)
        if refusal is not None:
            answer = problem_response(refusal, headers.get("accept-language", ""))
            await answer(scope, receive, send_safely)
            return
        await self.app(scope, receive, send_safely)

    def _refusal(self, headers: Headers, method: str, path: str) -> RequestRefused | None:
        given = headers.get("host", "").lower()
        host, for_sites = host_name(given), path.startswith(OPEN_TO_SITES)
        outside = self.public if for_sites or path.startswith(PUBLIC) else ""
        named = outside and host == host_name(outside)
        if self.hosts is not None and host not in self.hosts and not named:
            return RequestRefused(Problem("api.wrong-host", "Host", {"host": host}), 400)
        origin = headers.get("origin")
        if origin is None or for_sites or method in {"GET", "HEAD"}:
            return None
        if urlsplit(origin).netloc.lower() not in {given, outside} - {""}:
            return RequestRefused(Problem("api.wrong-origin", "Origin", {"origin": origin}), 403)
        return None


def host_name(host: str) -> str:
    """The Host header without its port, lower case; an IPv6 address without its brackets."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def allowed_hosts(bound_to: str) -> frozenset[str] | None:
    """The names that a server bound to this address answers to; None = any."""
    return LOOPBACK if bound_to.lower() in LOOPBACK else None


def _add_headers(headers: MutableHeaders, path: str, for_sites: bool) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    if for_sites:
        return
    if path.startswith(PUBLIC):
        _add_public_headers(headers, path)
        return
    headers["Content-Security-Policy"] = CONTENT_SECURITY
    headers["Referrer-Policy"] = "no-referrer"  # the address may carry a one-time token
    headers["X-Frame-Options"] = "DENY"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if path.startswith(("/api", "/login")):
        headers.setdefault("Cache-Control", "no-store")


def _add_public_headers(headers: MutableHeaders, path: str) -> None:
    # what a page says itself stands: a form may be shown in the frames of the sites it names
    if "Content-Security-Policy" not in headers:
        headers["Content-Security-Policy"] = PUBLIC_SECURITY
    if "frame-ancestors 'none'" in headers["Content-Security-Policy"]:
        headers["X-Frame-Options"] = "DENY"
    # the address may be somebody's own, so no other site learns it; our own POSTs keep their Origin
    headers["Referrer-Policy"] = "same-origin"
    headers["X-Robots-Tag"] = "noindex, nofollow"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = (
        "cross-origin" if path.startswith(PICTURES) else "same-origin"
    )
    headers.setdefault("Cache-Control", "no-store")
