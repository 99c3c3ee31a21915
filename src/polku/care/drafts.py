"""Drafts: saved as they are, right or wrong, begun from templates, deleted while nothing was published of them."""

from __future__ import annotations

from typing import Any

from polku.care.texts import as_text, key_of, parsed
from polku.care.workplace import KIND, Workplace
from polku.errors import DocumentError, Language, Problem, RequestRefused
from polku.store.definitions import Definition

LARGEST = 2_000_000  # characters


def save(
    at: Workplace, key: str, body: str | dict[str, Any], *, edition: int | None, who: str
) -> Definition:
    """Keeps a draft. `edition` is the one it was begun from, 0 for a new one, None for whatever there is.

    Raises RequestRefused (409 `care.edited`; 422 `care.key-differs`), DocumentError when it is too large or says
    no key.
    """
    text = as_text(body)
    if len(text) > LARGEST:
        raise DocumentError(Problem("programme.too-large", key))
    written = key_of(text, key)
    if written != key:
        params = {"key": key, "written": written}
        raise RequestRefused(Problem("care.key-differs", key, params), 422)
    return at.control.definitions.save(KIND, key, text, who=who, edition=edition)


def begin(
    at: Workplace, template: str, *, key: str | None, language: Language | None, who: str
) -> Definition:
    """A draft from a template, bound to this journey's stages and events; without a key it gets the next free one.

    Raises NotFound (`programme.unknown-template`), RequestRefused (409 `care.exists`), DocumentError when the
    journey has no stage that it fits.
    """
    from polku.programmes.templates import from_template

    journey, words = at.journey().journey, language or at.language
    return at.control.definitions.begin(
        KIND, key, template, lambda made: from_template(template, journey, words, key=made), who=who
    )


def delete(at: Workplace, key: str, *, who: str) -> None:
    """Takes a draft away. Raises NotFound, RequestRefused (409 `care.was-published`)."""
    at.get(key)
    if at.control.definitions.versions(KIND, key):
        raise RequestRefused(Problem("care.was-published", key, {"key": key}), 409)
    at.control.definitions.delete(KIND, key)
    at.control.audit.record(who, "programmes.delete", {"key": key})


def problems_of(at: Workplace, body: str | dict[str, Any], key: str | None = None) -> list[Problem]:
    """All that is wrong with a text: its form, or when that is right, what it means here. With `key`, also
    that it says another one."""
    from polku.care.known import known
    from polku.programmes.validate import validate_programme

    try:
        loaded = parsed(as_text(body))
    except DocumentError as error:
        return list(error.problems)
    written = loaded.programme.key
    params = {"key": key, "written": written}
    other = [Problem("care.key-differs", "key", params)] if key not in (None, written) else []
    return [*other, *validate_programme(loaded.programme, known(at), loaded.written)]


def blocking(at: Workplace, body: str) -> list[Problem]:
    """Those problems that publishing must not pass over."""
    return [problem for problem in problems_of(at, body) if problem.level == "error"]


def refuse(problems: list[Problem]) -> None:
    """Raises DocumentError when there are any."""
    if problems:
        raise DocumentError(problems)
