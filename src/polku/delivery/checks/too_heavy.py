from __future__ import annotations

from collections.abc import Iterator

from polku.delivery.checks.looked import Looked
from polku.errors import Problem

CLIPPED = 102 * 1024  # bytes of HTML from which Gmail hides the rest, the unsubscribing too


def too_heavy(letter: Looked) -> Iterator[Problem]:
    """A letter so long that Gmail cuts it off."""
    size = len(letter.html.encode())
    if size > CLIPPED:
        params = {"size": round(size / 1024), "most": CLIPPED // 1024, "line": 1}
        yield Problem("check.too-heavy", "body", params, "warning")
