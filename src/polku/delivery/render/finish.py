"""The last touch on a rendered letter: links that tell of a click, the picture that tells of an opening."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import quote

from polku.delivery.links import PREFIX, Click, Links, Open, Trap
from polku.delivery.render.markdown import SCHEMES
from polku.delivery.render.plain import LINK_FROM, LINK_TO, tidy

_HREF = re.compile(r"(<a\b[^>]*?)\shref=\"([^\"]*)\"")
_TEXT_LINK = re.compile(f"(?:(\\S+): )?{LINK_FROM}([^{LINK_FROM}{LINK_TO}]*){LINK_TO}")
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):", re.I)
_WEB = re.compile(r"https?://[^\s\"'<>\\]+$", re.I)
_MARKS = re.compile(f"[{LINK_FROM}{LINK_TO}]")

Address = Callable[[str], str]
"""From where a link leads to what stands in the message; "" takes the link away."""


class Tracked:
    """The links of one message: numbered from 1 in the order of the HTML part, the same in both
    parts. Our own pages, addresses `apart` and those that are not of the web stand as they are."""

    def __init__(self, links: Links, message: int, apart: frozenset[str] = frozenset()) -> None:
        self._links = links
        self._apart = apart
        self._message = message
        self._own = f"{links.base_url}{PREFIX}/"
        self._made: dict[str, str] = {}

    def __call__(self, url: str) -> str:
        url = safe_address(url)
        if not _WEB.match(url) or url.startswith(self._own) or url in self._apart:
            return url
        if url not in self._made:
            number = len(self._made) + 1
            self._made[url] = self._links.url(Click(message=self._message, number=number, url=url))
        return self._made[url]


def safe_address(url: str) -> str:
    """The address when a link may lead there: of the web, mailto or tel; "www.…" gets its https.
    "" for all else: a missing value, a script."""
    url = url.strip()
    if url.lower().startswith("www."):
        url = f"https://{url}"
    scheme = _SCHEME.match(url)
    if not scheme or scheme.group(1).lower() not in SCHEMES or len(url) == scheme.end():
        return ""
    # what a value brought in is part of the address, never the end of it
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]", encoding="utf-8")


def finish_html(html: str, address: Address) -> str:
    """The HTML part with its links as `address` gives them."""

    def replaced(found: re.Match[str]) -> str:
        url = address(unescape(found.group(2)))
        return f'{found.group(1)} href="{escape(url)}"' if url else found.group(1)

    return _HREF.sub(replaced, html)


def finish_text(text: str, address: Address) -> str:
    """The text part with its links as `address` gives them, and empty lines tidied."""

    def replaced(found: re.Match[str]) -> str:
        words, url = found.groups()
        told = address(url).removeprefix("mailto:")
        # an address that is its own name is said once
        return f"{words}: {told}" if words and words != told else told

    return tidy(_MARKS.sub("", _TEXT_LINK.sub(replaced, text)))


def with_opening(html: str, links: Links, message: int) -> str:
    """The HTML part with a picture of one point that is asked for when the message is opened, and a
    link that only a machine follows."""
    trap = links.url(Trap(message=message))
    pixel = links.url(Open(message=message))
    end = (
        f'<div style="display:none;max-height:0;overflow:hidden" aria-hidden="true">'
        f'<a href="{escape(trap)}" tabindex="-1" rel="nofollow">&#8203;</a></div>'
        f'<img src="{escape(pixel)}" width="1" height="1" alt="" style="display:block;border:0" />'
    )
    at = html.rfind("</body>")
    return f"{html}{end}" if at < 0 else f"{html[:at]}{end}{html[at:]}"
