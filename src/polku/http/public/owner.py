"""Who a proven e-mail address belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from polku.store.control import Control

_MOST = 50  # people whose id or address has this one in it; whole matches come first


@dataclass(frozen=True)
class Owner:
    """`user` is the id to tell it under; `anonymous` the id of the submission, which they are too."""

    user: str
    anonymous: str | None


def owner(control: Control, identity: int) -> Owner | None:
    """Whose the submission under `identity` (an anonymous one) is, now that its address is proven.

    The one person who has the address already (their user id: a customer number, say), else the
    address itself is the user id. None when the identity is not known any more.
    """
    with control.read() as connection:
        row = connection.exec_driver_sql(
            "SELECT person, value FROM identities WHERE identity = ? AND kind = 'anonymous'",
            (identity,),
        ).first()
    if row is None:
        return None
    person, anonymous = int(row[0]), str(row[1])
    email = control.traits.of(person).get("email")
    if not isinstance(email, str):
        return None
    users = _users(control, person)
    if users:  # linked already: by the site itself, or by an earlier confirmation
        return Owner(email if email in users else users[0], anonymous)
    known = _with_address(control, email)
    return Owner(known[0] if len(known) == 1 else email, anonymous)


def _users(control: Control, person: int) -> list[str]:
    return [each.value for each in control.identities.of(person) if each.kind == "user"]


def _with_address(control: Control, email: str) -> list[str]:
    """A user id of each person whose e-mail is this; their newest one is what counts."""
    found = []
    for person in control.identities.search(email, _MOST):
        users = _users(control, person)
        newest = control.traits.of(person).get("email")
        has = isinstance(newest, str) and newest.strip().lower() == email
        named = next((user for user in users if user.lower() == email), None)
        if named is not None or (users and has):
            found.append(named or users[0])
    return found
