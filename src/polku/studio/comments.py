"""Comments of the team: who may write what, and who is told."""

from __future__ import annotations

import re

from polku.errors import Problem, RequestRefused
from polku.store.comments import Comment
from polku.store.control import Control
from polku.store.users import User
from polku.studio.places import Places, places

TEXT_MOST = 10_000


class TeamComments:
    """Of one workspace."""

    def __init__(self, control: Control) -> None:
        self._control = control
        self._comments = control.comments

    def write(self, about: str, place: str, text: str, *, by: User, parent: int | None) -> Comment:
        """A comment, or with `parent` an answer, which stands where its thread does.

        Raises NotFound, RequestRefused (422, `team.empty-comment`).
        """
        text = _good(text)
        if parent is not None:
            first = self._comments.get(parent)
            parent = first.parent or first.id
            about, place = first.about, first.place
        mentions = self._named(text)
        return self._comments.add(about, place, text, who=by.id, parent=parent, mentions=mentions)

    def change(self, id: int, *, by: User, text: str | None, resolved: bool | None) -> Comment:
        """Another text, by who wrote it; resolved or open again, by anybody who may comment.

        Raises NotFound, RequestRefused (403, `team.not-yours`).
        """
        comment = self._comments.get(id)
        if text is not None:
            if comment.who != by.id:
                raise RequestRefused(Problem("team.not-yours"), 403)
            text = _good(text)
            comment = self._comments.rewrite(id, text, self._named(text))
        if resolved is not None:
            comment = self._comments.resolve(comment.parent or id, by.id if resolved else None)
        return comment

    def delete(self, id: int, *, by: User) -> None:
        """Raises NotFound, RequestRefused (403, `team.not-yours`)."""
        comment = self._comments.get(id)
        if comment.who != by.id and by.role != "owner":
            raise RequestRefused(Problem("team.not-yours"), 403)
        self._comments.delete(id)
        if comment.who != by.id:
            self._control.audit.record(by.name, "comments.delete", {"about": comment.about})

    def places(self, about: str) -> Places | None:
        """What a document's parts are called, by key; None when there is no such document."""
        kind, _, key = about.partition(":")
        return places(self._control.definitions, kind, key)

    def mentions(self, user: User) -> list[tuple[Comment, bool]]:
        """Those that name the user, the newest first, each with whether it was read."""
        read = self._control.choices.get(f"mentions:{user.id}") or {}
        upto, also = read.get("upto", 0), set(read.get("also", ()))
        return [
            (each, each.id <= upto or each.id in also)
            for each in self._comments.mentioning(user.id)
        ]

    def read(self, user: User, id: int | None) -> None:
        """Marks one as read, or (None) all there are."""
        kept = self._control.choices.get(f"mentions:{user.id}") or {}
        found = self._comments.mentioning(user.id, 1000)
        newest = found[0].id if found else 0
        if id is None:
            kept = {"upto": max(newest, kept.get("upto", 0)), "also": []}
        elif id not in kept.get("also", ()):
            kept = {"upto": kept.get("upto", 0), "also": [*kept.get("also", ())[-999:], id]}
        self._control.choices.put(f"mentions:{user.id}", kept, who=user.id)

    def _named(self, text: str) -> list[str]:
        """The users whose names stand after an @; of names that begin alike, the longest."""
        found: list[str] = []
        people = sorted(self._control.users.all(), key=lambda each: -len(each.name))
        for part in re.split(r"(?:^|(?<=\W))@", text)[1:]:
            said = part[:200].casefold()
            for user in people:
                name = user.name.casefold()
                if said.startswith(name) and not said[len(name) : len(name) + 1].isalnum():
                    if user.id not in found:
                        found.append(user.id)
                    break
        return found


def _good(text: str) -> str:
    text = text.strip()
    if not 0 < len(text) <= TEXT_MOST:
        raise RequestRefused(Problem("team.empty-comment", "text", {"most": TEXT_MOST}), 422)
    return text
