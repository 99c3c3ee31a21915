"""`--map person=customer_id,event='=Order Completed'` as a dictionary."""

from __future__ import annotations

import csv

from polku.errors import ImportRefused, Problem


def parse_map(text: str | None) -> dict[str, str] | None:
    """Key → column, or key → "=constant". A column with a comma in its name is quoted: person="last, first".

    Raises ImportRefused naming every part that is not key=value.
    """
    if text is None:
        return None
    parts = [part.strip() for part in next(csv.reader([text], skipinitialspace=True), [])]
    chosen: dict[str, str] = {}
    problems = []
    for part in parts:
        key, separator, value = part.partition("=")
        value = _unquoted(value)
        if not separator or not key.strip() or value in ("", "="):
            problems.append(Problem("cli.bad-map", "--map", {"value": part}))
        else:
            chosen[key.strip()] = value
    if problems or not chosen:
        raise ImportRefused(problems or Problem("cli.bad-map", "--map", {"value": text}))
    return chosen


def _unquoted(value: str) -> str:
    """Without the quotes that a shell leaves when the whole option is quoted."""
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value
