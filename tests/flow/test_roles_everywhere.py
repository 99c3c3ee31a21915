"""Every route of the API, asked by every role, against the table in docs/reference/roles.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from polku.app import Workspace
from polku.starting import make_workspace
from polku.store.users import ROLES
from tests.conftest import ROOT
from tests.running_api import running_api

pytestmark = pytest.mark.slow
PAGE = ROOT / "docs" / "reference" / "roles.md"
OPEN = "open"
LINE = re.compile(r"^\| `([A-Z]+) (/[^`]*)` \| (\w+) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    directory: Path = tmp_path_factory.mktemp("roles") / "shop"
    make_workspace(directory, template="lifecycle")
    with Workspace.open(directory) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(workspace: Workspace) -> Iterator[httpx.Client]:
    with running_api(workspace) as found:
        found.headers["X-Polku"] = "1"
        yield found


def table() -> dict[tuple[str, str], str]:
    return {(method, path): role for method, path, role in LINE.findall(PAGE.read_text("utf-8"))}


def routes(client: httpx.Client, workspace: Workspace) -> list[tuple[str, str]]:
    sign_in(client, workspace, "viewer")
    paths = client.get("/api/openapi.json").json()["paths"]
    return sorted((method.upper(), path) for path, ways in paths.items() for method in ways)


def sign_in(client: httpx.Client, workspace: Workspace, role: str) -> None:
    client.cookies.clear()
    token = workspace.control.tokens.issue(role)
    assert client.get("/login", params={"token": token}).status_code == 303


def address(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "0", path)


def test_the_table_has_every_route_and_no_other(client: httpx.Client, workspace: Workspace) -> None:
    assert set(table()) == set(routes(client, workspace))


def test_each_role_may_what_the_table_says(client: httpx.Client, workspace: Workspace) -> None:
    """Nobody: 401. A lesser role: 403 `api.not-allowed`. The others are let in, whatever comes of an empty question:
    those routes that would change the workspace are asked by lesser roles only."""
    for (method, path), least in table().items():
        if least == OPEN:
            continue
        client.cookies.clear()
        assert client.request(method, address(path)).status_code == 401, (method, path)
    for role in ROLES:
        sign_in(client, workspace, role)
        for (method, path), least in table().items():
            lesser = least != OPEN and ROLES.index(role) < ROLES.index(least)  # type: ignore[arg-type]
            if not lesser and (least == OPEN or method != "GET" or "export" in path):
                continue
            if not lesser and path in ("/api/events/stream", "/api/events/live"):
                continue  # it goes on for as long as one listens
            with client.stream(method, address(path)) as answer:
                if lesser:
                    answer.read()
                    assert answer.status_code == 403, (role, method, path)
                    assert answer.json()["errors"][0]["code"] == "api.not-allowed", (
                        role,
                        method,
                        path,
                    )
                else:
                    assert answer.status_code not in (401, 403), (role, method, path)
