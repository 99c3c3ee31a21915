"""Log entries unpacked for the stores: event rows for the warehouse, everything personal for
control."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import msgspec
import pyarrow as pa

from polku.events.envelope import Envelope
from polku.events.identity import (
    KINDS,
    Kind,
    identity_hash,
    identity_sql,
    uid_hash,
    uid_sql,
)
from polku.store.accept_log import Row
from polku.store.tables import EVENT_BATCH

FEW = 2_000
"""Up to so many calls are hashed here; for more a column at a time beside the thread that answers is better."""

_unpack = msgspec.msgpack.Decoder(list[Envelope]).decode
_traits = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode

_CALLS = pa.schema(
    [
        ("ts", pa.int64()),
        ("message_id", pa.string()),
        ("event", pa.string()),
        ("user", pa.string()),
        ("anonymous", pa.string()),
        ("channel", pa.string()),
        ("revenue", pa.int64()),
        ("currency", pa.string()),
        ("properties", pa.string()),
        ("source", pa.string()),
    ]
)
_IDENTITIES = pa.schema(
    [
        ("identity", pa.int64()),
        ("kind", pa.string()),
        ("value", pa.string()),
        ("first_seen", pa.int64()),
    ]
)


@dataclass(frozen=True)
class Arrivals:
    """What a run of log entries holds. Identities are numbers already."""

    events: pa.Table  # EVENT_BATCH
    identities: pa.Table  # identity, kind, value, first_seen (µs); distinct
    links: set[tuple[int, int]]  # pairs that are one person
    traits: pa.Table | None  # identity, key, value (JSON), at (µs)
    groups: list[tuple[str, str, int]]  # group id, traits (JSON), at (µs)
    memberships: list[tuple[int, str, int]]  # identity, group id, at (µs)


def unpack(rows: Sequence[Row], key: bytes, con: duckdb.DuckDBPyConnection) -> Arrivals:
    """The arrivals of `rows`, in order. Hashing runs as SQL on `con`, a cursor with nothing to
    lose: a column at a time and beside the thread that answers requests."""
    bodies = [_unpack(row.body) for row in rows]
    calls = [call for body in bodies for call in body]
    columns = [[getattr(call, name) for call in calls] for name in _CALLS.names[:-1]]
    sources = [row.source for row, body in zip(rows, bodies, strict=True) for _ in body]
    if len(calls) <= FEW:
        columns.append(sources)
        return _with_people(
            calls, *_hashed(dict(zip(_CALLS.names, columns, strict=True)), key), key
        )
    con.register("polku_calls", pa.table([*columns, sources], schema=_CALLS))
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE polku_hashed AS SELECT *,
        {identity_sql(key, "user", '"user"')} AS user_identity,
        {identity_sql(key, "anonymous", "anonymous")} AS anonymous_identity,
        {uid_sql("source", "message_id")} AS uid FROM polku_calls"""
    )
    events = con.execute(
        """SELECT coalesce(user_identity, anonymous_identity) AS identity, make_timestamp(ts) AS ts,
        uid, event, source, channel, revenue, currency, properties FROM polku_hashed"""
    ).to_arrow_table()
    identities = con.execute(
        """SELECT identity, any_value(kind) AS kind, any_value(value) AS value,
        min(ts) AS first_seen FROM (
            SELECT user_identity AS identity, 'user' AS kind, "user" AS value, ts FROM polku_hashed
            UNION ALL SELECT anonymous_identity, 'anonymous', anonymous, ts FROM polku_hashed
        ) WHERE identity IS NOT NULL GROUP BY identity"""
    ).to_arrow_table()
    links = con.execute(
        """SELECT DISTINCT user_identity, anonymous_identity FROM polku_hashed
        WHERE user_identity IS NOT NULL AND anonymous_identity IS NOT NULL"""
    ).fetchall()
    con.execute("DROP TABLE polku_hashed")
    con.unregister("polku_calls")
    return _with_people(
        calls, events.cast(EVENT_BATCH), identities.cast(_IDENTITIES), set(links), key
    )


def _hashed(
    said: dict[str, list[Any]], key: bytes
) -> tuple[pa.Table, pa.Table, set[tuple[int, int]]]:
    """What `unpack` asks DuckDB for, worked out here: for a few calls that is sooner done."""
    numbers: dict[tuple[Kind, str], int] = {}
    seen: dict[int, tuple[Kind, str, int]] = {}
    columns: dict[Kind, list[int | None]] = {}
    for kind in KINDS:
        column = columns[kind] = []
        for value, ts in zip(said[kind], said["ts"], strict=True):
            if value is None:
                column.append(None)
                continue
            if (kind, value) not in numbers:
                numbers[kind, value] = identity_hash(key, kind, value)
            number = numbers[kind, value]
            column.append(number)
            before = seen.get(number)
            seen[number] = (kind, value, ts if before is None else min(ts, before[2]))
    pairs = list(zip(columns["user"], columns["anonymous"], strict=True))
    uid = map(uid_hash, said["source"], said["message_id"])
    events = {
        "identity": [anonymous if user is None else user for user, anonymous in pairs],
        "ts": pa.array(said["ts"], pa.timestamp("us")),
        "uid": list(uid),
    } | {name: said[name] for name in EVENT_BATCH.names[3:]}
    identities = [(number, *rest) for number, rest in seen.items()]
    links = {(user, other) for user, other in pairs if user is not None and other is not None}
    return (
        pa.table([events[name] for name in EVENT_BATCH.names], schema=EVENT_BATCH),
        pa.table([list(column) for column in zip(*identities, strict=True)], schema=_IDENTITIES),
        links,
    )


def _with_people(
    calls: list[Envelope],
    events: pa.Table,
    identities: pa.Table,
    links: set[tuple[int, int]],
    key: bytes,
) -> Arrivals:
    traits: list[tuple[int, str, str, int]] = []
    groups: list[tuple[str, str, int]] = []
    memberships: list[tuple[int, str, int]] = []
    former: list[tuple[int, Kind, str, int]] = []
    for call in calls:
        if call.traits is None and call.group is None and call.previous is None:
            continue
        identity = _identity(call, key)
        if call.traits is not None:
            for name, value in _traits(call.traits.encode()).items():
                traits.append((identity, name, bytes(value).decode(), call.ts))
        if call.group is not None:
            groups.append((call.group, call.group_traits or "{}", call.ts))
            memberships.append((identity, call.group, call.ts))
        if call.previous is not None:
            for kind in _kinds_of_former(call):
                before = identity_hash(key, kind, call.previous)
                former.append((before, kind, call.previous, call.ts))
                links.add((identity, before))
    if former:
        more = pa.table([list(column) for column in zip(*former, strict=True)], schema=_IDENTITIES)
        identities = pa.concat_tables([identities, more])
    names = ("identity", "key", "value", "at")
    table = (
        pa.table(dict(zip(names, map(list, zip(*traits, strict=True)), strict=True)))
        if traits
        else None
    )
    return Arrivals(events, identities, links, table, groups, memberships)


def _identity(call: Envelope, key: bytes) -> int:
    if call.user is not None:
        return identity_hash(key, "user", call.user)
    return identity_hash(key, "anonymous", call.anonymous or "")


def _kinds_of_former(call: Envelope) -> tuple[Kind, ...]:
    # An alias does not say what kind of id the former one was, and may arrive before any event that
    # would tell; so it is linked as both, unless the call itself shows that it is the anonymous
    # one.
    return ("anonymous",) if call.previous == call.anonymous else ("user", "anonymous")
