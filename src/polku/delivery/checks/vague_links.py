from __future__ import annotations

import re
from collections.abc import Iterator

from polku.delivery.checks.looked import Looked
from polku.delivery.checks.words import said
from polku.errors import Problem

VAGUE = frozenset(
    (
        *("klikkaa tästä", "klikkaa tasta", "klikkaa", "tästä", "täältä", "paina tästä", "linkki"),
        *("lue lisää tästä", "lue tästä", "katso tästä", "tämä linkki", "lisää", "siirry"),
        *("click here", "click", "here", "this link", "link", "more", "press here", "go"),
    )
)
"""Words that say nothing of where a link leads: read alone, as a screen reader lists them."""

_END = re.compile(r"[\s.…!>»›→:-]+$")


def vague_links(letter: Looked) -> Iterator[Problem]:
    """Links whose words do not say where they lead."""
    for link in letter.parts.links:
        words = _END.sub("", said(link.text)).lower()
        if words in VAGUE:
            params = {"words": said(link.text), "line": letter.line(link.text)}
            yield Problem("check.vague-link", "body", params, "warning")
