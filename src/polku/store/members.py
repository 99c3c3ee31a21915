"""The identities of people in SQL: what is kept under an identity follows a merge by itself."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from polku.store.identities import MEMBERS


def members_sql() -> str:
    """A query of (identity, person) for the people of parameter ?1 (JSON array of canonical
    people); a person whom control does not know yet is their own only identity."""
    return f"""{MEMBERS}
    UNION SELECT value, value FROM json_each(?1)
    WHERE value NOT IN (SELECT identity FROM identities)"""


def json_numbers(numbers: Iterable[int] | NDArray[np.int64]) -> str:
    """Numbers as the JSON array that `json_each` reads."""
    values = numbers.tolist() if isinstance(numbers, np.ndarray) else list(numbers)
    return msgspec.json.encode(values).decode()


def known_ids(connection: Connection, identities: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Identity → (kind, value) of those that control knows."""
    rows = connection.exec_driver_sql(
        """SELECT identity, kind, value FROM identities
        WHERE identity IN (SELECT value FROM json_each(?))""",
        (json_numbers(identities),),
    )
    return {int(identity): (kind, value) for identity, kind, value in rows}
