from __future__ import annotations

from collections.abc import Iterator

from polku.delivery.checks.looked import Looked
from polku.delivery.checks.words import emoji, said
from polku.errors import Problem

MOST_MARKS = 1
MOST_EMOJI = 1
FEW_LETTERS = 6


def shouting(letter: Looked) -> Iterator[Problem]:
    """A subject in capitals, with many exclamation marks or with many emoji."""
    subject = said(letter.subject)
    letters = [each for each in subject if each.isalpha()]
    params = {"words": subject[:80]}
    if len(letters) >= FEW_LETTERS and sum(each.isupper() for each in letters) > 0.7 * len(letters):
        yield Problem("check.capitals", "subject", params, "warning")
    if subject.count("!") > MOST_MARKS:
        yield Problem(
            "check.exclamations", "subject", {**params, "marks": subject.count("!")}, "warning"
        )
    if emoji(subject) > MOST_EMOJI:
        yield Problem(
            "check.emoji",
            "subject",
            {**params, "emoji": emoji(subject), "most": MOST_EMOJI},
            "hint",
        )
