"""Text as a person searches it: no case, no accents (Mäkinen is found by "makinen")."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """The text without case and accents."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


def folded_if_needed(text: str) -> str | None:
    """The folded text, or None where SQLite's own LIKE (which knows ASCII case) does as well."""
    return None if text.isascii() else fold(text)


def like(text: str, *, prefix: bool) -> str:
    """A LIKE pattern (ESCAPE '\\') for the text as it is, folded."""
    safe = fold(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{safe}%" if prefix else f"%{safe}%"
