"""The tables that the command line and notebooks read: stages, transitions, person, events, spend.

Each function takes a reading cursor on which `transitions` and `people` are either the stored fold or, for a
past moment, the fold of that moment registered under the same shape (`Fold.names`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from polku.analytics.reason import Move, reason
from polku.errors import Language
from polku.events.identity import EXPORTED
from polku.journey.model import Journey
from polku.store.identities import Identity
from polku.table import Table, iso

Labels = Callable[[NDArray[np.int64]], list[str]]
"""Person numbers → the ids that came in, in the same order."""

REVENUE = (
    "CAST(v.revenue AS DECIMAL(19, 0)) * 0.01::DECIMAL(3, 2) AS revenue"  # exact, in major units
)
Word = TypeVar("Word", str, str | None)
Anonymous = Callable[[NDArray[np.int64]], list[str | None]]
"""Identity numbers → the anonymous id each is, or None for a user id."""

STAGES = pa.schema([("stage", pa.string()), ("people", pa.int64())])
TIMELINE = pa.schema(
    [
        ("at", pa.timestamp("us")),
        *((name, pa.string()) for name in ("kind", "event", "from", "to", "rule", "reason")),
        ("revenue", pa.decimal128(38, 2)),
        *((name, pa.string()) for name in ("currency", "channel", "source", "properties")),
    ]
)


@dataclass(frozen=True)
class Fold:
    """Which relations hold the fold, and the moment it is about."""

    as_of: datetime
    transitions: str = "transitions"
    people: str = "people"


def stages(con: duckdb.DuckDBPyConnection, fold: Fold, keys: list[str]) -> Table:
    """Columns stage (null: on no stage yet), people; stages in the order of the document, empty ones too."""
    found = dict(
        con.execute(
            f"SELECT s.name, count(*) FROM {fold.people} p "
            "LEFT JOIN names s ON s.kind = 'stage' AND s.code = p.stage GROUP BY ALL"
        ).fetchall()
    )
    rows: list[dict[str, Any]] = [{"stage": None, "people": found[None]}] if None in found else []
    rows += [{"stage": key, "people": found.get(key, 0)} for key in keys]
    return Table.from_rows(rows, STAGES, {"as_of": iso(fold.as_of)})


def transitions(con: duckdb.DuckDBPyConnection, fold: Fold, labels: Labels) -> Table:
    """Columns person, at, from (null: from none), to, rule, event; by person and time."""
    read = con.execute(
        f"""SELECT t.person, t.at, f.name AS "from", s.name AS "to", t.rule, e.name AS event
        FROM {fold.transitions} t
        LEFT JOIN names f ON f.kind = 'stage' AND f.code = t.from_stage
        JOIN names s ON s.kind = 'stage' AND s.code = t.to_stage
        LEFT JOIN events v ON v.person = t.person AND v.uid = t.uid
        LEFT JOIN names e ON e.kind = 'event' AND e.code = v.event
        ORDER BY t.person, t.n"""
    ).to_arrow_table()
    return Table(_with_ids(read, labels, by_id=True), {"as_of": iso(fold.as_of)})


def events(
    con: duckdb.DuckDBPyConnection, labels: Labels, anonymous: Anonymous, limit: int | None = None
) -> Table:
    """Columns person, time, event, revenue (major units), currency, channel, source, message_id, properties and
    anonymous (the anonymous id it came with, or null); in order of acceptance, or the newest `limit` of them."""
    newest = f"ORDER BY seq DESC LIMIT {int(limit)}" if limit is not None else ""
    read = con.execute(
        f"""SELECT v.person, v.ts AS time, e.name AS event, {REVENUE}, v.currency,
            c.name AS channel, s.name AS source, '{EXPORTED}' || CAST(v.uid AS VARCHAR) AS message_id,
            v.properties, v.identity AS anonymous
        FROM (SELECT * FROM events {newest}) v
        JOIN names e ON e.kind = 'event' AND e.code = v.event
        JOIN names s ON s.kind = 'source' AND s.code = v.source
        LEFT JOIN names c ON c.kind = 'channel' AND c.code = v.channel
        ORDER BY v.seq"""
    ).to_arrow_table()
    named, _, _ = _named(_with_ids(read, labels), "anonymous", anonymous)
    return Table(named)


def spend(con: duckdb.DuckDBPyConnection) -> Table:
    """Columns day, channel, campaign, cost (major units), currency, clicks, impressions, source (the file it came
    from); by day, channel and campaign."""
    return Table(
        con.execute(
            """SELECT v.day, c.name AS channel, v.campaign,
                CAST(v.cost AS DECIMAL(19, 0)) * 0.01::DECIMAL(3, 2) AS cost,
                v.currency, v.clicks, v.impressions, s.name AS source
            FROM spend v
            JOIN names c ON c.kind = 'channel' AND c.code = v.channel
            JOIN names s ON s.kind = 'source' AND s.code = v.source
            ORDER BY v.day, c.name, v.campaign, v.currency, s.name"""
        ).to_arrow_table()
    )


def count(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many events there are, and how many people have one."""
    found, people = con.execute("SELECT count(*), count(DISTINCT person) FROM events").fetchall()[0]
    return {"events": found, "people": people}


def _with_ids(table: pa.Table, labels: Labels, *, by_id: bool = False) -> pa.Table:
    """The first column `person` as the id that came in; a label is looked up once. With `by_id` people stand
    in the order of their ids (the numbers differ between workspaces), each one's rows as they were."""
    table, codes, ids = _named(table, "person", labels)
    if not by_id:
        return table
    rank = np.empty(len(ids), np.int64)
    rank[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    return table.take(np.argsort(rank[codes], kind="stable"))


def _named(
    table: pa.Table, column: str, words: Callable[[NDArray[np.int64]], list[Word]]
) -> tuple[pa.Table, NDArray[np.int32], list[Word]]:
    """The table with a column of numbers as the words for them, each looked up once; and for each row the
    place of its word among the words."""
    coded = table[column].combine_chunks().dictionary_encode()
    found = words(coded.dictionary.to_numpy(zero_copy_only=False))
    named = pa.DictionaryArray.from_arrays(coded.indices, pa.array(found, pa.string()))
    place = table.column_names.index(column)
    return table.set_column(place, column, named.cast(pa.string())), coded.indices.to_numpy(), found


@dataclass(frozen=True)
class Card:
    """Who a timeline is about, and in which words it is told."""

    person: int
    identities: list[Identity]
    journey: Journey
    zone: ZoneInfo
    language: Language


def person(con: duckdb.DuckDBPyConnection, fold: Fold, card: Card) -> Table:
    """The timeline of one person up to the fold's moment, oldest first; the reason of each stage change in words."""
    events_of = con.execute(
        f"""SELECT v.ts AS at, 0 AS later, v.seq AS place, 'event' AS kind, e.name AS event, {REVENUE},
            v.currency, c.name AS channel, s.name AS source,
            v.properties
        FROM events v
        JOIN names e ON e.kind = 'event' AND e.code = v.event
        JOIN names s ON s.kind = 'source' AND s.code = v.source
        LEFT JOIN names c ON c.kind = 'channel' AND c.code = v.channel
        WHERE v.person = ? AND v.ts <= ?""",
        [card.person, fold.as_of],
    ).to_arrow_table()
    moves_of = con.execute(
        f"""SELECT t.at, 1 AS later, t.n AS place, 'stage' AS kind, e.name AS event, f.name AS "from", s.name AS "to",
            t.rule
        FROM {fold.transitions} t
        LEFT JOIN names f ON f.kind = 'stage' AND f.code = t.from_stage
        JOIN names s ON s.kind = 'stage' AND s.code = t.to_stage
        LEFT JOIN events v ON v.person = t.person AND v.uid = t.uid
        LEFT JOIN names e ON e.kind = 'event' AND e.code = v.event
        WHERE t.person = ?""",
        [card.person],
    ).to_arrow_table()
    rows = [*events_of.to_pylist(), *(_told(row, card) for row in moves_of.to_pylist())]
    rows.sort(key=lambda row: (row["at"], row["later"], row["place"]))
    stood = con.execute(
        f"""SELECT s.name, p.since FROM {fold.people} p
        LEFT JOIN names s ON s.kind = 'stage' AND s.code = p.stage WHERE p.person = ?""",
        [card.person],
    ).fetchone()
    stage, since = stood or (None, None)
    shown = next((i for i in card.identities if i.identity == card.person), card.identities[0])
    meta = {
        "person": shown.value,
        "stage": stage,
        "since": since and iso(since),
        "identities": [
            {"kind": i.kind, "value": i.value, "first_seen": iso(i.first_seen)}
            for i in card.identities
        ],
        "as_of": iso(fold.as_of),
    }
    return Table.from_rows(rows, TIMELINE, meta)


def _told(row: dict[str, Any], card: Card) -> dict[str, Any]:
    move = Move(row["rule"], row["to"], row["at"].replace(tzinfo=UTC), row["event"])
    return {**row, "reason": reason(card.journey, move, card.zone)[card.language]}
