"""The day of a review, written into the journey: in the draft, and as a version of its own in what runs."""

from __future__ import annotations

from datetime import date

from polku.care.workplace import Workplace
from polku.studio.place import KIND, get, put_live
from polku.studio.texts import patched, plain_of

_NOTE = {"fi": "Katselmoitu {day}", "en": "Reviewed on {day}"}


def reviewed(at: Workplace, key: str, day: date, *, who: str) -> None:
    """Nothing else of the draft is published. A draft that somebody left half-written stays as it is.

    Raises NotFound."""
    found = get(at, key)
    fields = {"last_reviewed": day.isoformat()}
    if plain_of(found.body) is not None:
        found = at.control.definitions.save(KIND, found.key, patched(found.body, fields), who=who)
    newest = at.control.definitions.newest(KIND, found.key)
    if found.state == "live" and newest is not None and plain_of(newest.body) is not None:
        note = _NOTE[at.language].format(day=f"{day.day}.{day.month}.{day.year}")
        put_live(at, found, patched(newest.body, fields), note=note, who=who)
    at.control.audit.record(who, "journeys.reviewed", {"key": found.key, "day": day.isoformat()})
