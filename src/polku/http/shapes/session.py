"""The bodies of the session and of health."""

from __future__ import annotations

from typing import Literal

from polku.http.shapes.parts import Body, Moment, ProblemBody
from polku.store.users import Role


class Session(Body):
    """`GET /api/session`."""

    role: Role
    user: str
    name: str
    speaks: Literal["fi", "en"] | None  # what the user chose
    language: Literal["fi", "en"]
    timezone: str
    workspace: str
    version: str
    demo: bool
    as_of: Moment
    problems: list[ProblemBody]  # of a document that is not valid: the stages stand still meanwhile


class Health(Body):
    """`GET /health`. `lag`: events accepted and not yet in the warehouse; `failing`: the code of
    what keeps them from it, such as store.full. They are safe in the log meanwhile. `delivering`: the part that
    sends messages lives; when it does not, they wait in the outbox until the server is started again."""

    status: Literal["ok"]
    version: str
    workspace: str
    events: int
    lag: int
    failing: str | None
    delivering: bool
