"""What people say and show of us, and whether we may show it on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pyarrow as pa

from polku.care.voice_rows import (
    KNOWN,
    MAILED,
    Score,
    Voice,
    Wanted,
    counts,
    last_before,
    one,
    page,
)
from polku.clock import as_naive_utc
from polku.delivery.consenting import say
from polku.delivery.links import Links, Permission
from polku.delivery.permission import ASKED, PURPOSE, REVIEW, about, uid_of
from polku.delivery.receipts import Receipts
from polku.delivery.receivers import receivers
from polku.delivery.render.variables import person_values
from polku.delivery.wants import Wants
from polku.errors import NotFound, PolkuError, Problem, RequestRefused
from polku.journey.written import read
from polku.programmes.actions import EffectAction
from polku.store.consents import Consent
from polku.store.micros import from_micros, to_micros
from polku.table import iso

if TYPE_CHECKING:
    from polku.care.workplace import Workplace

Signed = Literal["first_name", "nobody"]
"""By whose name it may be shown."""
LINK = "links.permission"


class Voices:
    """`workspace.voices`. `settle` waits until what was accepted is in the warehouse."""

    def __init__(self, at: Workplace, receipts: Receipts, settle: Callable[[], None]) -> None:
        self._at = at
        self._receipts = receipts
        self._settle = settle
        self._wants = Wants(at.control)

    def page(
        self,
        *,
        state: Wanted | None = None,
        score: Score | None = None,
        after: tuple[datetime, int] | None = None,
        limit: int = 50,
    ) -> dict[str, Any]:
        """{"voices": the newest first, "counts": by state, "all" and "used", "next": (time, uid) of the last one}."""
        tables = self._tables()
        with self._at.warehouse.read() as con:
            rows = page(con, tables, state=state, score=score, after=after, limit=limit + 1)
            found = counts(con, tables, score)
        shown = rows[:limit]
        last = (shown[-1].at, shown[-1].uid) if len(rows) > limit else None
        return {"voices": self._dicts(shown), "counts": found, "next": last}

    def get(self, id: str) -> dict[str, Any]:
        """One, by what the ledger calls it. Raises NotFound (`care.no-voice`)."""
        return self._dicts([self.voice(id)])[0]

    def voice(self, id: str) -> Voice:
        """The same as it is. Raises NotFound."""
        uid = uid_of(id)
        with self._at.warehouse.read() as con:
            found = None if uid is None else one(con, self._tables(), uid)
        if found is None:
            raise NotFound(Problem("care.no-voice", "voice", {"id": id}))
        return found

    def asked_of(self, link: Permission) -> Voice | None:
        """What a link asks permission for; None when there is nothing."""
        if link.event:
            with self._at.warehouse.read() as con:
                return one(con, self._tables(), link.event)
        sent = self._at.control.deliveries.find([link.message]).get(link.message)
        if sent is None:
            return None
        moment = as_naive_utc(sent.sent or sent.wanted)
        person = self._at.control.identities.person_of(link.person)
        with self._at.warehouse.read() as con:
            return last_before(con, self._tables(), person, moment)

    def ask(self, id: str, links: Links, *, who: str) -> dict[str, Any]:
        """Asked by hand: {"url", "email"} of the page where the person answers, and the event of it. Raises NotFound,
        RequestRefused (409, `care.voice-nobody`) when nobody knows any more whose it is."""
        found = self.voice(id)
        if not self._at.control.identities.of(found.person):
            raise RequestRefused(Problem("care.voice-nobody", id), 409)
        now, name = self._at.now(), about(found.uid)
        self._receipts.tell(found.identity, ASKED, now, {"about": name}, f"permission-asked:{name}")
        self._at.control.audit.record(who, "voices.ask", {"about": name})
        self._settle()
        person = receivers(self._at.control, self._at.settings, [found.person])[found.person]
        url = links.url(Permission(person=found.identity, event=found.uid))
        return {"url": url, "email": person.email}

    def answer(
        self,
        voice: Voice,
        *,
        given: bool,
        signed: Signed,
        source: str,
        version: str,
        statement: str,
        details: dict[str, Any] | None = None,
    ) -> bool:
        """Writes down what the person said; False when they had said just that. `statement` is what was agreed to."""
        name = about(voice.uid)
        before = self._at.control.consents.about(PURPOSE).get(name)
        held = before[0] if before else None
        same = held is not None and held.given == given
        if held is not None and same and (not given or held.details.get("signed") == signed):
            return False
        said = {"about": name, **({"signed": signed} if given else {}), "statement": statement}
        row = Consent(
            voice.identity, PURPOSE, name, "consent", given, source, self._at.now(), version,
            said | (details or {}),
        )  # fmt: skip
        say(self._at.control, self._receipts, [row])
        return True

    def by_hand(self, id: str, *, given: bool, signed: Signed, source: str, who: str) -> Any:
        """An answer that came another way, `source` says which. Raises NotFound, RequestRefused."""
        found = self.voice(id)
        if not self._at.control.identities.of(found.person):
            raise RequestRefused(Problem("care.voice-nobody", id), 409)
        told = {"who": who}
        self.answer(
            found, given=given, signed=signed, source=source, version="", statement="", details=told
        )
        self._at.control.audit.record(who, "voices.answer", {"about": id, "given": given})
        return self.get(id)

    def used(self) -> list[dict[str, Any]]:
        """Every place of a journey's draft where something said is used, and its state there."""
        ledger = self._at.control.consents.about(PURPOSE)
        found = []
        for name, places in self._used().items():
            held = ledger.get(name)
            state = "none" if held is None else "permitted" if held[0].given else "refused"
            at = iso(held[0].at) if held else None
            found += [{"id": name, "state": state, "at": at, **place} for place in places]
        return found

    def _used(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for each in self._at.control.definitions.all("journey"):
            for key, said in _said_in(each.body):
                found.setdefault(said, []).append({"journey": each.key, "proof": key})
        return found

    def _tables(self) -> dict[str, pa.Table]:
        ledger = self._at.control.consents.about(PURPOSE)
        used = self._used()
        names = list({**ledger, **used})
        uids = [uid_of(name) for name in names]
        known = {
            "uid": uids,
            "given": [ledger[n][0].given if n in ledger else None for n in names],
            "used": [n in used for n in names],
        }
        table = pa.table(known, KNOWN)
        return {
            "voices_known": table.filter(table["uid"].is_valid()),
            "voices_mailed": self._mailed(),
        }

    def _mailed(self) -> pa.Table:
        """Who has been sent a message that asks, and when."""
        places = [
            (each.key, version.version, action.key)
            for each in self._at.control.definitions.all("programme")
            for version in self._at.control.definitions.versions("programme", each.key)
            if LINK in version.body and (run := self._wants.version(each.key, version.version))
            for action in run.actions
            if isinstance(action, EffectAction) and LINK in action.step.model_dump_json()
        ]
        rows: list[Any] = []
        with self._at.control.read() as connection:
            for place in places:
                rows += connection.exec_driver_sql(
                    """SELECT person, sent FROM deliveries WHERE sent IS NOT NULL
                    AND programme = ? AND version = ? AND node = ?""",
                    place,
                ).all()
        columns = {"person": [row[0] for row in rows], "sent": [row[1] for row in rows]}
        return pa.table(columns, pa.schema([("person", pa.int64()), ("sent", pa.int64())])).cast(
            MAILED
        )

    def words(self, voice: Voice) -> str | None:
        """The person's words: the event's, else what they last answered (kept with the person, for it may name
        people)."""
        if voice.text is not None or voice.event != "Survey Answered" or not voice.last:
            return voice.text
        said = self._at.control.traits.of(voice.person).get(f"survey:{REVIEW}")
        return said if isinstance(said, str) else None

    def _dicts(self, voices: list[Voice]) -> list[dict[str, Any]]:
        control = self._at.control
        ledger, used = control.consents.about(PURPOSE), self._used()
        people = [each.person for each in voices]
        stages = self._stages(people)
        known = receivers(control, self._at.settings, people) if people else {}
        names = control.traits.names(np.array(people, np.int64)) if people else []
        found = []
        for each, name in zip(voices, names, strict=True):
            id = about(each.uid)
            held, ever = ledger.get(id, (None, False))
            who = known[each.person]
            first = person_values(who).get("first_name")
            signed = held.details.get("signed") if held and held.given else None
            found.append(
                {
                    "id": id,
                    "kind": _kind(each),
                    "at": iso(each.at),
                    "score": each.score,
                    "text": self.words(each),
                    "picture": each.picture,
                    "link": each.link,
                    "product": each.product,
                    "person": str(each.person),
                    "person_id": who.id,
                    "name": name,
                    "first_name": str(first) if first else None,
                    "stage": stages.get(each.person),
                    "state": each.state,
                    "withdrawn": each.state == "refused" and ever,
                    "answered": iso(held.at) if held else None,
                    "source": held.source if held else None,
                    "statement": str(held.details.get("statement") or "") if held else None,
                    "signed": str(first) if signed == "first_name" and first else None,
                    "used": used.get(id, []),
                }
            )
        return found

    def _stages(self, people: list[int]) -> dict[int, str]:
        with self._at.warehouse.read() as con:
            rows = con.execute(
                """SELECT p.person, n.name FROM people p
                JOIN names n ON n.kind = 'stage' AND n.code = p.stage
                WHERE p.person IN (SELECT unnest($people))""",
                {"people": people},
            ).fetchall() if people else []  # fmt: skip
        return dict(rows)


def _kind(voice: Voice) -> str:
    return {"Review Submitted": "review", "Content Shared": "shared"}.get(voice.event, "answer")


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


def cursor_of(next: tuple[datetime, int] | None) -> str | None:
    """The key of the next page as text."""
    return None if next is None else f"{to_micros(next[0])}.{next[1]}"


def read_cursor(cursor: str | None) -> tuple[datetime, int] | None:
    """And back. Raises RequestRefused (400, `api.bad-cursor`)."""
    if cursor is None:
        return None
    try:
        at, uid = cursor.split(".")
        return as_naive_utc(from_micros(int(at))), int(uid)
    except (ValueError, OverflowError):
        raise RequestRefused(Problem("api.bad-cursor", "cursor"), 400) from None
