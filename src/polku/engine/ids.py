"""The numbers of entries and messages, in Python and in SQL: the same inputs give the same number.

A crash, a second run or another process therefore cannot make a second message out of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import md5

import numpy as np
from numpy.typing import NDArray

_TOP = (1 << 63) - 1


def _low63(text: str) -> int:
    digest = md5(text.encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest[8:], "little") & _TOP


def _low63_sql(text: str) -> str:
    # Three times as fast as md5_number_lower, and the same bytes (as in events.identity).
    return f"CAST((md5_number({text}) >> 64) & {_TOP} AS BIGINT)"


def entry_id(programme: str, person: int, uid: int) -> int:
    """One entry of one person into one programme, 0 … 2⁶³−1. `uid` is the event that caused it, or the
    microseconds of the round for schedules, segments and audiences."""
    return _low63(f"{programme}|{person}|{uid}")


def entry_sql(programme: str, person: str, uid: str) -> str:
    """`entry_id` as a DuckDB expression over two BIGINT expressions. A key has letters, digits and dashes."""
    return _low63_sql(f"'{programme}|' || {person} || '|' || {uid}")


def entry_ids(
    programme: str, people: NDArray[np.int64], uids: NDArray[np.int64]
) -> NDArray[np.int64]:
    """(n,) `entry_id` of each: faster than SQL for a few."""
    pairs = zip(people.tolist(), uids.tolist(), strict=True)
    return np.array([entry_id(programme, person, uid) for person, uid in pairs], np.int64)


def message_ids(places: Sequence[str], entries: NDArray[np.int64]) -> NDArray[np.int64]:
    """(n,) `message_id` of each entry at its place, "welcome@3:guide"."""
    pairs = zip(places, entries.tolist(), strict=True)
    return np.array([_low63(f"{place}|{entry}") for place, entry in pairs], np.int64)


def message_id(programme: str, version: int, entry: int, node: str) -> int:
    """What one node of one version wants once for one entry, 0 … 2⁶³−1."""
    return _low63(f"{programme}@{version}:{node}|{entry}")


def message_sql(place: str, entry: str) -> str:
    """`message_id` as a DuckDB expression; `place` is a VARCHAR expression, "welcome@3:guide"."""
    return _low63_sql(f"{place} || '|' || {entry}")
