"""Takes out of the control database all that can name a person. What counts stays: pseudonymous rows."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection

from polku.events.envelope import Envelope
from polku.store.members import json_numbers

_unpack = msgspec.msgpack.Decoder(list[Envelope]).decode
_pack = msgspec.msgpack.Encoder().encode

_OF_IDENTITIES = (
    "DELETE FROM consents WHERE identity IN (SELECT value FROM json_each(?))",
    "DELETE FROM push_subscriptions WHERE identity IN (SELECT value FROM json_each(?))",
    "DELETE FROM referral_codes WHERE identity IN (SELECT value FROM json_each(?))",
    """UPDATE acceptances SET name = '' WHERE shown IN (
        SELECT id FROM offers_shown WHERE identity IN (SELECT value FROM json_each(?)))""",
    """UPDATE deliveries SET params = '{}', reference = NULL,
        reason = CASE WHEN state IN ('ready', 'held', 'uncertain') THEN 'delivery.erased' ELSE reason END,
        state = CASE WHEN state IN ('ready', 'held', 'uncertain') THEN 'refused' ELSE state END
        WHERE person IN (SELECT value FROM json_each(?))""",
    """DELETE FROM task_notes WHERE task IN (
        SELECT id FROM tasks WHERE person IN (SELECT value FROM json_each(?)))""",
    """UPDATE tasks SET brief = '{}',
        state = CASE WHEN state = 'open' THEN 'cancelled' ELSE state END
        WHERE person IN (SELECT value FROM json_each(?))""",
)


def erase_within(connection: Connection, identities: Iterable[int]) -> None:
    """Consents, subscriptions, names on offers, personal parts of messages, briefs and notes of
    tasks. Ids and traits go by `Control.forget`."""
    numbers = json_numbers(identities)
    for statement in _OF_IDENTITIES:
        connection.exec_driver_sql(statement, (numbers,))


def rewrite_log(connection: Connection, ids: Iterable[str], moved_to: int) -> int:
    """Takes the calls of these ids out of the accept log's entries up to `moved_to`, whose events
    are in the warehouse. Returns how many entries were rewritten."""
    wanted = set(ids)
    found: dict[int, bytes] = {}
    for one in wanted:  # the text of an id stands in the body as it is: a search of bytes finds it
        rows = connection.exec_driver_sql(
            "SELECT seq, body FROM accept_log WHERE seq <= ? AND instr(body, ?) > 0",
            (moved_to, one.encode("utf-8", "surrogatepass")),
        )
        found.update((int(row[0]), bytes(row[1])) for row in rows)
    changed = 0
    for seq, body in found.items():
        calls = _unpack(body)
        kept = [call for call in calls if not wanted & {call.user, call.anonymous, call.previous}]
        if len(kept) < len(calls):
            changed += 1
            connection.exec_driver_sql(
                "UPDATE accept_log SET body = ?, events = ? WHERE seq = ?",
                (_pack(kept), len(kept), seq),
            )
    return changed
