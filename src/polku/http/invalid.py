"""What pydantic found wrong with a request, as problems with words in both languages: people type what forms send."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from polku.errors import Problem

_CODES = {
    "string_too_long": "api.too-long",
    "string_too_short": "api.too-short",
    "string_pattern_mismatch": "api.not-fit",
    "string_unicode": "api.not-fit",
    "missing": "api.missing",
    "too_long": "api.too-many",
    "int_parsing": "api.not-number",
    "int_type": "api.not-number",
    "int_from_float": "api.not-number",
    "int_parsing_size": "api.not-number",
    "float_parsing": "api.not-number",
    "float_type": "api.not-number",
    "finite_number": "api.not-number",
    "greater_than": "api.below",
    "greater_than_equal": "api.below",
    "less_than": "api.above",
    "less_than_equal": "api.above",
    "literal_error": "api.not-one-of",
    "enum": "api.not-one-of",
}


def problem(found: Mapping[str, Any]) -> Problem:
    """One of `ValidationError.errors()`. What only a program can get wrong keeps pydantic's reason."""
    where = _where(found["loc"])
    code = _CODES.get(found["type"])
    if code is None:
        return Problem("api.invalid", where, {"reason": found["msg"]})
    said = found.get("ctx", {})
    known = ("max_length", "min_length", "ge", "gt", "le", "lt", "expected")
    limit = next((said[each] for each in known if each in said), None)
    return Problem(code, where, {} if limit is None else {"limit": limit})


def _where(location: tuple[int | str, ...]) -> str:
    written = ""
    for part in location:
        written += f"[{part}]" if isinstance(part, int) else f".{part}"
    return written.lstrip(".")
