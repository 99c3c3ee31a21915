"""What a demo is made of: Arrow tables, ready to be loaded and just as ready to be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

WORD = pa.dictionary(pa.int8(), pa.string())
TIME = pa.timestamp("us")

EVENTS = pa.schema(
    [
        ("kind", WORD),  # "user" or "anonymous": which kind of id the event came with
        ("id", pa.string()),
        ("ts", TIME),  # UTC, non-decreasing
        ("message_id", pa.string()),
        ("event", WORD),
        ("channel", WORD),  # nullable
        ("revenue", pa.int64()),  # nullable: cents; refunds negative
        ("currency", WORD),  # nullable
        ("properties", pa.string()),  # a JSON object, nothing personal in it
    ]
)
LINKS = pa.schema([("anonymous", pa.string()), ("user", pa.string()), ("at", TIME)])
TRAITS = pa.schema(
    [
        ("user", pa.string()),
        ("at", TIME),
        ("name", pa.string()),
        ("email", pa.string()),
        ("city", pa.string()),
        ("consent_email", pa.bool_()),
        ("role", pa.string()),  # of the buying group; null in the shop
    ]
)
GROUPS = pa.schema(
    [
        ("group", pa.string()),
        ("name", pa.string()),
        ("industry", pa.string()),
        ("employees", pa.int64()),
    ]
)
MEMBERSHIPS = pa.schema([("user", pa.string()), ("group", pa.string())])
SPEND = pa.schema(
    [
        ("day", pa.date32()),  # the Finnish day
        ("channel", pa.string()),
        ("campaign", pa.string()),
        ("cost", pa.int64()),  # cents
        ("currency", pa.string()),
        ("clicks", pa.int64()),
        ("impressions", pa.int64()),
    ]
)


@dataclass(frozen=True)
class DemoData:
    """One made-up history. The schemas above say what each table holds.

    No event is earlier than `start` (first instant) or later than `end`; both are aware, UTC.
    """

    name: str
    start: datetime
    end: datetime
    events: pa.Table
    links: pa.Table
    traits: pa.Table
    groups: pa.Table
    memberships: pa.Table
    spend: pa.Table
    caused: pa.Table | None = None  # events of those alone whom `caused_by` cares for
    caused_by: str = ""
