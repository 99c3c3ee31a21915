"""Who asks, and what they may: a signed session cookie for browsers, a bearer token for programs.

Each route names the least role with `needs("viewer")`; nothing else in `http` decides about rights.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Literal, get_args

from fastapi import Depends, Request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.responses import RedirectResponse, Response

from polku.errors import Problem, RequestRefused

if TYPE_CHECKING:
    from polku.app import Workspace

Role = Literal["viewer", "seller", "editor", "owner"]
ROLES: tuple[Role, ...] = get_args(Role)

COOKIE = "polku_session"
SESSION_SECONDS = 30 * 24 * 3600
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CSRF_HEADER = "X-Polku"  # a form of another site cannot send a header of its own


class Sessions:
    """Signs and reads sessions; `program_token` is the bearer token of programs on this machine."""

    def __init__(self, workspace: Workspace, program_token: str | None) -> None:
        self._tokens = workspace.control.tokens
        self._signer = URLSafeTimedSerializer(workspace.control.session_key, salt="polku.session")
        self._program_token = program_token

    def enter(self, token: str, secure: bool) -> Response | None:
        """The redirect to `/` that sets the cookie, or None when the one-time token is not good."""
        role = self._tokens.redeem(token)
        if role is None:
            return None
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(
            COOKIE,
            str(self._signer.dumps({"role": role})),
            max_age=SESSION_SECONDS,
            httponly=True,
            samesite="lax",
            secure=secure,
            path="/",
        )
        return answer

    def role(self, request: Request) -> Role:
        """The role of whoever asks. Raises RequestRefused: 401 nobody we know, 403 a forgery."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            good = self._program_token
            if good and secrets.compare_digest(token.strip().encode(), good.encode()):
                return "owner"
            raise RequestRefused(Problem("api.bad-token", "Authorization"), 401)
        cookie = request.cookies.get(COOKIE)
        if cookie is None:
            raise RequestRefused(Problem("api.no-session"), 401)
        try:
            role = self._signer.loads(cookie, max_age=SESSION_SECONDS)["role"]
        except (BadSignature, KeyError, TypeError):
            raise RequestRefused(Problem("api.no-session"), 401) from None
        if role not in ROLES:
            raise RequestRefused(Problem("api.no-session"), 401)
        if request.method not in SAFE and CSRF_HEADER not in request.headers:
            raise RequestRefused(Problem("api.forged", CSRF_HEADER, {"header": CSRF_HEADER}), 403)
        found: Role = role
        return found


class Needs:
    """The dependency that lets a role and those above it through; gives the asker's role."""

    def __init__(self, role: Role) -> None:
        self.role = role

    def __call__(self, request: Request) -> Role:
        sessions: Sessions = request.app.state.sessions
        role = sessions.role(request)
        if ROLES.index(role) < ROLES.index(self.role):
            params = {"role": role, "needs": self.role}
            raise RequestRefused(Problem("api.not-allowed", request.url.path, params), 403)
        return role


def needs(role: Role) -> Any:
    """`dependencies=[needs("editor")]` on a route: the least role that may call it."""
    return Depends(Needs(role))
