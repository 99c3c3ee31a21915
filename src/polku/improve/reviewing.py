"""Review meetings: begun with an agenda, their minutes kept, ended with decisions and the next day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from polku.improve.agenda import agenda
from polku.improve.log import Log
from polku.improve.place import Place
from polku.store.reviews import Review
from polku.store.shares import Share
from polku.table import iso

EVERY_DAYS = 90.0
MOST_DECISIONS = 10


class Reviewing:
    """Reviews of journeys; dictionaries ready for JSON."""

    def __init__(self, place: Place, log: Log) -> None:
        self._at = place
        self._log = log

    def all(self, journey: str) -> list[dict[str, Any]]:
        """The newest first, without their agendas."""
        rows = self._at.control.reviews.all(self._at.key(journey))
        return [self._head(row) for row in rows]

    def begin(self, *, who: str) -> dict[str, Any]:
        """A review of the running journey. One that goes on already is opened again."""
        key = self._at.key("-")
        rows = self._at.control.reviews.all(key)
        for row in rows:
            if row.ended is None:
                return self.page(row.id)
        last = rows[0] if rows else None
        made = self._at.control.reviews.begin(key, agenda(self._at, last), who=who)
        self._at.control.audit.record(who, "reviews.begin", {"id": str(made.id)})
        return self.page(made.id)

    def page(self, id: int) -> dict[str, Any]:
        """One review with its agenda, minutes and decisions. Raises NotFound."""
        row = self._at.control.reviews.get(id)
        shares = [s for s in self._at.control.shares.all("review", str(id)) if s.revoked is None]
        decisions = self._at.control.decisions.all(row.journey, review=id)
        return {
            **self._head(row),
            "agenda": row.agenda,
            "minutes": self._minutes(row),
            "decisions": [{"text": each.text, "why": each.why} for each in reversed(decisions)],
            "share": shares[0].token if shares else None,
        }

    def write(self, id: int, minutes: Mapping[str, Any]) -> dict[str, Any]:
        """Keeps the minutes while the review goes on. Raises NotFound, RequestRefused (409 `improve.ended`)."""
        self._at.control.reviews.write(id, minutes)
        return self.page(id)

    def end(self, id: int, minutes: Mapping[str, Any], *, who: str) -> dict[str, Any]:
        """Closes it: the decisions go to the log, and the journey says when it was reviewed.

        Raises NotFound, RequestRefused (409 `improve.ended`, and what publishing a journey raises)."""
        row = self._at.control.reviews.get(id)
        self._at.control.reviews.write(id, minutes, ended=True)
        for each in minutes.get("decisions", ())[:MOST_DECISIONS]:
            if each["text"].strip():
                self._log.add(
                    row.journey, each["text"].strip(), each["why"].strip(), who=who, review=id
                )
        self._at.control.audit.record(who, "reviews.end", {"id": str(id)})
        self._at.reviewed(row.journey, self._at.today(), who)
        return self.page(id)

    def share(self, id: int, *, who: str) -> dict[str, Any]:
        """A link by which anybody reads it, without anything that tells who the people are. Raises NotFound."""
        if self.page(id)["share"] is None:
            self._at.control.shares.make("review", str(id), who=who)
            self._at.control.audit.record(who, "reviews.share", {"id": str(id)})
        return self.page(id)

    def unshare(self, id: int, *, who: str) -> dict[str, Any]:
        """The link opens nothing any more. Raises NotFound."""
        for each in self._at.control.shares.all("review", str(id)):
            if each.revoked is None:
                self._at.control.shares.revoke(each.token)
                self._at.control.audit.record(who, "reviews.unshare", {"id": str(id)})
        return self.page(id)

    def shared(self, token: str) -> dict[str, Any]:
        """What the link opens. Raises NotFound (`link.unknown`)."""
        share: Share = self._at.control.shares.open("review", token)
        found = self.page(int(share.target))
        for each in found["agenda"].get("timelines", ()):
            each.pop("person", None)
        return found

    def _head(self, row: Review) -> dict[str, Any]:
        return {
            "id": row.id,
            "journey": row.journey,
            "started": iso(row.started),
            "ended": row.ended and iso(row.ended),
            "who": row.who,
        }

    def _minutes(self, row: Review) -> dict[str, Any]:
        every = self._at.journey.review_every_days or EVERY_DAYS
        usual = row.started.astimezone(self._at.zone).date() + timedelta(days=every)
        empty = {"notes": {}, "decisions": [{"text": "", "why": ""}] * 3, "next": usual.isoformat()}
        return {**empty, **row.minutes}
