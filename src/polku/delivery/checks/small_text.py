from __future__ import annotations

from collections.abc import Iterator

from polku.delivery.checks.looked import Looked
from polku.delivery.checks.words import said
from polku.errors import Problem

LEAST = 12


def small_text(letter: Looked) -> Iterator[Problem]:
    """Text that is too small to read on a phone; each size once."""
    told: set[float] = set()
    for piece in letter.parts.shown:
        if 0 < piece.size < LEAST and piece.size not in told and said(piece.text):
            told.add(piece.size)
            params = {
                "words": said(piece.text)[:60],
                "size": round(piece.size),
                "least": LEAST,
                "line": letter.line(piece.text[:40]),
            }
            yield Problem("check.small-text", "body", params, "warning")
