"""The bodies of comments."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from polku.http.shapes.parts import Body, Moment, Words

Place = Annotated[str, Field(max_length=300)]


class CommentBody(Body):
    """A comment. `who` and `resolver` are names; None for somebody who is not in the team any more. `named` is
    what the place is called; `gone` when the document has it no more."""

    id: int
    place: str
    parent: int | None
    text: str
    who: str | None
    mine: bool
    at: Moment
    resolved: Moment | None
    resolver: str | None
    mentions: list[str]
    named: Words | None
    gone: bool


class CommentsBody(Body):
    """The comments of a document, the oldest first, and the open threads of each place."""

    comments: list[CommentBody]
    open: dict[str, int]


class OpenComments(Body):
    """`GET /api/comments/open`: place → open threads."""

    open: dict[str, int]


class NewComment(Body):
    """`POST /api/comments`. With `parent` an answer: it stands where its thread does."""

    about: Annotated[
        str, Field(max_length=200, pattern=r"^(journey|programme|offer|form|segment):.+")
    ]
    place: Place = ""
    text: Annotated[str, Field(max_length=20_000)]
    parent: int | None = None


class ChangeComment(Body):
    """What is None stays."""

    text: Annotated[str, Field(max_length=20_000)] | None = None
    resolved: bool | None = None


class MentionBody(CommentBody):
    """A comment that names the asker."""

    about: str
    read: bool


class Mentions(Body):
    """`GET /api/mentions`, the newest first."""

    unread: int
    mentions: list[MentionBody]


class ReadMentions(Body):
    """`POST /api/mentions/read`: one, or all."""

    id: int | None = None
