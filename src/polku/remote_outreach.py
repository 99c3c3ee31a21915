# ruff: noqa: ARG002  (who asks, the server knows)
"""Forms and offers of a running server: the same methods as `polku.care.outreach.Outreach`, over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal
from urllib.parse import quote

from polku.errors import Language

Kind = Literal["form", "offer"]


class RemoteOutreach:
    """`ask(method, path, **httpx arguments)` gives the answer's JSON."""

    def __init__(self, ask: Callable[..., Any]) -> None:
        self._ask = ask

    def all(self, kind: Kind, *, language: Language = "en") -> Any:
        """As `Outreach.all`."""
        return self._ask("GET", f"/api/{kind}s", headers=_in(language))

    def one(self, kind: Kind, key: str, *, language: Language = "en") -> Any:
        """As `Outreach.one`."""
        return self._ask("GET", _path(kind, key), headers=_in(language))

    def save(
        self,
        kind: Kind,
        key: str,
        body: str | Mapping[str, Any],
        *,
        edition: int | None,
        who: str,
        language: Language = "en",
    ) -> Any:
        """As `Outreach.save`."""
        saved = {"body": body, "edition": edition}
        return self._ask("PUT", _path(kind, key), json=saved, headers=_in(language))

    def publish(
        self,
        kind: Kind,
        key: str,
        *,
        who: str,
        note: str = "",
        language: Language = "en",
        as_new: bool = False,
    ) -> Any:
        """As `Outreach.publish`."""
        path = f"{_path(kind, key)}/publish"
        asked = {"note": note, "as_new": as_new}
        return self._ask("POST", path, json=asked, headers=_in(language))

    def shown(
        self, key: str, *, version: int | None = None, cursor: str | None = None, limit: int = 50
    ) -> Any:
        """As `Outreach.shown`."""
        asked = {"version": version, "cursor": cursor, "limit": limit}
        params = {name: value for name, value in asked.items() if value is not None}
        return self._ask("GET", f"{_path('offer', key)}/shown", params=params)

    def close(self, kind: Kind, key: str, *, who: str, language: Language = "en") -> Any:
        """As `Outreach.close`."""
        return self._ask("POST", f"{_path(kind, key)}/close", headers=_in(language))


def _path(kind: Kind, key: str) -> str:
    return f"/api/{kind}s/{quote(key, safe='')}"


def _in(language: Language) -> dict[str, str]:
    return {"Accept-Language": language}
