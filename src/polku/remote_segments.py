# ruff: noqa: ARG002  (who asks, the server knows)
"""The segments of a running server: the same methods as `polku.segments.Segments`, over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from polku.errors import Language


class RemoteSegments:
    """`ask(method, path, **httpx arguments)` gives the answer's JSON."""

    def __init__(self, ask: Callable[..., Any]) -> None:
        self._ask = ask

    def all(self) -> Any:
        """As `Segments.all`."""
        return self._ask("GET", "/api/segments")

    def show(self, key: str, *, language: Language = "en") -> Any:
        """As `Segments.show`."""
        return self._ask("GET", _path(key), headers={"Accept-Language": language})

    def count(self, condition: Any, *, language: Language = "en") -> Any:
        """As `Segments.count`."""
        headers = {"Accept-Language": language}
        asked = {"condition": condition}
        return self._ask("POST", "/api/segments/count", json=asked, headers=headers)

    def save(
        self, key: str, body: str | dict[str, Any], *, who: str, edition: int | None = None
    ) -> Any:
        """As `Segments.save`."""
        return self._ask("PUT", _path(key), json={"body": body, "edition": edition})

    def delete(self, key: str, *, who: str) -> None:
        """As `Segments.delete`."""
        self._ask("DELETE", _path(key))


def _path(key: str) -> str:
    return f"/api/segments/{quote(key, safe='')}"
