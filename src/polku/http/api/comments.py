"""Comments pinned to places of documents, and where the asker is mentioned."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from starlette.status import HTTP_201_CREATED, HTTP_204_NO_CONTENT

from polku.http.auth import asker, needs
from polku.http.desk import AtDesk
from polku.http.shapes.comments import (
    ChangeComment,
    CommentBody,
    CommentsBody,
    MentionBody,
    Mentions,
    NewComment,
    OpenComments,
    ReadMentions,
)
from polku.store.comments import Comment
from polku.store.users import User
from polku.studio.places import Places

router = APIRouter()
Anybody = Annotated[User, asker("viewer")]
Commenter = Annotated[User, asker("seller")]
About = Annotated[str, Query(max_length=200)]


@router.get("/comments")
def comments(
    desk: AtDesk, about: About, who: Anybody, place: Annotated[str | None, Query()] = None
) -> CommentsBody:
    """The comments of a document, or of one of its places."""
    store = desk.workspace.control.comments
    names, places = _names(desk), desk.workspace.comments.places(about)
    return CommentsBody(
        comments=[
            CommentBody(**_said(each, who, names, places)) for each in store.of(about, place)
        ],
        open=store.open_counts(about),
    )


@router.get("/comments/open", dependencies=[needs("viewer")])
def open_comments(desk: AtDesk, about: About) -> OpenComments:
    """How many threads are open at each place of a document."""
    return OpenComments(open=desk.workspace.control.comments.open_counts(about))


@router.post("/comments", status_code=HTTP_201_CREATED)
def write(desk: AtDesk, new: NewComment, who: Commenter) -> CommentBody:
    """A comment, or an answer. Whoever is named after an @ sees it among their mentions."""
    made = desk.workspace.comments.write(new.about, new.place, new.text, by=who, parent=new.parent)
    return _one(desk, made, who)


@router.patch("/comments/{id}")
def change(desk: AtDesk, id: int, changed: ChangeComment, who: Commenter) -> CommentBody:
    """One's own text; resolved or open again."""
    found = desk.workspace.comments.change(id, by=who, text=changed.text, resolved=changed.resolved)
    return _one(desk, found, who)


@router.delete("/comments/{id}", status_code=HTTP_204_NO_CONTENT)
def delete(desk: AtDesk, id: int, who: Commenter) -> Response:
    """One's own; an owner may delete anybody's."""
    desk.workspace.comments.delete(id, by=who)
    return Response(status_code=HTTP_204_NO_CONTENT)


@router.get("/mentions")
def mentions(desk: AtDesk, who: Anybody) -> Mentions:
    """The comments that name the asker."""
    names = _names(desk)
    found = desk.workspace.comments.mentions(who)
    places = {
        about: desk.workspace.comments.places(about) for about in {each.about for each, _ in found}
    }
    return Mentions(
        unread=sum(not read for _, read in found),
        mentions=[
            MentionBody(**_said(each, who, names, places[each.about]), about=each.about, read=read)
            for each, read in found
        ],
    )


@router.post("/mentions/read", status_code=HTTP_204_NO_CONTENT)
def read_mentions(desk: AtDesk, asked: ReadMentions, who: Anybody) -> Response:
    """Mark one as read, or all."""
    desk.workspace.comments.read(who, asked.id)
    return Response(status_code=HTTP_204_NO_CONTENT)


def _names(desk: AtDesk) -> dict[str, str]:
    return {each.id: each.name for each in desk.workspace.control.users.all()}


def _one(desk: AtDesk, comment: Comment, who: User) -> CommentBody:
    places = desk.workspace.comments.places(comment.about)
    return CommentBody(**_said(comment, who, _names(desk), places))


def _said(
    comment: Comment, who: User, names: dict[str, str], places: Places | None
) -> dict[str, Any]:
    _, _, rest = comment.place.partition(".")
    key = rest.partition(".")[0]
    named = places.get(key) if places else None
    return {
        "named": named,
        "gone": bool(key) and places is not None and key not in places,
        "id": comment.id,
        "place": comment.place,
        "parent": comment.parent,
        "text": comment.text,
        "who": names.get(comment.who),
        "mine": comment.who == who.id,
        "at": comment.at,
        "resolved": comment.resolved,
        "resolver": names.get(comment.resolver or ""),
        "mentions": [names[each] for each in comment.mentions if each in names],
    }
