from __future__ import annotations

from collections.abc import Iterator

from polku.delivery.checks.color import contrast, rgb
from polku.delivery.checks.looked import Looked
from polku.delivery.checks.words import said
from polku.errors import Problem

LEAST = 4.5
LEAST_LARGE = 3.0  # of text of 24 px, or of 18.66 px in bold


def pale_text(letter: Looked) -> Iterator[Problem]:
    """Text that does not stand out from what is behind it, by the colours written inline."""
    told: set[tuple[str, str]] = set()
    for piece in letter.parts.shown:
        front, back = rgb(piece.color or "#000000"), rgb(piece.background or "#ffffff")
        pair = (piece.color, piece.background)
        if not front or not back or pair in told or not said(piece.text):
            continue
        large = piece.size >= 24 or (piece.bold and piece.size >= 18.66)
        ratio = contrast(front, back)
        if ratio < (LEAST_LARGE if large else LEAST):
            told.add(pair)
            params = {
                "words": said(piece.text)[:60], "ratio": round(ratio, 1),
                "least": LEAST_LARGE if large else LEAST, "color": piece.color or "#000000",
                "background": piece.background or "#ffffff", "line": letter.line(piece.text[:40]),
            }  # fmt: skip
            yield Problem("check.pale-text", "body", params, "warning")
