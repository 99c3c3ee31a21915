"""The versions of a journey, published and named, with what changed in words."""

from __future__ import annotations

from typing import Any

from polku.care.workplace import Workplace
from polku.errors import Language, Problem, RequestRefused
from polku.journey import Loaded
from polku.journey.dump import document
from polku.store.definitions import Definition, Version
from polku.studio.differences import differences
from polku.studio.drafts import save
from polku.studio.place import FILE, KIND, NAMED, get
from polku.studio.texts import read_text
from polku.table import iso

NOTE = 500


def versions(at: Workplace, key: str) -> dict[str, Any]:
    """The newest first: what was published, and the drafts that were named. Raises NotFound."""
    found = get(at, key)
    published = at.control.definitions.versions(KIND, found.key)
    named = at.control.definitions.versions(NAMED, found.key)
    older: list[Version | None] = [*published[1:], None]
    return {
        "versions": [_row(each, before) for each, before in zip(published, older, strict=False)],
        "named": [_row(each, None) for each in named],
    }


def version(
    at: Workplace, key: str, number: int, *, named: bool, language: Language
) -> dict[str, Any]:
    """One version with its text, and what restoring it would change in the draft. Raises NotFound."""
    found = get(at, key)
    one = at.control.definitions.version(NAMED if named else KIND, found.key, number)
    before = _before(at, one) if not named else None
    read = read_text(one.body)
    return {
        **_row(one, before),
        "body": one.body,
        "document": document(read.journey, both_languages=True)
        if isinstance(read, Loaded)
        else None,
        "problems": [problem.as_dict(language) for problem in read.problems],
        "restoring": differences(found.body, one.body),
    }


def name_version(at: Workplace, key: str, note: str, *, who: str) -> int:
    """Keeps the draft as it is now under a name, without publishing it; gives its number. Raises NotFound,
    RequestRefused (422 `studio.no-note`)."""
    found = get(at, key)
    return at.control.definitions.publish(
        NAMED, found.key, found.body, who=who, note=checked_note(note, found.key)
    )


def restore(
    at: Workplace, key: str, number: int, *, named: bool, edition: int | None, who: str
) -> Definition:
    """Takes an older text back to the draft; what runs stays. Raises NotFound, RequestRefused (409)."""
    found = get(at, key)
    one = at.control.definitions.version(NAMED if named else KIND, found.key, number)
    return save(at, found.key, one.body, edition=edition, base=None, who=who)


def changes(at: Workplace, key: str, before: int, after: int | None) -> list[dict[str, Any]]:
    """What changed between two versions; without `after`, between a version and the draft. Raises NotFound."""
    found = get(at, key)
    of = at.control.definitions.version
    newer = found.body if after is None else of(KIND, found.key, after).body
    return differences(of(KIND, found.key, before).body, newer)


def checked_note(note: str, key: str) -> str:
    """A note of 1 to 500 characters. Raises RequestRefused (422 `studio.no-note`)."""
    note = note.strip()
    if not 1 <= len(note) <= NOTE:
        raise RequestRefused(Problem("studio.no-note", key, {"most": NOTE}), 422)
    return note


def _before(at: Workplace, one: Version) -> Version | None:
    older = at.control.definitions.versions(KIND, one.key)
    return next((each for each in older if each.version < one.version), None)


def _row(one: Version, before: Version | None) -> dict[str, Any]:
    return {
        "version": one.version,
        "published": iso(one.published),
        "who": one.who,
        "by_file": one.who == FILE,
        "note": one.note,
        "changes": differences(before.body, one.body) if before else [],
    }
