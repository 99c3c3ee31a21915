"""Drafts of journeys: begun from a template, a copy or a text, saved as they are, right or wrong, and deleted."""

from __future__ import annotations

from typing import Any

import yaml

from polku.care.workplace import Workplace
from polku.errors import DocumentError, Language, NotFound, Problem, RequestRefused
from polku.journey.templates import template as template_text
from polku.journey.written import LARGEST
from polku.store.definitions import Definition
from polku.studio.differences import Told, differences
from polku.studio.place import KIND, free_key, get, look
from polku.studio.texts import patched, plain_of

FIRST = "lifecycle"


def begin(
    at: Workplace,
    *,
    key: str | None,
    name: str | None,
    template: str | None,
    copy_of: str | None,
    body: str | dict[str, Any] | None,
    language: Language | None,
    who: str,
) -> Definition:
    """A new draft: from a text, as a copy, or from a template (the first one when nothing is said). Its text says its
    key, and the name when one is given. Raises NotFound, RequestRefused (409 `studio.exists`), DocumentError."""
    look(at)
    if body is not None:
        text = as_text(body)
    elif copy_of is not None:
        source = get(at, copy_of)
        copy_of, text = source.key, source.body
    else:
        text = template_text(template or FIRST, language or at.language)
    written = plain_of(text)
    if key is None:
        said = None if copy_of is not None and name is None else (written or {}).get("key")
        key = free_key(at, str(name or said or copy_of or template or "journey"))
    elif any(each.key == key for each in at.control.definitions.all(KIND)):
        raise RequestRefused(Problem("studio.exists", key, {"key": key}), 409)
    if written is not None:
        fields: dict[str, Any] = {} if written.get("key") == key else {"key": key}
        text = patched(text, fields | ({"name": name} if name else {}))
    made = save(at, key, text, edition=0, base=None, who=who)
    at.control.audit.record(who, "journeys.begin", {"key": key})
    return made


def save(
    at: Workplace,
    key: str,
    body: str | dict[str, Any],
    *,
    edition: int | None,
    base: str | None,
    who: str,
) -> Definition:
    """Keeps a draft. `edition` is the one it was begun from, 0 for a new one, None for whatever there is; `base` the
    text it was begun from, so that a conflict can tell what each side changed.

    Raises RequestRefused (409 `care.edited`, with `mine` and `theirs` in words), DocumentError when it is too large.
    """
    text = as_text(body)
    if len(text) > LARGEST:
        raise DocumentError(
            Problem("journey.too-large", key, {"bytes": len(text.encode()), "limit": LARGEST})
        )
    try:
        return at.control.definitions.save(KIND, key, text, who=who, edition=edition)
    except RequestRefused as error:
        if error.status != 409:
            raise
        raise edited(at, key, text, base) from None


def edited(at: Workplace, key: str, mine: str, base: str | None) -> RequestRefused:
    """The conflict in words: what each side changed since `base`; without it, what differs between the two."""
    try:
        theirs = at.control.definitions.get(KIND, key)
    except NotFound:
        return RequestRefused(Problem("studio.deleted", key, {"key": key}), 409)
    params = {
        "key": key,
        "who": theirs.who,
        "edition": theirs.edition,
        "mine": Told.of(differences(theirs.body if base is None else base, mine)),
        "theirs": Told.of(differences(base, theirs.body)),
    }
    return RequestRefused(Problem("care.edited", f"journey {key}", params), 409)


def delete(at: Workplace, key: str, *, who: str) -> None:
    """Takes a drawn journey away; what was published of it stays, and its text comes back by `begin`.
    Raises NotFound, RequestRefused (409 `studio.runs`)."""
    found = get(at, key)
    if found.state == "live":
        raise RequestRefused(Problem("studio.runs", found.key, {"key": found.key}), 409)
    at.control.definitions.delete(KIND, found.key)
    at.control.audit.record(who, "journeys.delete", {"key": found.key})


def as_text(body: str | dict[str, Any]) -> str:
    """The YAML text; a document given as such is written out."""
    if isinstance(body, str):
        return body
    text: str = yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=100)
    return text
