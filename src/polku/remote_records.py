# ruff: noqa: ARG002  (who asks, the server knows)
"""Messages and consents of a running server: the same methods as `polku.care.records.Records`, over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from polku.errors import Language


class RemoteRecords:
    """`ask(method, path, **httpx arguments)` gives the answer's JSON."""

    def __init__(self, ask: Callable[..., Any]) -> None:
        self._ask = ask

    def messages(
        self,
        *,
        state: str | None = None,
        person: str | None = None,
        programme: str | None = None,
        limit: int = 50,
        language: Language = "en",
    ) -> Any:
        """As `Records.messages`."""
        asked = {"state": state, "person": person, "programme": programme, "limit": limit}
        params = {key: value for key, value in asked.items() if value is not None}
        headers = {"Accept-Language": language}
        return self._ask("GET", "/api/messages", params=params, headers=headers)

    def settle_message(self, id: int, *, send: bool, who: str) -> Any:
        """As `Records.settle_message`."""
        return self._ask("POST", f"/api/messages/{id}/{'send' if send else 'drop'}")

    def consents(self, person: str) -> Any:
        """As `Records.consents`."""
        return self._ask("GET", f"{_of(person)}/consents")

    def import_consents(self, text: str, *, who: str) -> Any:
        """As `Records.import_consents`."""
        return self._ask("POST", "/api/consents/import", content=text.encode())

    def person_data(self, person: str) -> Any:
        """As `Records.person_data`."""
        return self._ask("GET", f"{_of(person)}/data")

    def erase(self, person: str, *, who: str) -> Any:
        """As `Records.erase`."""
        return self._ask("DELETE", _of(person))


def _of(person: str) -> str:
    return f"/api/people/{quote(person, safe='')}"
