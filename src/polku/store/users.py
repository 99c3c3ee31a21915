"""Who uses the workspace: names, roles, and the epoch that ends all sessions of one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

from polku.clock import Clock
from polku.errors import NotFound, Problem
from polku.store.control_db import ControlDb
from polku.store.micros import from_micros, to_micros

Role = Literal["viewer", "seller", "editor", "owner"]
ROLES: tuple[Role, ...] = get_args(Role)
"""Each may what those before it may."""

_COLUMNS = "id, name, email, role, password, created, seen, disabled, epoch"


@dataclass(frozen=True)
class User:
    """`email` is lower case; None for somebody who signs in by link only. `password` is a hash, or None."""

    id: str
    name: str
    email: str | None
    role: Role
    created: datetime
    seen: datetime | None
    disabled: datetime | None
    epoch: int
    password: str | None = field(default=None, repr=False)


class Users:
    """`control.users`. `changes` grows whenever this process changes a user."""

    def __init__(self, db: ControlDb, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self.changes = 0

    def all(self) -> list[User]:
        """Everybody, the disabled too, in order of coming."""
        return self._where("1 ORDER BY created, id")

    def find(self, id: str) -> User | None:
        """The user with an id."""
        return next(iter(self._where("id = ?", id)), None)

    def get(self, id: str) -> User:
        """Raises NotFound (`team.unknown`)."""
        found = self.find(id)
        if found is None:
            raise NotFound(Problem("team.unknown", params={"id": id}))
        return found

    def by_email(self, email: str) -> User | None:
        """The user with an address, in any case of letters."""
        return next(iter(self._where("email = ?", email.strip().lower())), None)

    def by_name(self, name: str) -> User | None:
        """The user called so, in any case of letters."""
        wanted = name.strip().casefold()
        return next((each for each in self.all() if each.name.casefold() == wanted), None)

    def by_link(self, role: str, name: str) -> User:
        """Whose session a link for a role opens: the first such user (for others than owners, one without
        an address), made with `name` when there is none."""
        for each in self.all():
            if (
                each.role == role
                and each.disabled is None
                and (role == "owner" or each.email is None)
            ):
                return each
        return self.add(self._free(name), None, role)

    def _free(self, name: str) -> str:
        taken = {each.name.casefold() for each in self.all()}
        free, number = name, 2
        while free.casefold() in taken:
            free, number = f"{name} {number}", number + 1
        return free

    def add(self, name: str, email: str | None, role: str) -> User:
        """A new user without a password. The caller has checked that name and address are free."""
        id = f"u{secrets.token_hex(6)}"
        with self._db.write() as connection:
            connection.exec_driver_sql(
                f"INSERT INTO users ({_COLUMNS}) VALUES (?, ?, ?, ?, NULL, ?, NULL, NULL, 1)",
                (id, name, email and email.strip().lower(), role, to_micros(self._clock())),
            )
        self.changes += 1
        return self.get(id)

    def change(self, id: str, **values: Any) -> User:
        """Sets columns; a datetime is kept as microseconds. Raises NotFound (`team.unknown`)."""
        kept = {k: to_micros(v) if isinstance(v, datetime) else v for k, v in values.items()}
        if kept:
            sets = ", ".join(f"{name} = :{name}" for name in kept)
            with self._db.write() as connection:
                connection.exec_driver_sql(
                    f"UPDATE users SET {sets} WHERE id = :user", {**kept, "user": id}
                )
            self.changes += 1
        return self.get(id)

    def end_sessions(self, id: str) -> User:
        """Every session of the user ends now."""
        return self.change(id, epoch=self.get(id).epoch + 1)

    def remove(self, id: str) -> None:
        """Takes the user away; what was written under the name stays."""
        with self._db.write() as connection:
            connection.exec_driver_sql("DELETE FROM users WHERE id = ?", (id,))
            connection.exec_driver_sql("DELETE FROM login_tokens WHERE user = ?", (id,))
            for kept in ("language", "mentions", "linked"):
                connection.exec_driver_sql("DELETE FROM choices WHERE name = ?", (f"{kept}:{id}",))
        self.changes += 1

    def _where(self, condition: str, *values: Any) -> list[User]:
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                f"SELECT {_COLUMNS} FROM users WHERE {condition}", values
            ).all()
        return [_user(row) for row in rows]


def _user(row: Any) -> User:
    id, name, email, role, password, created, seen, disabled, epoch = row
    return User(
        id,
        name,
        email,
        role,
        from_micros(created),
        None if seen is None else from_micros(seen),
        None if disabled is None else from_micros(disabled),
        epoch,
        password,
    )
