"""Everything that is known of a person, for a data request."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from polku.store.control import Control
from polku.store.members import json_numbers, members_sql
from polku.store.warehouse import Warehouse
from polku.table import iso

_LISTS = {
    "groups": "SELECT group_id, at FROM memberships JOIN m USING (identity)",
    "push_subscriptions": "SELECT endpoint, at FROM push_subscriptions JOIN m USING (identity)",
    "offers": "SELECT offer, version, shown, expires FROM offers_shown JOIN m USING (identity)",
    "referral_codes": "SELECT code, at FROM referral_codes JOIN m USING (identity)",
    "tasks": """SELECT t.id, title, owner, contact, opened, due, state, outcome, brief
        FROM tasks t JOIN m ON t.person = m.identity""",
    "task_notes": """SELECT n.task, n.at, n.who, n.text FROM task_notes n
        JOIN tasks t ON t.id = n.task JOIN m ON t.person = m.identity""",
}
_MOMENTS = frozenset({"at", "shown", "expires", "opened", "due"})


def person_data(control: Control, warehouse: Warehouse, person: int) -> dict[str, Any]:
    """Ids, traits, consents, messages, tasks, offers and events of a canonical person, as JSON."""
    found: dict[str, Any] = {
        "person": str(person),
        "identities": [
            {"kind": one.kind, "value": one.value, "first_seen": iso(one.first_seen)}
            for one in control.identities.of(person)
        ],
        "traits": control.traits.of(person),
        "consents": [
            {
                "purpose": one.purpose, "channel": one.channel, "basis": one.basis,
                "given": one.given, "source": one.source, "text_version": one.text_version,
                "at": iso(one.at), "details": dict(one.details),
            }
            for one in control.consents.of(person)
        ],
        "messages": [
            {
                "id": str(one.id), "programme": one.programme, "node": one.node,
                "intent": one.intent, "purpose": one.purpose, "channel": one.channel,
                "state": one.state, "reason": one.reason, "wanted": iso(one.wanted),
                "sent": iso(one.sent) if one.sent else None,
            }
            for one in control.deliveries.of(person, limit=1_000_000)
        ],
    }  # fmt: skip
    with control.read() as connection:
        for name, query in _LISTS.items():
            rows = connection.exec_driver_sql(
                f"WITH m AS ({members_sql()}) {query}", (json_numbers([person]),)
            )
            found[name] = [_plain(dict(row)) for row in rows.mappings()]
    found["events"], found["programmes"] = _history(warehouse, person)
    return found


def _history(
    warehouse: Warehouse, person: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    words = {kind: warehouse.words(kind) for kind in ("event", "source", "channel", "place")}
    with warehouse.read() as con:
        events = con.execute(
            """SELECT ts, event, source, channel, revenue, currency, properties FROM events
            WHERE person = ? ORDER BY ts, seq""",
            [person],
        ).fetchall()
        entries = con.execute(
            'SELECT place, "at" FROM entries WHERE person = ? ORDER BY "at"', [person]
        ).fetchall()
    told = [
        {
            "at": iso(ts), "event": words["event"].get(event), "source": words["source"].get(source),
            "channel": words["channel"].get(channel), "revenue_minor": revenue,
            "currency": currency, "properties": json.loads(properties) if properties else {},
        }
        for ts, event, source, channel, revenue, currency, properties in events
    ]  # fmt: skip
    return told, [{"place": words["place"].get(place), "at": iso(at)} for place, at in entries]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    moments = np.datetime64(0, "us")
    return {
        key: f"{moments + np.timedelta64(value, 'us')}Z"
        if key in _MOMENTS and value is not None
        else (str(value) if key in ("id", "task") else value)
        for key, value in row.items()
    }
