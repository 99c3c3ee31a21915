"""`Workspace.reports` against a running server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


class RemoteReports:
    """The same methods as `polku.reports.reports.Reports` that the command line uses."""

    def __init__(self, ask: Callable[..., Any]) -> None:
        """`ask(method, path, **httpx arguments)` gives the answer's JSON."""
        self._ask = ask

    def menu(self) -> Any:
        """As `Reports.menu`."""
        return self._ask("GET", "/api/reports")

    def answer(
        self, key: str, asked: Mapping[str, Any], language: str = "en", *, fresh: bool = False
    ) -> Any:
        """As `Reports.answer`."""
        path = f"/api/reports/{key}" + ("/fresh" if fresh else "")
        return self._ask("GET", path, params=dict(asked), headers={"Accept-Language": language})
