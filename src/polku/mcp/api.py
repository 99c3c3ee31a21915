"""The workspace as an assistant reaches it: the HTTP API, of a running server or of the application in this process."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from mcp.server.mcpserver.exceptions import ToolError

from polku import serverfile
from polku.errors import Language, PolkuError
from polku.serverfile import PROGRAM_HEADER

PROGRAM = "mcp"
TIMEOUT = 120  # seconds: predictions over a large history take their time


class Api:
    """Asks as the program "mcp", which may look and draft and no more; the server sees to that."""

    def __init__(self, directory: Path, language: Language, around: AsyncExitStack) -> None:
        self._directory = directory
        self._headers = {PROGRAM_HEADER: PROGRAM, "Accept-Language": language}
        self._around = around
        self._client: httpx.AsyncClient | None = None

    @classmethod
    @asynccontextmanager
    async def of(cls, directory: Path, language: Language = "en") -> AsyncIterator[Api]:
        """Of the server that runs for this folder, else of its application in this process. Either is reached for when
        something is asked: an assistant that only greets need not wait for the stores."""
        async with AsyncExitStack() as around:
            yield cls(directory, language, around)

    async def _reached(self) -> httpx.AsyncClient:
        if self._client is None:
            running = serverfile.read(self._directory)
            if running is not None and running.alive():
                rest: dict[str, Any] = {"base_url": running.url, "trust_env": False}
                token = running.token
            else:
                token = secrets.token_urlsafe(32)
                rest = {"base_url": "http://localhost", "transport": self._own(token)}
            headers = {**self._headers, "Authorization": f"Bearer {token}"}
            client = httpx.AsyncClient(headers=headers, timeout=TIMEOUT, **rest)
            self._client = await self._around.enter_async_context(client)
        return self._client

    def _own(self, token: str) -> httpx.ASGITransport:
        from polku.app import Workspace
        from polku.http.server import build_app

        workspace = self._around.enter_context(Workspace.open(self._directory))
        return httpx.ASGITransport(build_app(workspace, program_token=token))

    async def get(self, path: str, **query: Any) -> Any:
        """Raises ToolError with what is wrong and how to mend it."""
        given = {key: value for key, value in query.items() if value is not None}
        return await self._ask("GET", path, params=given)

    async def post(self, path: str, body: Any) -> Any:
        """Raises ToolError."""
        return await self._ask("POST", path, json=body)

    async def put(self, path: str, body: Any) -> Any:
        """Raises ToolError."""
        return await self._ask("PUT", path, json=body)

    async def _ask(self, method: str, path: str, **rest: Any) -> Any:
        try:
            answer = await (await self._reached()).request(method, path, **rest)
        except PolkuError as error:
            raise ToolError(error.text()) from None
        except httpx.HTTPError as error:
            raise ToolError(f"The server did not answer: {type(error).__name__}.") from None
        if answer.is_success:
            return answer.json()
        try:
            problems = answer.json()["errors"]
        except (ValueError, KeyError, TypeError):
            raise ToolError(f"The server answered {answer.status_code}.") from None
        lines = [
            f"{each['where']}: {each['what']} {each['fix']} [{each['code']}]" for each in problems
        ]
        raise ToolError("\n".join(lines))
