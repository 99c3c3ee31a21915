"""What is kept of people and messages: the list of messages, the consent ledger, data requests, erasure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa

from polku.care.messages import message_dict
from polku.delivery.consent_file import read_consents
from polku.delivery.consenting import say
from polku.delivery.erasure import erase
from polku.delivery.person_data import person_data
from polku.delivery.receipts import Receipts
from polku.errors import Language, NotFound, Problem
from polku.settings import Settings
from polku.store.consents import Consent
from polku.store.control import Control
from polku.store.deliveries import Delivery
from polku.store.micros import to_micros
from polku.store.warehouse import Warehouse
from polku.table import iso

_CHUNK = 5_000  # statements in one transaction: ingest waits for it


class Records:
    """`workspace.records`. People are named by number or by any id of theirs. `settle` waits until
    what was accepted is in the warehouse; `wake` tells delivery that there is something to do."""

    def __init__(
        self,
        control: Control,
        warehouse: Warehouse,
        settings: Settings,
        *,
        receipts: Receipts,
        settle: Callable[[], None],
        wake: Callable[[], None],
    ) -> None:
        self._control = control
        self._warehouse = warehouse
        self._settings = settings
        self._receipts = receipts
        self._settle = settle
        self._wake = wake

    def find(self, person: str) -> int:
        """The canonical person. Raises NotFound."""
        found = self._control.identities.find(person)
        if found is not None:
            return found
        if person.isascii() and person.isdigit() and int(person) < 2**63:
            with self._warehouse.read() as con:
                row = con.execute(
                    """SELECT coalesce((SELECT person FROM aliases WHERE identity = ?), ?)
                    WHERE EXISTS (SELECT 1 FROM events WHERE person = ?)
                    OR EXISTS (SELECT 1 FROM aliases WHERE identity = ?)""",
                    [int(person)] * 4,
                ).fetchone()
            if row or self._control.identities.of(int(person)):
                return int(row[0]) if row else int(person)
        raise NotFound(Problem("api.no-person", person, {"person": person}))

    def messages(
        self,
        *,
        state: str | None = None,
        person: str | None = None,
        programme: str | None = None,
        before: tuple[int, int] | None = None,
        limit: int = 50,
        language: Language = "en",
    ) -> dict[str, Any]:
        """{"messages": […], "next": (updated µs, id) of the last one, None when there are no more}."""
        deliveries = self._control.deliveries
        if person is not None:
            found = deliveries.of(self.find(person), limit=10_000)
            rows = [
                each
                for each in sorted(found, key=_key, reverse=True)
                if state in (None, each.state)
                and programme in (None, each.programme)
                and (before is None or _key(each) < before)
            ][: limit + 1]
        else:
            rows = deliveries.page(state=state, programme=programme, before=before, limit=limit + 1)
        shown = rows[:limit]
        people = np.array([each.person for each in shown], np.int64)
        ids = self._control.identities.labels(people) if shown else []
        return {
            "messages": [
                {
                    **message_dict(each, language),
                    "person": str(each.person),
                    "person_id": label,
                    "purpose": each.purpose,
                    "attempts": each.attempts,
                    "updated": iso(each.updated),
                }
                for each, label in zip(shown, ids, strict=True)
            ],
            "next": list(_key(shown[-1])) if len(rows) > limit else None,
        }

    def counts(self) -> dict[str, int]:
        """State → messages."""
        states: dict[str, int] = {}
        for (state, _), count in self._control.deliveries.counts().items():
            states[state] = states.get(state, 0) + count
        return states

    def settle_message(self, id: int, *, send: bool, who: str) -> dict[str, Any]:
        """Sends an uncertain message again, or drops it. Raises NotFound, RequestRefused (409)."""
        found = self._control.deliveries.settle(id, send=send)
        self._control.audit.record(
            who, "messages.send" if send else "messages.drop", {"id": str(id)}
        )
        self._wake()
        return message_dict(found, "en")

    def consents(self, person: str) -> list[dict[str, Any]]:
        """The ledger of a person, the newest first."""
        return [_consent(each) for each in self._control.consents.of(self.find(person))]

    def say(
        self, person: str, statement: Mapping[str, Any], *, at: datetime, who: str
    ) -> list[dict[str, Any]]:
        """A hand-made statement {"purpose", "channel", "basis", "given", "source", "text_version"}."""
        found = self.find(person)
        row = Consent(found, at=at, details={"who": who}, **statement)
        say(self._control, self._receipts, [row])
        self._control.audit.record(
            who, "consents.add", {"person": str(found), "given": row.given, "source": row.source}
        )
        self._wake()
        return self.consents(person)

    def import_consents(self, text: str, *, who: str) -> dict[str, Any]:
        """Statements from a CSV: {"rows", "new", "rejected": [{"row", "reason"}]}. Raises
        RequestRefused when it is no such file."""
        rows, bad, people = read_consents(text, self._control.identity_key)
        self._control.identities.remember(
            pa.table(
                {
                    "identity": pa.array(list(people), pa.int64()),
                    "kind": pa.array(["user"] * len(people), pa.string()),
                    "value": pa.array([value for value, _ in people.values()], pa.string()),
                    "first_seen": pa.array(
                        [to_micros(at) for _, at in people.values()], pa.int64()
                    ),
                }
            )
        )
        new = sum(
            say(self._control, self._receipts, rows[start : start + _CHUNK], by_person=False)
            for start in range(0, len(rows), _CHUNK)
        )
        self._control.audit.record(who, "consents.import", {"rows": len(rows), "new": new})
        self._wake()
        return {"rows": len(rows) + len(bad), "new": new, "rejected": bad}

    def person_data(self, person: str) -> dict[str, Any]:
        """Everything known of a person."""
        self._settle()
        return person_data(self._control, self._warehouse, self.find(person))

    def erase(self, person: str, *, who: str) -> dict[str, Any]:
        """Erases a person for good; counts stay. Raises NotFound."""
        self._settle()
        number = self.find(person)
        return erase(self._control, self._warehouse, self._settings, number, who=who)


def _key(delivery: Delivery) -> tuple[int, int]:
    return to_micros(delivery.updated), delivery.id


def _consent(said: Consent) -> dict[str, Any]:
    return {
        "purpose": said.purpose,
        "channel": said.channel,
        "basis": said.basis,
        "given": said.given,
        "source": said.source,
        "text_version": said.text_version,
        "at": iso(said.at),
    }
