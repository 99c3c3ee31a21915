"""A person's right to be forgotten: names, addresses and words go, counts stay."""

from __future__ import annotations

from typing import Any

import numpy as np

from polku.delivery.permission import LINKS, PICTURES, SAID, TEXTS
from polku.delivery.receivers import receivers
from polku.settings import Settings
from polku.store.control import Control
from polku.store.erasing import erase_within, rewrite_log
from polku.store.mover import offset_of
from polku.store.warehouse import Warehouse

FREE_TEXT = ("text", "comment", "question", "message", "reason_text")
"""Properties in which people write in their own words."""
SHOWN = frozenset((*TEXTS, *PICTURES, *LINKS)) - frozenset(FREE_TEXT)
"""The same of events by which people show something of us."""


def erase(
    control: Control, warehouse: Warehouse, settings: Settings, person: int, *, who: str
) -> dict[str, Any]:
    """Erases a canonical person. Everything accepted must have been moved before. Returns what went:
    {"person", "ids", "events_kept", "log_entries"}.

    The address itself is kept as a keyed hash on the suppression list, so that an old list that is
    imported again does not start the messages anew.
    """
    ids = control.identities.of(person)
    numbers = [each.identity for each in ids] or [person]
    found = receivers(control, settings, [person])[person]
    for channel, address in (("email", found.email), ("sms", found.phone)):
        if address:
            control.suppressions.add(channel, address, "erased")
    offset = offset_of(warehouse)
    with control.write() as connection:
        erase_within(connection, numbers)
        entries = rewrite_log(connection, [each.value for each in ids], offset)
    control.forget(np.array(numbers, np.int64))
    kept = _words_out(warehouse, person)
    control.db.checkpoint()  # the former text must not wait in the write-ahead log
    control.audit.record(who, "people.erase", {"person": str(person)})
    return {"person": str(person), "ids": len(ids), "events_kept": kept, "log_entries": entries}


def _words_out(warehouse: Warehouse, person: int) -> int:
    """Free text out of the person's events, and the person out of every programme."""
    patch = "{" + ",".join(f'"{name}":null' for name in FREE_TEXT) + "}"
    has = " OR ".join(f"properties LIKE '%\"{name}\"%'" for name in FREE_TEXT)
    shown = "{" + ",".join(f'"{name}":null' for name in sorted(SHOWN)) + "}"
    codes = [code for name, code in warehouse.names("event").items() if name in SAID]
    with warehouse.write() as tx:
        for table in ("base", "tail"):
            tx.con.execute(
                f"""UPDATE {table} SET properties = json_merge_patch(properties, ?)
                WHERE person = ? AND ({has})""",
                [patch, person],
            )
            for code in codes:
                tx.con.execute(
                    f"""UPDATE {table} SET properties = json_merge_patch(properties, ?)
                    WHERE person = ? AND event = ? AND properties IS NOT NULL""",
                    [shown, person, code],
                )
        tx.con.execute("DELETE FROM positions WHERE person = ?", [person])
        (row,) = tx.con.execute("SELECT count(*) FROM events WHERE person = ?", [person]).fetchall()
    return int(row[0])
