"""The address by which public pages are reached from outside."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request

from polku.http.guard import LOOPBACK


def outside(request: Request, public: str | None) -> str:
    """`[public] url`, else where the request came to. An address of this very machine is worth what the browser has:
    the port may be another than in the settings."""
    base = public if public and not opened_here(public) else str(request.base_url)
    return base.rstrip("/")


def opened_here(url: str) -> bool:
    """Whether the address opens on this machine alone."""
    return (urlsplit(url).hostname or "") in LOOPBACK
