"""Which events came last?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from polku.analytics.facts import ask, events, number, question

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from ibis import Table

    from polku.analytics.reader import Reader


@question
def newest(limit: int) -> Table:
    """The newest `limit` by order of acceptance, of those after `after_seq`."""
    found = events.filter(events.seq > number("after_seq"))
    return found.order_by(ibis.desc("seq")).limit(limit)


def recent_events(
    cursor: Reader | DuckDBPyConnection, *, limit: int, after: int = -1
) -> list[dict[str, Any]]:
    """Rows of the view `events` with codes, the newest first; only those with seq > `after`."""
    rows: list[dict[str, Any]] = ask(cursor, newest(limit), after_seq=after).to_pylist()
    return rows
