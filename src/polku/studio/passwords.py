"""Passwords as argon2id hashes. Two at a time at most: each takes 64 MB for a moment."""

from __future__ import annotations

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from polku.errors import Problem, RequestRefused

SHORTEST = 10
LONGEST = 1000
_hasher = PasswordHasher()
_turns = threading.BoundedSemaphore(2)


def hashed(password: str) -> str:
    """Raises RequestRefused (422, `team.weak-password`) for one that is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        params = {"least": SHORTEST, "most": LONGEST}
        raise RequestRefused(Problem("team.weak-password", "password", params), 422)
    with _turns:
        return _hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether the password is the one that was kept. Takes as long when none was."""
    if len(password) > LONGEST:
        return False
    with _turns:
        try:
            return _hasher.verify(kept or _nobody(), password) and kept is not None
        except (Argon2Error, InvalidHashError):
            return False


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this one")
