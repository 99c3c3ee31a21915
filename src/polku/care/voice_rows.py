"""The rows of what people say and show of us: one page of them, and how many there are in each state."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa

from polku.delivery.permission import ASKED, LINKS, PICTURES, REVIEW, SAID, TEXTS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

State = Literal["new", "asked", "permitted", "refused"]
Wanted = Literal["new", "asked", "permitted", "refused", "used"]
Score = Literal["good", "poor", "none"]
GOOD = 4.0

KNOWN = pa.schema([("uid", pa.int64()), ("given", pa.bool_()), ("used", pa.bool_())])
MAILED = pa.schema([("person", pa.int64()), ("sent", pa.timestamp("us"))])

_NAMES = ", ".join(f"'{name}'" for name in SAID)
# Who was asked by a message was asked of the last that they had said before it.
_SAID = f"""WITH said AS (
    SELECT e.uid, e.person, e.identity, e.ts, n.name AS event, e.properties,
        lead(e.ts) OVER (PARTITION BY e.person ORDER BY e.ts, e.seq) AS next_ts,
        lead(e.ts) OVER (PARTITION BY e.person, e.event ORDER BY e.ts, e.seq) IS NULL AS last,
        coalesce(try_cast(json_extract_string(e.properties, '$.rating') AS DOUBLE),
            try_cast(json_extract_string(e.properties, '$.score') AS DOUBLE)) AS score
    FROM events e JOIN names n ON n.kind = 'event' AND n.code = e.event
    WHERE n.name IN ({_NAMES}) OR (n.name = 'Survey Answered'
        AND contains(e.properties, '"{REVIEW}"')
        AND json_extract_string(e.properties, '$.survey') = '{REVIEW}'
        AND json_extract_string(e.properties, '$.kind') = 'open')
), asked AS (
    SELECT DISTINCT json_extract_string(e.properties, '$.about') AS about
    FROM events e JOIN names n ON n.kind = 'event' AND n.code = e.event AND n.name = '{ASKED}'
), voices AS (
    SELECT said.*, coalesce(k.used, false) AS used, CASE
        WHEN k.given THEN 'permitted' WHEN NOT k.given THEN 'refused'
        WHEN 'event:' || said.uid IN (SELECT about FROM asked) THEN 'asked'
        WHEN EXISTS (SELECT 1 FROM voices_mailed m WHERE m.person = said.person AND m.sent >= said.ts
            AND (said.next_ts IS NULL OR m.sent < said.next_ts)) THEN 'asked'
        ELSE 'new' END AS state
    FROM said LEFT JOIN voices_known k USING (uid))"""
_SCORES = {"good": f"score >= {GOOD}", "poor": f"score < {GOOD}", "none": "score IS NULL"}


@dataclass(frozen=True)
class Voice:
    """What an event said. `score` as it was given; `last` when the person has said nothing newer by an event of the
    same name."""

    uid: int
    person: int
    identity: int
    at: datetime
    event: str
    state: State
    used: bool
    last: bool
    score: float | None
    said: Mapping[str, Any]

    @property
    def text(self) -> str | None:
        """The person's words, when the event has them."""
        return self._first(TEXTS)

    @property
    def picture(self) -> str | None:
        """The address of a picture."""
        return _web(self._first(PICTURES))

    @property
    def link(self) -> str | None:
        """Where it was shown."""
        return _web(self._first(LINKS))

    @property
    def product(self) -> str | None:
        """What it is about."""
        return self._first(("product", "product_name", "product_id"))

    def _first(self, names: tuple[str, ...]) -> str | None:
        found = (self.said.get(name) for name in names)
        return next((str(each) for each in found if isinstance(each, (str, int)) and each), None)


def _web(address: str | None) -> str | None:
    """Only what leads to the web may become a link: it was written by anybody."""
    good = address and address.lower().startswith(("https://", "http://"))
    return address if good else None


def page(
    con: DuckDBPyConnection,
    tables: Mapping[str, pa.Table],
    *,
    state: Wanted | None,
    score: Score | None,
    after: tuple[datetime, int] | None,
    limit: int,
) -> list[Voice]:
    """At most `limit` after the last of the page before, the newest first. `tables`: `voices_known` (KNOWN) and
    `voices_mailed` (MAILED)."""
    clauses = [_in_state(state), _SCORES.get(score or "", "true")]
    given: dict[str, Any] = {"limit": limit}
    if after is not None:
        clauses.append("(ts, uid) < ($last, $uid)")
        given |= {"last": after[0], "uid": after[1]}
    where = " AND ".join(clauses)
    return _rows(con, tables, f"WHERE {where} ORDER BY ts DESC, uid DESC LIMIT $limit", given)


def one(con: DuckDBPyConnection, tables: Mapping[str, pa.Table], uid: int) -> Voice | None:
    """What this event said; None when it is no such event."""
    return next(iter(_rows(con, tables, "WHERE uid = $uid", {"uid": uid})), None)


def last_before(
    con: DuckDBPyConnection, tables: Mapping[str, pa.Table], person: int, moment: datetime
) -> Voice | None:
    """The last that somebody had said by then."""
    rest = "WHERE person = $person AND ts <= $moment ORDER BY ts DESC, uid DESC LIMIT 1"
    return next(iter(_rows(con, tables, rest, {"person": person, "moment": moment})), None)


def counts(
    con: DuckDBPyConnection, tables: Mapping[str, pa.Table], score: Score | None
) -> dict[str, int]:
    """State → how many; "all" and "used", too."""
    where = _SCORES.get(score or "", "true")
    sql = f"{_SAID} SELECT state, count(*), count(*) FILTER (used) FROM voices WHERE {where} GROUP BY 1"
    with _given(con, tables):
        rows = con.execute(sql).fetchall()
    found = {"new": 0, "asked": 0, "permitted": 0, "refused": 0} | {r[0]: r[1] for r in rows}
    return found | {"all": sum(r[1] for r in rows), "used": sum(r[2] for r in rows)}


def _in_state(state: Wanted | None) -> str:
    if state is None:
        return "true"
    return "used" if state == "used" else f"state = '{state}'"


def _rows(
    con: DuckDBPyConnection, tables: Mapping[str, pa.Table], rest: str, given: dict[str, Any]
) -> list[Voice]:
    columns = "uid, person, identity, ts, event, state, used, last, score, properties"
    with _given(con, tables):
        rows = con.execute(f"{_SAID} SELECT {columns} FROM voices {rest}", given).fetchall()
    return [Voice(*(*row[:9], json.loads(row[9]) if row[9] else {})) for row in rows]


@contextmanager
def _given(con: DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> Iterator[None]:
    """The asker's own tables, for as long as a question is asked."""
    for name, table in tables.items():
        con.register(name, table)
    try:
        yield
    finally:
        for name in tables:
            con.unregister(name)
