from __future__ import annotations

from collections.abc import Iterator

from polku.delivery.checks.looked import Looked
from polku.errors import Problem


def no_language(letter: Looked) -> Iterator[Problem]:
    """A frame of one's own that does not say its language: a screen reader reads it in a wrong one."""
    if letter.whole and letter.parts.language[:2] != letter.language:
        params = {"language": letter.language, "given": letter.parts.language or "–", "line": 1}
        yield Problem("check.no-language", "body", params, "warning")
