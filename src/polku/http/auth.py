"""Who asks, and what they may: a signed session cookie for browsers, a bearer token for programs.

Each route names the least role with `needs("viewer")`, or with `asker("viewer")` when it must know the
person; nothing else in `http` decides about rights. The role stands in the users' table, not in the cookie:
a changed role and an ended session hold within a second.
"""

from __future__ import annotations

import getpass
import re
import secrets
import threading
import time
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from fastapi import Depends, Request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.responses import RedirectResponse, Response

from polku.errors import Problem, RequestRefused
from polku.journey.text import Text
from polku.serverfile import PROGRAM_HEADER
from polku.store.users import ROLES, Role, User
from polku.studio.team import JOIN

if TYPE_CHECKING:
    from polku.app import Workspace

COOKIE = "polku_session"
SESSION_SECONDS = 30 * 24 * 3600
REMEMBERED_SECONDS = 1.0  # how long a user is taken as last read
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
DRAFTS = re.compile(r"/api/(journeys|programmes)(/[^/]+)?|/api/segments/count")
CSRF_HEADER = "X-Polku"  # a form of another site cannot send a header of its own
_NAMES = {
    "fi": {"owner": "Omistaja", "editor": "Muokkaaja", "seller": "Myyjä", "viewer": "Katselija"},
    "en": {"owner": "Owner", "editor": "Editor", "seller": "Seller", "viewer": "Viewer"},
}


class Sessions:
    """Signs and reads sessions; `program_token` is the bearer token of programs on this machine."""

    def __init__(self, workspace: Workspace, program_token: str | None) -> None:
        control = workspace.control
        self._audit = control.audit
        self._tokens = control.tokens
        self._users = control.users
        self._settings = workspace.settings
        self._signer = URLSafeTimedSerializer(control.session_key, salt="polku.session")
        self._program_token = program_token
        # Browsers keep one jar for all ports of a name: each workspace has a cookie of its own.
        self.cookie = f"{COOKIE}_{sha256(control.session_key).hexdigest()[:8]}"
        self._read: dict[str, tuple[float, int, User | None]] = {}
        self._lock = threading.Lock()

    def enter(self, token: str, secure: bool, to: str = "/") -> Response | None:
        """The redirect to `to` that sets the cookie, or None when the one-time token is not good."""
        user = self.redeem(token)
        if user is None:
            return None
        answer = RedirectResponse(to, status_code=303)
        self.begin(answer, user, secure)
        return answer

    def redeem(self, token: str, *, joins: bool = False) -> User | None:
        """Whose session a one-time token opens; it is used then. An invitation opens one only to who
        `joins`: chooses a password by it."""
        opened = self._tokens.peek(token)
        if opened is None or (opened.role == JOIN) != joins:
            return None
        opened = self._tokens.redeem(token)
        if opened is None:
            return None
        user = self._users.find(opened.user) if opened.user else self._by_link(opened.role)
        return None if user is None or user.disabled is not None else user

    def begin(self, answer: Response, user: User, secure: bool) -> None:
        """Sets the cookie of a session."""
        answer.set_cookie(
            self.cookie,
            str(self._signer.dumps({"user": user.id, "epoch": user.epoch})),
            max_age=SESSION_SECONDS,
            httponly=True,
            samesite="lax",
            secure=secure,
            path="/",
        )

    def end(self, answer: Response) -> None:
        """Takes the cookie away from the browser."""
        answer.delete_cookie(self.cookie, path="/", httponly=True, samesite="lax")

    def user(self, request: Request) -> User:
        """Whoever asks. Raises RequestRefused: 401 nobody we know, 403 a forgery."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            good = self._program_token
            if good and secrets.compare_digest(token.strip().encode(), good.encode()):
                return self._program(request, self._by_link("owner"))
            raise RequestRefused(Problem("api.bad-token", "Authorization"), 401)
        cookie = request.cookies.get(self.cookie)
        if cookie is None:
            raise RequestRefused(Problem("api.no-session"), 401)
        try:
            said = self._signer.loads(cookie, max_age=SESSION_SECONDS)
            user = self._remembered(str(said["user"]))
            good_epoch = user is not None and said["epoch"] == user.epoch
        except (BadSignature, KeyError, TypeError):
            raise RequestRefused(Problem("api.no-session"), 401) from None
        if user is None or not good_epoch or user.disabled is not None or user.role not in ROLES:
            raise RequestRefused(Problem("api.no-session"), 401)
        check_forgery(request)
        return user

    def _program(self, request: Request, owner: User) -> User:
        """This machine's owner; or a program that says its name, which may look and draft and no more. That it looked
        at people is written down. Raises RequestRefused (403)."""
        name = request.headers.get(PROGRAM_HEADER)
        if name is None:
            return owner
        path, name = request.url.path, name[:40]
        drafts = request.method in ("POST", "PUT") and DRAFTS.fullmatch(path)
        if request.method not in SAFE and not drafts:
            raise RequestRefused(Problem("api.people-only", path, {"program": name}), 403)
        if path.startswith(("/api/people", "/api/voices")):
            self._audit.record(name, "program.people", {"path": path})
        return replace(owner, id=f"program:{name}", name=name, role="editor")

    def _remembered(self, id: str) -> User | None:
        now, changes = time.monotonic(), self._users.changes
        with self._lock:
            known = self._read.get(id)
            if known and known[0] > now and known[1] == changes:
                return known[2]
        user = self._users.find(id)
        with self._lock:
            self._read = {k: v for k, v in self._read.items() if v[0] > now}
            self._read[id] = (now + REMEMBERED_SECONDS, changes, user)
        return user

    def _by_link(self, role: str) -> User:
        user = self._remembered(f"role:{role}")
        if user is None or user.disabled is not None or user.role != role:
            user = self._users.by_link(role, self._name_of(role))
            with self._lock:
                kept = (time.monotonic() + REMEMBERED_SECONDS, self._users.changes, user)
                self._read[f"role:{role}"] = kept
        return user

    def _name_of(self, role: str) -> str:
        if role == "owner":
            try:
                name = getpass.getuser()
            except (OSError, KeyError):  # a container's user may have no name
                name = "root"
            if name != "root":
                return name
        return _NAMES[self._settings.workspace.language].get(role, role)


def _called(role: Role) -> Text:
    """The role by its name, as the screens call it."""
    return Text(**{language: names[role].lower() for language, names in _NAMES.items()})


def check_forgery(request: Request) -> None:
    """A change is asked for by our own pages only. Raises RequestRefused (403)."""
    if request.method not in SAFE and CSRF_HEADER not in request.headers:
        raise RequestRefused(Problem("api.forged", CSRF_HEADER, {"header": CSRF_HEADER}), 403)


class Needs:
    """The dependency that lets a role and those above it through; gives the asker's role."""

    def __init__(self, role: Role) -> None:
        self.role = role

    def __call__(self, request: Request) -> Role:
        return self.let_in(request).role

    def let_in(self, request: Request) -> User:
        """The asker. Raises RequestRefused: 401, or 403 with a lesser role."""
        sessions: Sessions = request.app.state.sessions
        user = sessions.user(request)
        if ROLES.index(user.role) < ROLES.index(self.role):
            params = {"role": _called(user.role), "needs": _called(self.role)}
            raise RequestRefused(Problem("api.not-allowed", request.url.path, params), 403)
        return user


class Asker(Needs):
    """The same; gives the asker."""

    def __call__(self, request: Request) -> User:  # type: ignore[override]
        return self.let_in(request)


def needs(role: Role) -> Any:
    """`dependencies=[needs("editor")]` on a route: the least role that may call it."""
    return Depends(Needs(role))


def asker(role: Role) -> Any:
    """`who: Annotated[User, asker("editor")]`: the same, and who it is. What is written down is `who.name`."""
    return Depends(Asker(role))
