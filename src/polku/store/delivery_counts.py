"""Deliveries by programme, node and state: what lists and pages show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from polku.store.control_db import ControlDb
from polku.store.micros import to_micros

MESSAGES = ("send", "survey", "offer")
"""The kinds that reach a person."""


@dataclass(frozen=True)
class DeliveryCount:
    """Messages of one node in one state; `recent` of them were sent after the moment asked."""

    programme: str
    node: str
    state: str
    messages: int
    recent: int


def delivery_counts(db: ControlDb, recent_start: datetime) -> list[DeliveryCount]:
    """Of all programmes at once: the table is read through, whatever is asked."""
    with db.read() as connection:
        rows = connection.exec_driver_sql(
            """SELECT programme, node, state, count(*), coalesce(sum(sent > ?1), 0) FROM deliveries
            WHERE programme <> '' AND kind IN ('send', 'survey', 'offer') GROUP BY 1, 2, 3""",
            (to_micros(recent_start),),
        ).all()
    return [DeliveryCount(*row) for row in rows]
