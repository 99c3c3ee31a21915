"""The bodies of the team: signing in, oneself, the others, the audit log."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from polku.http.shapes.parts import Body, Moment
from polku.store.users import Role

Said = Annotated[str, Field(max_length=1000)]


class Login(Body):
    """`POST /api/login`."""

    email: Said
    password: Said


class Join(Body):
    """`POST /api/join`: the one-time token of an invitation, and the password to have from now on."""

    token: Said
    password: Said


class Look(Body):
    """`POST /api/join/look`."""

    token: Said


class Invitation(Body):
    """For whom a one-time link is."""

    name: str
    email: str | None
    role: Role
    workspace: str


class Me(Body):
    """`GET /api/me`."""

    id: str
    name: str
    email: str | None
    role: Role
    language: Literal["fi", "en"] | None
    has_password: bool


class ChangeMe(Body):
    """What is None stays."""

    name: Said | None = None
    email: Said | None = None
    language: Literal["fi", "en"] | None = None
    password: Said | None = None
    old_password: Said | None = None


class Member(Body):
    """One of the team. The address, the last sign-in and whether there is a password are told to owners only."""

    id: str
    name: str
    role: Role
    disabled: bool
    email: str | None = None
    seen: Moment | None = None
    has_password: bool | None = None


class Invite(Body):
    """`POST /api/team`."""

    name: Said
    email: Said | None = None
    role: Role


class Invited(Body):
    """`path` opens one session within a week and is shown once; `mailed` when it went by e-mail too."""

    user: Member
    path: str
    expires: Moment
    mailed: bool


class ChangeMember(Body):
    """What is None stays."""

    role: Role | None = None
    disabled: bool | None = None
    end_sessions: bool = False


class Deed(Body):
    """A line of the audit log: `what` is a code such as keys.revoke."""

    id: int
    at: Moment
    who: str
    what: str
    details: dict[str, Any]


class Deeds(Body):
    """The newest first; `before` of the next page, or None at the end."""

    deeds: list[Deed]
    before: int | None
