from __future__ import annotations

from collections.abc import Iterator

from polku.delivery.checks.looked import Looked, parts_of
from polku.errors import Problem

NOT_LEFT = "transactional"


def reachable(letter: Looked) -> Iterator[Problem]:
    """A letter that nobody can leave, and one that does not say where its sender is."""
    if letter.purpose != NOT_LEFT:
        leads = any("links.unsubscribe" in link.href for link in parts_of(letter.html).links)
        if not leads:
            params = {"line": letter.line("links.unsubscribe")}
            yield Problem("check.no-unsubscribe", "body", params, "error")
    if "company.address" in letter.html:
        if letter.address == "":
            yield Problem("check.no-address", "", {}, "hint")
    elif not (letter.address and letter.address in letter.html):
        yield Problem(
            "check.no-contact", "body", {"line": letter.line("links.unsubscribe")}, "warning"
        )
