"""`--map person=customer_id,event='=Order Completed'` as a dictionary."""

from __future__ import annotations

import re

from polku.errors import ImportRefused, Problem

# A part ends at a comma; a value in quotes, which a shell leaves inside a longer quotation, may hold one.
_PART = re.compile(r"""\s*([^=,]*?)\s*(?:=\s*('[^']*'|"[^"]*"|[^,]*))?\s*(?:,|$)""")


def parse_map(text: str | None) -> dict[str, str] | None:
    """Key → column, or key → "=constant". What has a comma is quoted: person='last, first', decimal=','.

    Raises ImportRefused naming every part that is not key=value or that stands twice.
    """
    if text is None:
        return None
    chosen: dict[str, str] = {}
    problems = []
    for key, value, part in _parts(text):
        if not key or value in ("", "=") or key in chosen:
            problems.append(Problem("cli.bad-map", "--map", {"value": part}))
        else:
            chosen[key] = value
    if problems or not chosen:
        raise ImportRefused(problems or Problem("cli.bad-map", "--map", {"value": text}))
    return chosen


def _parts(text: str) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    place = 0
    while place < len(text):
        match = _PART.match(text, place)
        if match is None:  # something follows a closing quote
            return [*found, ("", "", text[place:])]
        found.append((match[1], _unquoted((match[2] or "").strip()), match[0].strip(" ,")))
        place = match.end()
    return found


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value
