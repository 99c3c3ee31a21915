"""What people say and show of us, and whether we may show it on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from polku.care.voice_bodies import bodies
from polku.care.voice_rows import (
    Score,
    Voice,
    Wanted,
    counts,
    last_before,
    one,
    page,
)
from polku.care.voice_tables import Tables, tables, used_in
from polku.clock import as_naive_utc
from polku.delivery.consenting import say
from polku.delivery.links import Links, Permission
from polku.delivery.permission import ASKED, PURPOSE, about, uid_of
from polku.delivery.receipts import Receipts
from polku.delivery.receivers import receivers
from polku.delivery.wants import Wants
from polku.errors import NotFound, Problem, RequestRefused
from polku.store.consents import Consent
from polku.store.micros import from_micros, to_micros
from polku.table import iso

if TYPE_CHECKING:
    from polku.care.workplace import Workplace

Signed = Literal["first_name", "nobody"]
"""By whose name it may be shown."""


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
        return {"voices": bodies(self._at, shown), "counts": found, "next": last}

    def get(self, id: str) -> dict[str, Any]:
        """One, by what the ledger calls it. Raises NotFound (`care.no-voice`)."""
        return bodies(self._at, [self.voice(id)])[0]

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
        found = self._whose(id)
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
        found = self._whose(id)
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
        for name, places in used_in(self._at).items():
            held = ledger.get(name)
            state = "none" if held is None else "permitted" if held[0].given else "refused"
            at = iso(held[0].at) if held else None
            found += [{"id": name, "state": state, "at": at, **place} for place in places]
        return found

    def _whose(self, id: str) -> Voice:
        """What somebody said of whom we still know who it is. Raises NotFound, RequestRefused."""
        found = self.voice(id)
        if not self._at.control.identities.of(found.person):
            raise RequestRefused(Problem("care.voice-nobody", id), 409)
        return found

    def _tables(self) -> Tables:
        return tables(self._at, self._wants)


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
