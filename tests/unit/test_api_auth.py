"""Who may: every route has a role, and no request gets in without the right one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from polku.app import Workspace
from polku.http.auth import Needs
from polku.http.guard import allowed_hosts, host_name
from polku.http.problems import asked_language
from polku.http.server import build_app
from polku.starting import make_workspace
from polku.store.users import ROLES
from tests.running_api import TOKEN, running_app

pytestmark = pytest.mark.slow

# They tell nothing about people: health, and the ways in and out
OPEN = {"/health", "/login", "/logout", "/join", "/join/look"}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    directory: Path = tmp_path_factory.mktemp("auth") / "shop"
    make_workspace(directory, template="lifecycle")
    with Workspace.open(directory) as opened:
        yield opened


@pytest.fixture(scope="module")
def app(workspace: Workspace) -> FastAPI:
    return build_app(workspace, program_token=TOKEN)


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[httpx.Client]:
    with running_app(app) as client:
        yield client


@pytest.fixture(autouse=True)
def _nobody(client: httpx.Client) -> None:
    client.cookies.clear()


def routes(app: FastAPI) -> list[APIRoute]:
    found: list[APIRoute] = []

    def walk(all_routes: list[object]) -> None:
        for route in all_routes:
            if isinstance(route, APIRoute):
                found.append(route)
            elif hasattr(route, "original_router"):
                walk(route.original_router.routes)

    walk(app.routes)
    return found


def role_of(route: APIRoute) -> str | None:
    needed = [d.call.role for d in route.dependant.dependencies if isinstance(d.call, Needs)]
    assert len(needed) <= 1, f"{route.path} names {len(needed)} roles"
    return needed[0] if needed else None


def sign_in(client: httpx.Client, workspace: Workspace, role: str = "owner") -> None:
    answer = client.get("/login", params={"token": workspace.control.tokens.issue(role)})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"


def test_every_route_of_the_api_names_a_role(app: FastAPI) -> None:
    """A route without a role does not get into the house."""
    found = routes(app)
    assert len(found) > 20
    without = {route.path for route in found if role_of(route) is None}
    assert without == OPEN


def test_every_route_refuses_a_stranger_and_each_lesser_role(
    client: httpx.Client, workspace: Workspace, app: FastAPI
) -> None:
    """401 without a session, 403 with a role below the one that the route names."""
    for route in routes(app):
        least = role_of(route)
        if least is None:
            continue
        path = route.path if route.path.startswith("/api") else f"/api{route.path}"
        path = path.replace("{", "").replace("}", "")
        method = next(iter(route.methods))
        client.cookies.clear()
        assert client.request(method, path).status_code == 401, path
        for role in ROLES[: ROLES.index(least)]:
            client.cookies.clear()
            sign_in(client, workspace, role)
            refused = client.request(method, path, headers={"X-Polku": "1"})
            assert refused.status_code == 403, (path, role)
            assert refused.json()["errors"][0]["code"] == "api.not-allowed"


def test_a_login_token_opens_one_session(client: httpx.Client, workspace: Workspace) -> None:
    """The cookie is HttpOnly and SameSite; the same address a second time gives none."""
    token = workspace.control.tokens.issue()
    first = client.get("/login", params={"token": token})
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert client.get("/api/session").json()["role"] == "owner"
    client.cookies.clear()
    again = client.get("/login", params={"token": token})
    assert again.status_code == 303
    assert "set-cookie" not in again.headers


def test_a_forged_or_foreign_cookie_is_no_session(client: httpx.Client, app: FastAPI) -> None:
    """The signature is ours or the cookie counts for nothing."""
    for value in ("x", "eyJyb2xlIjoib3duZXIifQ.ahNl5g.AAAAAAAAAAAAAAAAAAAAAAAAAAA", ""):
        client.cookies.clear()
        client.cookies.set(app.state.sessions.cookie, value)
        assert client.get("/api/session").status_code == 401


def test_programs_use_the_bearer_token(client: httpx.Client) -> None:
    """Right token in, wrong token out; a bearer needs no header against forgery."""
    good = {"Authorization": f"Bearer {TOKEN}"}
    assert client.get("/api/session", headers=good).status_code == 200
    assert client.post("/api/keys", json={"name": "x"}, headers=good).status_code == 201
    bad = client.get("/api/session", headers={"Authorization": "Bearer nope"})
    assert bad.status_code == 401
    assert bad.json()["errors"][0]["code"] == "api.bad-token"


def test_a_form_of_another_site_cannot_change_anything(
    client: httpx.Client, workspace: Workspace
) -> None:
    """Without X-Polku, or from another origin, a browser's session changes nothing."""
    sign_in(client, workspace)
    without = client.post("/api/keys", json={"name": "x"})
    assert (without.status_code, without.json()["errors"][0]["code"]) == (403, "api.forged")
    headers = {"X-Polku": "1", "Origin": "https://evil.example"}
    foreign = client.post("/api/keys", json={"name": "x"}, headers=headers)
    assert (foreign.status_code, foreign.json()["errors"][0]["code"]) == (403, "api.wrong-origin")
    own = {"X-Polku": "1", "Origin": str(client.base_url).rstrip("/")}
    assert client.post("/api/keys", json={"name": "x"}, headers=own).status_code == 201


def test_only_loopback_names_are_answered_on_loopback(client: httpx.Client) -> None:
    """A name that was rebound to 127.0.0.1 gets nothing, not even the login or ingest."""
    for path in ("/health", "/login?token=x", "/api/session", "/v1/track", "/"):
        answer = client.get(path, headers={"Host": "evil.example:8321"})
        assert answer.status_code == 400, path
        assert answer.json()["errors"][0]["code"] == "api.wrong-host"
    for host in ("localhost:8321", "127.0.0.1", "[::1]:8321", "LOCALHOST"):
        assert client.get("/health", headers={"Host": host}).status_code == 200
    assert allowed_hosts("0.0.0.0") is None
    assert host_name("[::1]:80") == "::1"
    assert host_name("[") == ""


def test_every_answer_carries_the_security_headers(client: httpx.Client) -> None:
    """No inline scripts, no framing, no sniffing; nothing of the API is cached."""
    for path in ("/health", "/api/session", "/", "/api/nothing-here"):
        headers = client.get(path).headers
        assert "script-src 'self';" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    assert client.get("/api/session").headers["cache-control"] == "no-store"
    assert "content-security-policy" not in client.get("/polku.js").headers


def test_errors_speak_the_readers_language(client: httpx.Client) -> None:
    """Accept-Language decides; unknown routes, methods and bad queries are problems too."""
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    finnish = client.get("/api/session", headers={"Accept-Language": "fi-FI,en;q=0.5"})
    assert finnish.json()["errors"][0]["what"].startswith("Et ole kirjautunut")
    assert finnish.headers["content-language"] == "fi"
    missing = client.get("/api/nothing-here", headers=bearer)
    assert (missing.status_code, missing.json()["errors"][0]["code"]) == (404, "api.no-route")
    method = client.put("/api/home", headers=bearer)
    assert (method.status_code, method.json()["errors"][0]["code"]) == (405, "api.no-method")
    invalid = client.get("/api/people?limit=9999", headers=bearer)
    assert invalid.status_code == 422
    assert invalid.json()["errors"][0]["where"] == "query.limit"
    assert asked_language("sv, en;q=0.3, fi;q=0.8") == "fi"
    assert asked_language("de;q=x") == "en"
