"""The decision log: what was decided, why, who and when."""

from __future__ import annotations

import csv
import io
from typing import Any

from polku.improve.place import Place
from polku.spreadsheet import plain
from polku.store.decision_log import Decision
from polku.table import iso

_TITLES = {
    "fi": ("Aika", "Kuka", "Päätös", "Perustelu", "Kehityskohde"),
    "en": ("Time", "Who", "Decision", "Why", "Improvement"),
}


class Log:
    """Decisions of journeys; dictionaries ready for JSON."""

    def __init__(self, place: Place) -> None:
        self._at = place

    def add(
        self,
        journey: str,
        text: str,
        why: str,
        *,
        who: str,
        improvement: int | None = None,
        review: int | None = None,
    ) -> dict[str, Any]:
        """A new line. Raises NotFound for an improvement or a review that is not there."""
        control = self._at.control
        if improvement is not None:
            control.improvements.get(improvement)
        if review is not None:
            control.reviews.get(review)
        row = control.decisions.add(
            self._at.key(journey), text, why, who=who, improvement=improvement, review=review
        )
        control.audit.record(who, "decisions.add", {"id": str(row.id)})
        return self._row(row, self._titles([row]))

    def all(
        self, journey: str, *, q: str = "", improvement: int | None = None
    ) -> list[dict[str, Any]]:
        """The newest first; those in which every word of `q` stands."""
        rows = self._at.control.decisions.all(self._at.key(journey), improvement=improvement)
        titles = self._titles(rows)
        words = q.casefold().split()
        return [
            self._row(row, titles)
            for row in rows
            if all(word in _text(row, titles) for word in words)
        ]

    def csv(self, journey: str, language: str, *, q: str = "") -> str:
        """The same as a file for a spreadsheet, in which no text becomes a formula."""
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";" if language == "fi" else ",")
        writer.writerow(_TITLES["fi" if language == "fi" else "en"])
        for row in self.all(journey, q=q):
            cells = (row["at"], row["who"], row["text"], row["why"], row["title"] or "")
            writer.writerow([plain(each) for each in cells])
        return "\ufeff" + out.getvalue()

    def _titles(self, rows: list[Decision]) -> dict[int, str]:
        if not any(row.improvement for row in rows):
            return {}
        known = self._at.control.improvements.all(journey=rows[0].journey)
        return {each.id: each.title for each in known}

    def _row(self, row: Decision, titles: dict[int, str]) -> dict[str, Any]:
        return {
            "id": row.id,
            "at": iso(row.at),
            "who": row.who,
            "text": row.text,
            "why": row.why,
            "journey": row.journey,
            "improvement": row.improvement,
            "title": titles.get(row.improvement or 0),
            "review": row.review,
        }


def _text(row: Decision, titles: dict[int, str]) -> str:
    return " ".join((row.text, row.why, row.who, titles.get(row.improvement or 0, ""))).casefold()
