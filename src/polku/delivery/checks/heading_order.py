from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from polku.delivery.checks.looked import Looked
from polku.delivery.checks.words import said
from polku.errors import Problem


def heading_order(letter: Looked) -> Iterator[Problem]:
    """A heading that jumps over a level: h1, then h3."""
    for (above, _), (level, words) in pairwise(letter.parts.headings):
        if level > above + 1:
            params = {
                "words": said(words)[:60],
                "level": level,
                "wanted": above + 1,
                "line": letter.line(words),
            }
            yield Problem("check.heading-order", "body", params, "hint")
