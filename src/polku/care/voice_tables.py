"""What `voice_rows` asks with: the answers of the ledger, what is used, and who was asked by a message."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pyarrow as pa

from polku.care.voice_rows import KNOWN, MAILED
from polku.care.workplace import Workplace
from polku.delivery.permission import PURPOSE, uid_of
from polku.delivery.wants import Wants
from polku.errors import PolkuError
from polku.journey.written import read
from polku.programmes.actions import EffectAction

LINK = "links.permission"
Tables = dict[str, pa.Table]


def tables(at: Workplace, wants: Wants) -> Tables:
    """The tables by name."""
    ledger, used = at.control.consents.about(PURPOSE), used_in(at)
    names = list({**ledger, **used})
    known = {
        "uid": [uid_of(name) for name in names],
        "given": [ledger[n][0].given if n in ledger else None for n in names],
        "used": [n in used for n in names],
    }
    table = pa.table(known, KNOWN)
    return {
        "voices_known": table.filter(table["uid"].is_valid()),
        "voices_mailed": _mailed(at, wants),
    }


def used_in(at: Workplace) -> dict[str, list[dict[str, str]]]:
    """What was said → the proof items of drafts that are made of it."""
    found: dict[str, list[dict[str, str]]] = {}
    for each in at.control.definitions.all("journey"):
        for key, said in _said_in(each.body):
            found.setdefault(said, []).append({"journey": each.key, "proof": key})
    return found


def _mailed(at: Workplace, wants: Wants) -> pa.Table:
    """Who has been sent a message that asks, and when."""
    places = [
        (each.key, version.version, action.key)
        for each in at.control.definitions.all("programme")
        for version in at.control.definitions.versions("programme", each.key)
        if LINK in version.body and (run := wants.version(each.key, version.version))
        for action in run.actions
        if isinstance(action, EffectAction) and LINK in action.step.model_dump_json()
    ]
    rows: list[Any] = []
    with at.control.read() as connection:
        for place in places:
            rows += connection.exec_driver_sql(
                """SELECT person, sent FROM deliveries WHERE sent IS NOT NULL
                AND programme = ? AND version = ? AND node = ?""",
                place,
            ).all()
    micros = pa.array([row[1] for row in rows], pa.int64())
    return pa.table(
        {"person": [row[0] for row in rows], "sent": micros.cast(MAILED.field("sent").type)}, MAILED
    )


@lru_cache(maxsize=64)
def _said_in(body: str) -> tuple[tuple[str, str], ...]:
    """(proof, what was said) of a draft. The rest of the document need not be right for them."""
    try:
        value = read(body, "journey").value
    except PolkuError:
        return ()
    proof = value.get("proof") if isinstance(value, dict) else None
    return tuple(
        (str(each.get("key")), str(each["said"]))
        for each in (proof if isinstance(proof, list) else ())
        if isinstance(each, dict) and each.get("said")
    )
