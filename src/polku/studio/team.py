"""The team: inviting, roles, signing in by password, and what everybody changes of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from polku.clock import Clock
from polku.errors import Problem, RequestRefused
from polku.store.control import Control
from polku.store.users import User
from polku.studio.passwords import hashed, matches

INVITED_FOR = timedelta(days=7)
JOIN = "join"  # such a token sets a password; it opens no session by itself
NAME_MOST = 100
_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")


@dataclass(frozen=True)
class Invited:
    """`token` opens one session of the user within a week; it is shown once."""

    user: User
    token: str
    expires: datetime


class Team:
    """Who works in a workspace. Names are unique: what is written down says who by name."""

    def __init__(self, control: Control, clock: Clock) -> None:
        self._control = control
        self._users = control.users
        self._clock = clock

    def invite(self, name: str, email: str | None, role: str, *, by: User) -> Invited:
        """Raises RequestRefused: 422 a bad name or address, 409 one that is taken."""
        name = self._good_name(name)
        email = self._good_email(email) if email else None
        user = self._users.add(name, email, role)
        self._record(by, "members.invite", user, role=role)
        return self.link(user.id, by=by, quiet=True)

    def link(self, id: str, *, by: User, quiet: bool = False) -> Invited:
        """A new one-time link for somebody: a lost invitation, a forgotten password."""
        user = self._users.get(id)
        token = self._control.tokens.issue(JOIN, INVITED_FOR, user=user.id)
        if not quiet:
            self._record(by, "members.link", user)
        return Invited(user, token, self._clock() + INVITED_FOR)

    def change(
        self,
        id: str,
        *,
        by: User,
        role: str | None = None,
        disabled: bool | None = None,
        end_sessions: bool = False,
    ) -> User:
        """Raises NotFound, RequestRefused (409, `team.last-owner`)."""
        user = self._users.get(id)
        if (role not in (None, "owner")) or disabled:
            self._keep_an_owner(user)
        if role is not None and role != user.role:
            user = self._users.change(id, role=role)
            self._record(by, "members.role", user, role=role)
        if disabled is not None and disabled != (user.disabled is not None):
            user = self._users.change(id, disabled=self._clock() if disabled else None)
            self._record(by, "members.disable" if disabled else "members.enable", user)
        if end_sessions or disabled:
            user = self._users.end_sessions(id)
            if end_sessions:
                self._record(by, "members.end-sessions", user)
        return user

    def remove(self, id: str, *, by: User) -> None:
        """Raises NotFound, RequestRefused (409, `team.last-owner`)."""
        user = self._users.get(id)
        self._keep_an_owner(user)
        self._users.remove(id)
        self._record(by, "members.remove", user)

    def sign_in(self, email: str, password: str) -> User | None:
        """The user with this address and password. Takes the same time for an address nobody has."""
        user = self._users.by_email(email)
        good = matches(user.password if user else None, password)
        if user is None or not good or user.disabled is not None:
            return None
        return self._users.change(user.id, seen=self._clock())

    def change_me(
        self,
        me: User,
        *,
        name: str | None = None,
        email: str | None = None,
        language: str | None = None,
        password: str | None = None,
        old_password: str | None = None,
    ) -> User:
        """What somebody changes of their own. A new password ends all sessions.

        Raises RequestRefused: 403 `team.wrong-password`, 422, 409.
        """
        values: dict[str, Any] = {}
        if name is not None and name.strip() != me.name:
            values["name"] = self._good_name(name, me)
        if email is not None and email.strip().lower() != (me.email or ""):
            values["email"] = self._good_email(email)
            self._known(me, old_password)
        if password is not None:
            self._known(me, old_password)
            values["password"] = hashed(password)
            values["epoch"] = me.epoch + 1
        user = self._users.change(me.id, **values)
        if language is not None:
            self._control.choices.put(f"language:{me.id}", language, who=me.id)
        if values:
            self._record(user, "members.me", user, changed=sorted({*values} - {"epoch"}))
        return user

    def _known(self, me: User, old: str | None) -> None:
        # who has none yet came by a one-time link, which says as much
        if me.password is not None and not matches(me.password, old or ""):
            raise RequestRefused(Problem("team.wrong-password", "old_password"), 403)

    def _keep_an_owner(self, user: User) -> None:
        others = [
            each
            for each in self._users.all()
            if each.role == "owner" and each.disabled is None and each.id != user.id
        ]
        if user.role == "owner" and user.disabled is None and not others:
            raise RequestRefused(Problem("team.last-owner", params={"name": user.name}), 409)

    def _good_name(self, name: str, mine: User | None = None) -> str:
        name = " ".join(name.split())
        if not name or len(name) > NAME_MOST or not name.isprintable():
            raise RequestRefused(Problem("team.bad-name", "name", {"most": NAME_MOST}), 422)
        taken = self._users.by_name(name)
        if taken is not None and (mine is None or taken.id != mine.id):
            raise RequestRefused(Problem("team.name-taken", "name", {"name": name}), 409)
        return name

    def _good_email(self, email: str) -> str:
        good = email.strip().lower()
        if len(good) > 254 or not _ADDRESS.fullmatch(good):
            raise RequestRefused(Problem("team.bad-address", "email"), 422)
        if self._users.by_email(good) is not None:
            raise RequestRefused(Problem("team.address-taken", "email"), 409)
        return good

    def _record(self, by: User, what: str, about: User, **details: Any) -> None:
        self._control.audit.record(by.name, what, {"user": about.name, **details})
