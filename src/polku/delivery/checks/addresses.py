from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from polku.delivery.checks.looked import Link, Looked
from polku.errors import Problem

SHORTENERS = frozenset(
    (
        *("bit.ly", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "is.gd", "buff.ly", "rebrand.ly"),
        *("cutt.ly", "shorturl.at", "tiny.cc", "rb.gy", "lnkd.in", "t.ly"),
    )
)
_DOMAIN = re.compile(
    r"(?:https?://)?((?:[\w-]+\.)+(?:fi|com|net|org|eu|io|se|info|shop))(?:[/\s.,]|$)", re.I
)


def addresses(letter: Looked) -> Iterator[Problem]:
    """Links that filters and readers distrust: shortened, not encrypted, leading elsewhere than they say."""
    for link in letter.parts.links:
        where = _site(link.href)
        params = {"address": link.href[:100], "line": letter.line(link.href[:60])}
        if where in SHORTENERS:
            yield Problem("check.short-link", "body", params, "warning")
        if link.href.lower().startswith("http://"):
            yield Problem("check.http-link", "body", params, "hint")
        if (told := _told(link)) and where and not _same(told, where):
            yield Problem(
                "check.other-site", "body", {**params, "told": told, "where": where}, "warning"
            )


def _site(href: str) -> str:
    if "{{" in href.partition("/")[0] or not href.lower().startswith(("http://", "https://")):
        return ""
    try:
        return (urlsplit(href).hostname or "").removeprefix("www.")
    except ValueError:  # half a bracket of an IPv6 address
        return ""


def _told(link: Link) -> str:
    found = _DOMAIN.search(link.text)
    return found[1].lower().removeprefix("www.") if found and "@" not in link.text else ""


def _same(told: str, where: str) -> bool:
    return where == told or where.endswith(f".{told}") or told.endswith(f".{where}")
