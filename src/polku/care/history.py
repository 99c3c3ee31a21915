"""The published versions of a programme, with what changed in words."""

from __future__ import annotations

from typing import Any

from polku.care.changes import changes
from polku.care.counts import Counts
from polku.care.texts import parsed
from polku.care.workplace import KIND, Workplace
from polku.store.definitions import Version
from polku.table import iso


def versions(at: Workplace, counts: Counts, key: str) -> dict[str, Any]:
    """The newest first. Raises NotFound."""
    at.get(key)
    found = at.control.definitions.versions(KIND, key)
    inside = counts.of(key)
    older: list[Version | None] = [*found[1:], None]
    return {
        "versions": [
            _row(each, before, inside.inside_version(each.version))
            for each, before in zip(found, older, strict=False)
        ]
    }


def version(at: Workplace, counts: Counts, key: str, number: int) -> dict[str, Any]:
    """One version with its text and document. Raises NotFound."""
    from polku.programmes.dump import programme_document
    from polku.programmes.outline import outline

    one = at.control.definitions.version(KIND, key, number)
    programme = parsed(one.body).programme
    before = next(
        (each for each in at.control.definitions.versions(KIND, key) if each.version < number), None
    )
    return {
        **_row(one, before, counts.of(key).inside_version(number)),
        "body": one.body,
        "words": {node.key: node.words.both() for node in outline(programme)},
        "document": programme_document(programme, both_languages=True),
    }


def differences(at: Workplace, key: str, before: int, after: int | None) -> dict[str, Any]:
    """What differs between two versions in words; with the draft when there is no `after`. Raises NotFound."""
    old = at.control.definitions.version(KIND, key, before).body
    new = (
        at.get(key).body if after is None else at.control.definitions.version(KIND, key, after).body
    )
    return {"changes": changes(old, new)}


def _row(one: Version, before: Version | None, inside: int) -> dict[str, Any]:
    return {
        "version": one.version,
        "published": iso(one.published),
        "who": one.who,
        "note": one.note,
        "inside": inside,
        "changes": changes(before.body, one.body) if before else [],
    }
