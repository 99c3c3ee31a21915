"""Everybody out: a programme that is stopped, or paused with `inside: leave`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from polku.engine.book import Write
from polku.engine.places import STOPPED


def leave_all(tx: Write, programme: str, now: datetime) -> int:
    """Takes everybody who is inside any version of a programme out of it at `now` (naive UTC), with the step
    "exit>stopped". Returns how many entries that were."""
    return leave(tx, waits_of(tx, programme), now, STOPPED)


def waits_of(tx: Write, programme: str, version: int | None = None) -> list[str]:
    """The places, in words, where somebody may wait in a programme, or in one version of it."""
    begins = f"{programme}@" if version is None else f"{programme}@{version}:"
    return [word for word in tx.code("place", ()) if word.startswith(begins) and ">" not in word]


def leave(tx: Write, places: Iterable[str], now: datetime, port: str, *, prefix: str = "") -> int:
    """Takes everybody out who waits at these places. `port` says why: "exit>port"; `prefix` as of `Book`.
    Returns how many entries that were."""
    codes = tx.code("place", ())
    waits = {
        codes[word]: f"{word.partition(':')[0]}:exit>{port}" for word in places if word in codes
    }
    if not waits:
        return 0
    ways = tx.code("place", dict.fromkeys(waits.values()))
    cases = " ".join(f"WHEN {code} THEN {ways[word]}" for code, word in waits.items())
    here = f"place IN ({', '.join(map(str, waits))})"
    tx.con.execute(
        f"""INSERT INTO {prefix}steps
        SELECT CASE place {cases} END, entry, person, greatest(since, $now)
        FROM {prefix}positions WHERE {here}""",
        {"now": now},
    )
    ((left,),) = tx.con.execute(f"SELECT count(*) FROM {prefix}positions WHERE {here}").fetchall()
    tx.con.execute(f"DELETE FROM {prefix}positions WHERE {here}")
    return int(left)
