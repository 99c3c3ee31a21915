# ruff: noqa: ARG002  (who asks, the server knows)
"""Tasks of a running server: the same methods as `polku.care.tasks.Tasks`, over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class RemoteTasks:
    """`ask(method, path, **httpx arguments)` gives the answer's JSON."""

    def __init__(self, ask: Callable[..., Any]) -> None:
        self._ask = ask

    def page(self, state: str = "open", owner: str | None = None) -> Any:
        """As `Tasks.page`."""
        params = {"state": state} | ({} if owner is None else {"owner": owner})
        return self._ask("GET", "/api/tasks", params=params)

    def get(self, id: int) -> Any:
        """As `Tasks.get`."""
        return self._ask("GET", f"/api/tasks/{id}")

    def log(self, id: int, text: str, *, who: str) -> Any:
        """As `Tasks.log`."""
        return self._ask("POST", f"/api/tasks/{id}/notes", json={"text": text})

    def answer(self, id: int, outcome: str, text: str = "", *, who: str) -> Any:
        """As `Tasks.answer`."""
        said = {"outcome": outcome, "text": text}
        return self._ask("POST", f"/api/tasks/{id}/answer", json=said)

    def reassign(self, id: int, owner: str, *, who: str) -> Any:
        """As `Tasks.reassign`."""
        return self._ask("POST", f"/api/tasks/{id}/owner", json={"owner": owner})
