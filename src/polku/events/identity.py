"""Who an event belongs to: keyed hashes of ids, and the rule by which identities become one person.

An identity is a 63-bit integer made of (kind, value) with a secret key: what the warehouse holds
cannot be traced back without the control database. DuckDB computes the same number in SQL.
"""

from __future__ import annotations

from hashlib import md5
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["user", "anonymous"]
EXPORTED = "polku:"  # before the uid of an event in an export
KINDS: tuple[Kind, ...] = ("user", "anonymous")

Ids = NDArray[np.int64]
Flags = NDArray[np.bool_]

_TOP = (1 << 63) - 1


def _low63(text: str) -> int:
    # The last eight bytes of the digest, little end first (DuckDB's md5_number_lower).
    digest = md5(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()
    return int.from_bytes(digest[8:], "little") & _TOP


def identity_hash(key: bytes, kind: Kind, value: str) -> int:
    """The identity of an id, 0 … 2⁶³−1; `key` is `Control.identity_key`."""
    return _low63(f"{key.hex()}|{kind}|{value}")


def identity_sql(key: bytes, kind: Kind, column: str) -> str:
    """`identity_hash` as a DuckDB expression (BIGINT) over the VARCHAR expression `column`.

    Null gives null.
    """
    return _low63_sql(f"'{key.hex()}|{kind}|' || ({column})")


def uid_hash(source: str, message_id: str) -> int:
    """The dedupe key of an event, 0 … 2⁶³−1.

    The length of `source` stands first, so that ("a|b", "c") and ("a", "b|c") differ.
    """
    return _low63(f"{len(source)}|{source}|{message_id}")


def uid_sql(source: str, message_id: str) -> str:
    """`uid_hash` as a DuckDB expression (BIGINT) over two VARCHAR expressions; null when one is."""
    return _low63_sql(f"length({source}) || '|' || ({source}) || '|' || ({message_id})")


def _low63_sql(text: str) -> str:
    # md5_number_lower gives the same bytes, but takes three times as long (DuckDB 1.5).
    return f"CAST((md5_number({text}) >> 64) & {_TOP} AS BIGINT)"


def canonical_people(identities: Ids, is_user: Flags, left: Ids, right: Ids) -> Ids:
    """The person of each identity when every pair (left[i], right[i]) is one and the same.

    The person of a group is its smallest `user` identity, or its smallest identity when it has no
    user: a rule on the set, so the order in which links arrive does not matter.

    `identities` are distinct; both ends of every pair are among them (ValueError otherwise).
    Shapes: (n,), (n,), (m,), (m,) → (n,) in the order of `identities`.
    """
    order = np.lexsort(
        (identities, ~is_user)
    )  # users first, then by number: the first is the person
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    a, b = rank[_places(identities, left)], rank[_places(identities, right)]
    root = np.arange(len(order))
    while True:
        low, high = np.minimum(root[a], root[b]), np.maximum(root[a], root[b])
        if np.array_equal(low, high):
            break
        np.minimum.at(root, high, low)
        while not np.array_equal(further := root[root], root):
            root = further
    return identities[order][root[rank]]


def _places(identities: Ids, wanted: Ids) -> Ids:
    order = np.argsort(identities, kind="stable")
    at = np.searchsorted(identities, wanted, sorter=order)
    places = order[np.minimum(at, len(order) - 1)] if len(order) else at
    if len(wanted) and (not len(order) or not np.array_equal(identities[places], wanted)):
        raise ValueError("a link names an identity that is not among the identities")
    return places
