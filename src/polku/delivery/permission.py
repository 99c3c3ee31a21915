"""What people say and show of us, and their permission to show it on: one statement of the consent ledger for each."""

from __future__ import annotations

PURPOSE = "ugc"
"""The purpose of such a statement; its channel tells what it is about."""
ASKED = "Permission Asked"
"""The event of having asked by hand; its property `about` is that of the statement."""
SAID = ("Review Submitted", "Content Shared")
"""Events by which people say or show something of us; an open survey with the key `REVIEW` does so, too."""
REVIEW = "review"
TEXTS = ("text", "comment", "review_body", "caption")
PICTURES = ("picture", "photo", "image", "image_url")
LINKS = ("link", "url")
"""Where an event may have the words, the picture and the place they were shown in: the first that is there counts."""

_MARK = "event:"


def about(uid: int) -> str:
    """How the ledger and documents name what an event said."""
    return f"{_MARK}{uid}"


def uid_of(about: str) -> int | None:
    """The event; None when it is not the name of one."""
    digits = about.removeprefix(_MARK)
    whole = about.startswith(_MARK) and digits.isascii() and digits.isdigit() and len(digits) < 20
    return int(digits) if whole and int(digits) < 2**63 else None
