"""Shapes of what helps to write a message."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from polku.http.shapes.parts import Body, Words


class Variable(Body):
    """`own`: some people may not have it, so it needs a default."""

    name: str
    example: str
    own: bool


class SegmentName(Body):
    """A saved segment that a block can be shown to."""

    key: str
    name: Words


class Writing(Body):
    """`GET /api/writing`. `domains`: all their addresses are one's own."""

    variables: list[Variable]
    segments: list[SegmentName]
    addresses: list[str]
    domains: list[str]


class Case(Body):
    """`case`: why this one. `id` as lists show it."""

    case: Literal["usual", "no-name", "language", "no-consent"]
    person: str
    id: str
    name: str | None


class Cases(Body):
    """`GET /api/writing/people`."""

    people: list[Case]


class AsBlocks(Body):
    """A body, in both directions."""

    body: str = Field(max_length=200_000)
