"""What a programme must have done from its first publishing on, beside what it did."""

from __future__ import annotations

from typing import Any

from polku.care.forecast import KINDS, NewPlaces
from polku.care.standing import standing
from polku.care.texts import compiled
from polku.care.workplace import KIND, Workplace
from polku.engine.replay import Clean, Run
from polku.engine.replay import replay as engine_replay
from polku.errors import Problem, RequestRefused
from polku.store.micros import from_micros
from polku.table import iso

MOST = 100


def replay(at: Workplace, key: str) -> dict[str, Any]:
    """{"same", "from", "to", "stored", "replayed" (rows by table), "differences" (the first hundred: side, table,
    place, person, entry, at, why), "differing"}.

    Raises NotFound, RequestRefused (409 `care.not-published`).
    """
    definition = at.get(key)
    at.bring()
    stands = standing(definition)
    if not stands.runs:
        raise RequestRefused(Problem("care.not-published", key, {"key": key}), 409)
    runs = [
        Run(
            compiled(at.control.definitions.version(KIND, key, each.version).body, each.version),
            _naive(each.at),
            each.also_now,
            None if each.stopped is None else _naive(each.stopped),
        )
        for each in stands.runs
    ]
    pauses = [
        (_naive(each.since), None if each.until is None else _naive(each.until))
        for each in stands.pauses
    ]
    now = at.naive_now()
    with at.warehouse.read() as con:
        ((last_seq,),) = con.execute(
            "SELECT coalesce(max(value::BIGINT), 1) - 1 FROM meta WHERE key = 'next_seq'"
        ).fetchall()
        tx = Clean(con, {kind: at.warehouse.names(kind) for kind in KINDS}, NewPlaces(at))
        found = engine_replay(tx, runs, pauses, now, at.world(), last_seq=last_seq)
    return {
        "same": not found.differences,
        "from": iso(runs[0].begins),
        "to": iso(now),
        "stored": dict(found.stored),
        "replayed": dict(found.replayed),
        "differing": len(found.differences),
        "differences": [
            {
                "side": each.side,
                "table": each.table,
                "place": each.place,
                "person": str(each.person),
                "entry": str(each.entry),
                "at": None if each.at is None else iso(each.at),
                "why": each.why,
            }
            for each in found.differences[:MOST]
        ],
    }


def _naive(micros: int) -> Any:
    return from_micros(micros).replace(tzinfo=None)
