"""The bodies of links that let people without a login read a map."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from polku.http.shapes.parts import Body, Moment


class SharedMap(Body):
    """A link: `path` on this server, `url` where the public pages are, if that is known."""

    token: str
    journey: str
    name: str
    who: str
    live: bool
    created: Moment
    expires: Moment | None
    revoked: Moment | None
    path: str
    url: str | None


class NewShare(Body):
    """`POST /api/shares`. `live`: with the numbers of people on each stage."""

    journey: Annotated[str, Field(max_length=200)]
    name: Annotated[str, Field(max_length=200)] = ""
    live: bool = False
    expires: Moment | None = None
