"""Browsers of a team, for tests of the HTTP API: each with its own session."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from polku.app import Workspace
from tests.running_api import as_program, running_api

PASSWORD = "neljä sanaa peräkkäin"


class Office:
    """A running workspace: `owner` is the machine's; others come by invitation."""

    def __init__(self, owner: httpx.Client) -> None:
        self.owner = owner
        self._open: list[httpx.Client] = []

    def browser(self, **headers: str) -> httpx.Client:
        """Somebody with no session yet."""
        client = httpx.Client(
            base_url=self.owner.base_url,
            timeout=30,
            trust_env=False,
            headers={"X-Polku": "1", **headers},
        )
        self._open.append(client)
        return client

    def invited(self, name: str, role: str) -> tuple[dict[str, Any], httpx.Client]:
        """A new member, and the browser in which they have joined."""
        email = f"{name.replace(' ', '.')}@yritys.example"
        made = self.owner.post("/api/team", json={"name": name, "email": email, "role": role})
        assert made.status_code == 201, made.text
        theirs = self.browser()
        token = made.json()["path"].partition("token=")[2]
        joined = theirs.post("/api/join", json={"token": token, "password": PASSWORD})
        assert joined.status_code == 204, joined.text
        return made.json()["user"], theirs

    def close(self) -> None:
        for client in self._open:
            client.close()


@contextmanager
def office(workspace: Workspace) -> Iterator[Office]:
    """The workspace's API with the browsers of its team."""
    with running_api(workspace) as client:
        found = Office(as_program(client))
        try:
            yield found
        finally:
            found.close()


def code(answer: httpx.Response) -> tuple[int, str]:
    """The status and the code of the first problem."""
    return answer.status_code, answer.json()["errors"][0]["code"]
