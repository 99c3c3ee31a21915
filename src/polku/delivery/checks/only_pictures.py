from __future__ import annotations

from collections.abc import Iterator

from polku.delivery.checks.looked import Looked
from polku.delivery.checks.words import said
from polku.errors import Problem

FEW = 40  # letters of text beside pictures


def only_pictures(letter: Looked) -> Iterator[Problem]:
    """A letter that is pictures: filters distrust it, and without pictures it says nothing. And a letter
    whose text part is empty."""
    words = sum(len(said(each.text)) for each in letter.parts.shown)
    if letter.parts.pictures and words < FEW:
        line = letter.line(letter.parts.pictures[0].source)
        yield Problem("check.only-pictures", "body", {"line": line}, "warning")
    if letter.body.strip() and not letter.extra and not said(letter.plain):
        yield Problem("check.no-plain", "body", {"line": 1}, "warning")
