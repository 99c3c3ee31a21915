"""What the team says about a place of a document: threads, mentions, and what each has read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from polku.clock import Clock
from polku.errors import NotFound, Problem
from polku.store.control_db import ControlDb
from polku.store.micros import from_micros, to_micros

_COLUMNS = "id, about, place, parent, text, who, at, resolved, resolver, mentions"


@dataclass(frozen=True)
class Comment:
    """`who` and `mentions` are ids of users; `parent` is the first comment of its thread, None for that one.
    A text of "" is one that was deleted and has answers."""

    id: int
    about: str
    place: str
    parent: int | None
    text: str = field(repr=False)
    who: str
    at: datetime
    resolved: datetime | None
    resolver: str | None
    mentions: tuple[str, ...]


class Comments:
    """`control.comments`."""

    def __init__(self, db: ControlDb, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def of(self, about: str, place: str | None = None) -> list[Comment]:
        """Those of a document (of one place), the oldest first."""
        only, values = ("", [about]) if place is None else ("AND place = ?", [about, place])
        return self._where(f"about = ? {only} ORDER BY id", *values)

    def open_counts(self, about: str) -> dict[str, int]:
        """Place → threads that are open there."""
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                """SELECT place, count(*) FROM comments
                WHERE about = ? AND parent IS NULL AND resolved IS NULL GROUP BY place""",
                (about,),
            ).all()
        return {str(place): int(count) for place, count in rows}

    def get(self, id: int) -> Comment:
        """Raises NotFound (`team.no-comment`)."""
        found = self._where("id = ?", id)
        if not found:
            raise NotFound(Problem("team.no-comment", params={"id": id}))
        return found[0]

    def mentioning(self, user: str, limit: int = 100) -> list[Comment]:
        """Those that name the user and are not the user's own, the newest first."""
        return self._where(
            """who <> ?1 AND EXISTS (SELECT 1 FROM json_each(mentions) WHERE value = ?1)
            ORDER BY id DESC LIMIT ?2""",
            user,
            limit,
        )

    def add(
        self,
        about: str,
        place: str,
        text: str,
        *,
        who: str,
        parent: int | None = None,
        mentions: Sequence[str] = (),
    ) -> Comment:
        """A new comment; an answer opens its thread again."""
        with self._db.write() as connection:
            id = connection.exec_driver_sql(
                f"INSERT INTO comments ({_COLUMNS}) VALUES (NULL, ?, ?, ?, ?, ?, ?, NULL, NULL, ?)"
                " RETURNING id",
                (
                    about,
                    place,
                    parent,
                    text,
                    who,
                    to_micros(self._clock()),
                    json.dumps([*mentions]),
                ),
            ).scalar_one()
            if parent is not None:
                connection.exec_driver_sql(
                    "UPDATE comments SET resolved = NULL, resolver = NULL WHERE id = ?", (parent,)
                )
        return self.get(int(id))

    def rewrite(self, id: int, text: str, mentions: Sequence[str]) -> Comment:
        """Another text."""
        with self._db.write() as connection:
            connection.exec_driver_sql(
                "UPDATE comments SET text = ?, mentions = ? WHERE id = ?",
                (text, json.dumps([*mentions]), id),
            )
        return self.get(id)

    def resolve(self, id: int, who: str | None) -> Comment:
        """Resolved by somebody, or open again (None)."""
        at = None if who is None else to_micros(self._clock())
        with self._db.write() as connection:
            connection.exec_driver_sql(
                "UPDATE comments SET resolved = ?, resolver = ? WHERE id = ?", (at, who, id)
            )
        return self.get(id)

    def delete(self, id: int) -> None:
        """Takes it away; one that has answers is left without its text."""
        with self._db.write() as connection:
            parent = connection.exec_driver_sql(
                "SELECT parent FROM comments WHERE id = ?", (id,)
            ).scalar()
            answered = connection.exec_driver_sql(
                "SELECT 1 FROM comments WHERE parent = ? LIMIT 1", (id,)
            ).first()
            if answered:
                connection.exec_driver_sql(
                    "UPDATE comments SET text = '', mentions = '[]' WHERE id = ?", (id,)
                )
                return
            connection.exec_driver_sql("DELETE FROM comments WHERE id = ?", (id,))
            if parent is not None:  # the last answer to a deleted one takes that along
                connection.exec_driver_sql(
                    """DELETE FROM comments WHERE id = ?1 AND text = ''
                    AND NOT EXISTS (SELECT 1 FROM comments WHERE parent = ?1)""",
                    (parent,),
                )

    def _where(self, condition: str, *values: Any) -> list[Comment]:
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                f"SELECT {_COLUMNS} FROM comments WHERE {condition}", values
            ).all()
        return [_comment(row) for row in rows]


def _comment(row: Any) -> Comment:
    id, about, place, parent, text, who, at, resolved, resolver, mentions = row
    return Comment(
        id,
        about,
        place,
        parent,
        text,
        who,
        from_micros(at),
        None if resolved is None else from_micros(resolved),
        resolver,
        tuple(json.loads(mentions)),
    )
