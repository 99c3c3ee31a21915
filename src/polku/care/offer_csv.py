"""Who was shown an offer, as the rows of a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from polku.errors import Language
from polku.spreadsheet import plain

COLUMNS = (
    "person",
    "name",
    "version",
    "shown",
    "until",
    "valid",
    "party",
    "by",
    "answered",
    "accepted",
)
HEADS: Mapping[Language, tuple[str, ...]] = {
    "fi": (
        *("henkilö", "nimi", "versio", "näytetty", "voimassa asti", "voimassa"),
        *("hyväksyjän avain", "hyväksyjä", "vastattu", "hyväksytty"),
    ),
    "en": (
        *("person", "name", "version", "shown", "valid until", "valid"),
        *("acceptor's key", "acceptor", "answered", "accepted"),
    ),
}
"""The columns as people call them."""
_YES: Mapping[Language, tuple[str, str]] = {"fi": ("kyllä", "ei"), "en": ("yes", "no")}
_AT_ONCE = 500


class _Shown(Protocol):
    def shown(
        self, key: str, *, version: int | None = None, cursor: str | None = None, limit: int = 50
    ) -> Any: ...


def csv_rows(
    outreach: _Shown, key: str, version: int | None, language: Language = "en"
) -> Iterator[tuple[str, ...]]:
    """One row for each answer, and one for a showing that nobody has answered. A page at a time."""
    yes, no = _YES[language]
    cursor: str | None = None
    while True:
        page = outreach.shown(key, version=version, cursor=cursor, limit=_AT_ONCE)
        for row in page["rows"]:
            first = (
                row["id"],
                row["name"] or "",
                str(row["version"]),
                row["shown"],
                row["until"] or "",
                yes if row["valid"] else no,
            )
            for each in row["answers"] or [None]:
                said = ("", "", "", "")
                if each is not None:
                    said = (
                        each["party"],
                        each["name"],
                        each["at"],
                        yes if each["accepted"] else no,
                    )
                yield tuple(plain(value) for value in (*first, *said))
        cursor = page["cursor"]
        if cursor is None:
            return
