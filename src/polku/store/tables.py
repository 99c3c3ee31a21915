"""The tables of the warehouse and the shapes in which rows reach it.

The warehouse holds pseudonymous facts only. A person is a 63-bit integer made from an identity
(see `polku.events.identity`); names, addresses and the ids themselves stay in the control database.
All times are UTC, TIMESTAMP in microseconds without a zone.
"""

from __future__ import annotations

import pyarrow as pa

EVENT_BATCH = pa.schema(
    [
        ("identity", pa.int64()),  # keyed hash of the id the event came with
        ("ts", pa.timestamp("us")),  # when it happened, UTC
        ("uid", pa.int64()),  # hash of (source, message id): the dedupe key
        ("event", pa.string()),  # name, Segment spec where there is one
        ("source", pa.string()),  # write key name, file name or "demo"
        ("channel", pa.string()),  # nullable: e-mail, paid search, …
        ("revenue", pa.int64()),  # nullable: minor units (cents); refunds negative
        ("currency", pa.string()),  # nullable: ISO 4217
        ("properties", pa.string()),  # nullable: JSON object without personal properties
    ]
)
"""Rows on their way into the warehouse, in order of acceptance. `Write.append` turns them into
the columns below: it numbers them (`seq`), codes the words and finds the person."""

EVENT_COLUMNS = (
    "person, ts, seq, event, uid, identity, source, channel, revenue, currency, properties"
)
"""The columns of `tail`, of the view `events`, and the first ones of `base`, in their order."""

_EVENT = """
    person BIGINT NOT NULL, ts TIMESTAMP NOT NULL, seq BIGINT NOT NULL, event INTEGER NOT NULL,
    uid BIGINT NOT NULL, identity BIGINT NOT NULL, source INTEGER NOT NULL, channel INTEGER,
    revenue BIGINT, currency VARCHAR, properties VARCHAR"""

BASE = f"""({_EVENT},
    n INTEGER NOT NULL, next_event INTEGER, next_ts TIMESTAMP
)"""
"""The columns of `base`: compaction makes the table anew."""

CARE = """
CREATE TABLE entries (
    place INTEGER NOT NULL, entry BIGINT NOT NULL, person BIGINT NOT NULL, "at" TIMESTAMP NOT NULL,
    uid BIGINT
);
CREATE TABLE positions (
    place INTEGER NOT NULL, entry BIGINT NOT NULL, person BIGINT NOT NULL,
    since TIMESTAMP NOT NULL, due TIMESTAMP, entered TIMESTAMP NOT NULL
);
CREATE TABLE steps (
    place INTEGER NOT NULL, entry BIGINT NOT NULL, person BIGINT NOT NULL, "at" TIMESTAMP NOT NULL
);
CREATE TABLE outbox (
    seq BIGINT NOT NULL, id BIGINT NOT NULL, place INTEGER NOT NULL, entry BIGINT NOT NULL,
    person BIGINT NOT NULL, "at" TIMESTAMP NOT NULL
);
CREATE TABLE members (place INTEGER NOT NULL, person BIGINT NOT NULL);
"""
"""Care programmes. A place is the code (`names`, kind 'place') of "programme@version:node" and, where something
happened, ">port": "welcome@3:enter>in", "welcome@3:enter>holdout", "welcome@3:check>else", "welcome@3:exit>goal".
`entry` names one entry of one person into one programme and is never reused. `entries`: who came in and the event
that caused it (append only). `positions`: where everyone inside waits, `since` when and until when (`due`).
`steps`: what happened (append only). `outbox`: what is to be sent or done, in order of `seq`, `id` is the message id
(append only). `members`: who belonged to a programme's segment when it was looked at last ("welcome@0:members").
`at`, `since`, `due` are logical time: when it was to happen, not when a tick saw to it."""

PATH_EVENTS = f"""
CREATE OR REPLACE VIEW path_events AS
    SELECT {EVENT_COLUMNS}, CAST(row_number() OVER path AS INTEGER) AS n, lead(event) OVER path AS next_event,
        lead(ts) OVER path AS next_ts
    FROM events WHERE person IN (SELECT person FROM tail)
    WINDOW path AS (PARTITION BY person ORDER BY ts, seq)
    UNION ALL
    SELECT {EVENT_COLUMNS}, n, next_event, next_ts FROM base
    WHERE NOT EXISTS (SELECT 1 FROM tail WHERE tail.person = base.person);
"""
"""Events with their place in the person's path: counted now for the few who have new ones, stored for those whose
every event is in `base`. In this order: with the stored ones first, DuckDB 1.5 waits for itself for ever when
millions of rows are fetched. NOT EXISTS costs nothing when `tail` is empty; NOT IN looks at each row."""

# `names` codes words that repeat: kind is 'event', 'source', 'channel', 'stage' or 'place'.
# `tail` takes new events; `base` is the clustered rest, with the path columns of compaction.
# "at" is a word of DuckDB's own: quote it, or write `transitions.at`.
# `events` (a view) is both. `person` is always the canonical person: a merge moves rows to tail.
DDL = f"""
CREATE TABLE names (kind VARCHAR NOT NULL, code INTEGER NOT NULL, name VARCHAR NOT NULL);
CREATE TABLE base {BASE};
CREATE TABLE tail ({_EVENT}
);
CREATE VIEW events AS
    SELECT {EVENT_COLUMNS} FROM base
    UNION ALL
    SELECT {EVENT_COLUMNS} FROM tail;
CREATE TABLE aliases (identity BIGINT NOT NULL, person BIGINT NOT NULL);
CREATE TABLE transitions (
    person BIGINT NOT NULL, n INTEGER NOT NULL, "at" TIMESTAMP NOT NULL,
    from_stage INTEGER, to_stage INTEGER NOT NULL, rule VARCHAR NOT NULL, uid BIGINT NOT NULL
);
CREATE TABLE people (
    person BIGINT NOT NULL, stage INTEGER, since TIMESTAMP, due TIMESTAMP,
    first_ts TIMESTAMP NOT NULL, last_ts TIMESTAMP NOT NULL, events BIGINT NOT NULL
);
CREATE TABLE spend (
    day DATE NOT NULL, channel INTEGER NOT NULL, campaign VARCHAR, source INTEGER NOT NULL,
    cost BIGINT NOT NULL, currency VARCHAR NOT NULL, clicks BIGINT, impressions BIGINT
);
CREATE TABLE meta (key VARCHAR NOT NULL, value VARCHAR NOT NULL);
{CARE}{PATH_EVENTS}"""
