# ruff: noqa: ARG002  (who asks, the server knows)
"""The journeys of a running server: the same methods as `polku.studio.Studio`, over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from polku.errors import Language


class RemoteStudio:
    """`ask(method, path, **httpx arguments)` gives the answer's JSON."""

    def __init__(self, ask: Callable[..., Any]) -> None:
        self._ask = ask

    def journeys(self) -> Any:
        """As `Studio.journeys`."""
        return self._ask("GET", "/api/journeys")

    def page(self, key: str = "-", *, language: Language = "en") -> Any:
        """As `Studio.page`."""
        return self._ask("GET", _path(key), headers={"Accept-Language": language})

    def begin(self, *, body: Any, who: str) -> Any:
        """As `Studio.begin` of a text."""
        return self._ask("POST", "/api/journeys", json={"body": body})

    def save(self, key: str, body: Any, *, edition: int | None, who: str) -> Any:
        """As `Studio.save`."""
        if edition is None:
            edition = self.page(key)["edition"]
        return self._ask("PUT", _path(key), json={"body": body, "edition": edition})

    def publishing(self, key: str, *, language: Language = "en") -> Any:
        """As `Studio.publishing`."""
        headers = {"Accept-Language": language}
        return self._ask("GET", f"{_path(key)}/publishing", headers=headers)

    def publish(self, key: str, *, note: str, edition: int | None = None, who: str) -> int:
        """As `Studio.publish`."""
        asked = {"note": note, "edition": edition}
        return int(self._ask("POST", f"{_path(key)}/publish", json=asked)["version"])

    def versions(self, key: str) -> Any:
        """As `Studio.versions`."""
        return self._ask("GET", f"{_path(key)}/versions")

    def restore(self, key: str, number: int, *, named: bool = False, who: str) -> Any:
        """As `Studio.restore`."""
        asked = {"version": number, "named": named}
        return self._ask("POST", f"{_path(key)}/restore", json=asked)


def _path(key: str) -> str:
    return f"/api/journeys/{quote(key, safe='')}"
