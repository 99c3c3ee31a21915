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


class RemoteVoices:
    """As `polku.care.voices.Voices`: what people say and show of us."""

    def __init__(self, ask: Callable[..., Any]) -> None:
        self._ask = ask

    def page(
        self,
        *,
        state: str | None = None,
        score: str | None = None,
        after: Any = None,
        limit: int = 50,
    ) -> Any:
        """As `Voices.page`; `after` is the `next` of the page before."""
        asked = {"state": state, "score": score, "cursor": after, "limit": limit}
        params = {name: value for name, value in asked.items() if value is not None}
        return self._ask("GET", "/api/voices", params=params)

    def used(self) -> Any:
        """As `Voices.used`."""
        return self._ask("GET", "/api/voices/used")

    def ask(self, id: str) -> Any:
        """As `Voices.ask`."""
        return self._ask("POST", "/api/voices/ask", json={"id": id})

    def by_hand(self, id: str, *, given: bool, signed: str = "nobody", source: str) -> Any:
        """As `Voices.by_hand`."""
        said = {"id": id, "given": given, "signed": signed, "source": source}
        return self._ask("POST", "/api/voices/answer", json=said)
