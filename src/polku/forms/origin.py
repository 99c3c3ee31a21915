"""Where a visitor of a form came from, as the page's address says it: the campaign's UTM parameters and the hook."""

from __future__ import annotations

from collections.abc import Mapping

UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term")
TAKEN = (*UTM, "hook")
LONGEST = 100


def origin(asked: Mapping[str, str]) -> dict[str, str]:
    """What is kept with the submission, of the parameters of an address. What is too long, cannot be seen or could be
    somebody's e-mail address is left out: anybody may write anything there."""
    found = {}
    for name in TAKEN:
        value = asked.get(name, "").strip()
        if value and len(value) <= LONGEST and value.isprintable() and "@" not in value:
            found[name] = value
    return found
