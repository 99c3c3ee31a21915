"""The bodies of several workspaces on one machine."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from polku.http.neighbours import Template
from polku.http.shapes.parts import Body

Said = Annotated[str, Field(max_length=1000)]


class Sibling(Body):
    """A workspace that runs. `mine`: somebody there has the asker's address."""

    folder: str
    name: str
    here: bool
    mine: bool


class Workspaces(Body):
    """`GET /api/workspaces`. `may_make`: a new one would be served at once, and the asker is an owner."""

    siblings: list[Sibling]
    may_make: bool
    needs_address: bool


class Enter(Body):
    """`POST /api/workspaces/enter`. `password` is the asker's in that workspace: needed the first time."""

    folder: Said
    password: Said | None = None


class NewWorkspace(Body):
    """`POST /api/workspaces`."""

    name: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f\"\\]+$")]
    language: Literal["fi", "en"]
    kind: Template


class Entrance(Body):
    """An address that signs the asker in there, once, within a minute."""

    address: str


class HandOver(Body):
    """`POST /api/hand-over`, from the server of another workspace of this machine: who wants in. `link` stands
    for the user there, and changes with that user's password."""

    origin: Said
    link: Said
    email: Said | None
    password: Said | None = None
    founder: str | None = None


class Token(Body):
    """A one-time token of `/login`."""

    token: str
