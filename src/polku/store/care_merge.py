"""Two people who turn out to be one: what programmes know of them comes together too."""

from __future__ import annotations

import json

import duckdb

MERGED = "merged"
"""Meta key: JSON list of people who came together since the last tick. Their past is new to the programmes
they are in, so the tick looks at it again."""


def merge_care(con: duckdb.DuckDBPyConnection) -> None:
    """Entries, positions, steps and outbox rows of `polku_moving` (before → person) follow the person. Who
    then stands in a programme twice stays by the earlier entry; the other leaves it by "exit>merged"."""
    known = con.execute(
        """FROM (SELECT person FROM entries UNION ALL SELECT person FROM members) c
        SELECT 1 WHERE c.person IN (SELECT before FROM polku_moving) LIMIT 1"""
    ).fetchone()
    told = con.execute(
        """SELECT DISTINCT m.person FROM polku_moving m
        WHERE m.person IN (SELECT person FROM entries) OR m.before IN (SELECT person FROM entries)"""
    ).fetchall()
    if known is not None:
        _move(con)
    if told:
        _tell(con, [person for (person,) in told])


def _move(con: duckdb.DuckDBPyConnection) -> None:
    for table in ("entries", "positions", "steps", "outbox", "members"):
        con.execute(
            f"""UPDATE {table} SET person = m.person
            FROM (SELECT before, min(person) AS person FROM polku_moving GROUP BY before) m
            WHERE {table}.person = m.before"""
        )
    con.execute("CREATE OR REPLACE TEMP TABLE polku_once AS SELECT DISTINCT * FROM members")
    con.execute("""DELETE FROM members WHERE person IN (SELECT person FROM polku_moving)""")
    con.execute(
        "INSERT INTO members FROM polku_once WHERE person IN (SELECT person FROM polku_moving)"
    )
    con.execute("DROP TABLE polku_once")
    con.execute(
        """CREATE OR REPLACE TEMP TABLE polku_twice AS
        SELECT p.entry, p.person, split_part(n.name, ':', 1) AS version,
            max(p.since) OVER here AS "at"
        FROM positions p JOIN names n ON n.kind = 'place' AND n.code = p.place
        WHERE p.person IN (SELECT person FROM polku_moving)
        WINDOW here AS (PARTITION BY p.person, split_part(n.name, '@', 1))
        QUALIFY row_number() OVER (
            PARTITION BY p.person, split_part(n.name, '@', 1) ORDER BY p.entered, p.entry
        ) > 1"""
    )
    con.execute(
        """INSERT INTO steps
        SELECT n.code, t.entry, t.person, t."at" FROM polku_twice t
        JOIN names n ON n.kind = 'place' AND n.name = t.version || ':exit>merged'"""
    )
    con.execute("DELETE FROM positions WHERE entry IN (SELECT entry FROM polku_twice)")
    con.execute("DROP TABLE polku_twice")


def _tell(con: duckdb.DuckDBPyConnection, people: list[int]) -> None:
    row = con.execute("SELECT value FROM meta WHERE key = ?", [MERGED]).fetchone()
    everyone = sorted({*people, *(json.loads(row[0]) if row else ())})
    con.execute("DELETE FROM meta WHERE key = ?", [MERGED])
    con.execute("INSERT INTO meta VALUES (?, ?)", [MERGED, json.dumps(everyone)])
