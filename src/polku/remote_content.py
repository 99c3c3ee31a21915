"""Content, script and market of a running server: the same methods as `polku.studio.content.Content`, over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote


class RemoteContent:
    """`ask(method, path, **httpx arguments)` gives the answer's JSON."""

    def __init__(self, ask: Callable[..., Any]) -> None:
        self._ask = ask

    def coverage(self, key: str) -> Any:
        """As `Content.coverage`."""
        return self._get(key, "coverage")

    def market(self, key: str) -> Any:
        """As `Content.market`."""
        return self._get(key, "market")

    def threads(self, key: str) -> Any:
        """As `Content.threads`."""
        return self._get(key, "threads")

    def pieces(self, key: str) -> Any:
        """As `Content.pieces`."""
        return self._get(key, "pieces")

    def _get(self, key: str, what: str) -> Any:
        return self._ask("GET", f"/api/content/{quote(key, safe='')}/{what}")
