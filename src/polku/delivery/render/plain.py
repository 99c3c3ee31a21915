"""The plain text part of a letter, made from the same HTML template, so that both say the same."""

from __future__ import annotations

import re
from html.parser import HTMLParser

LINK_FROM, LINK_TO = "\ue000", "\ue001"
"""What stands around the address of a link until the text is finished: private-use characters, which
are taken out of all values."""
ANSWER = "answer"
"""The class of a link that has a line of its own in the text part."""

_BLOCKS = frozenset(
    (
        *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote"),
        *("pre", "table", "tr", "td", "th", "section", "body"),
    )
)
_SKIPPED = frozenset({"head", "style", "script", "title"})
_VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "area", "base", "col", "wbr"})
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)


def plain_text(html: str) -> str:
    """The text of an HTML template: a line for each block, `- ` before list items, links as
    "words: address", pictures by their words. Liquid words pass through untouched."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tidy(reader.text())


def tidy(text: str) -> str:
    """No spaces at the ends of lines, never two empty lines, no line that is empty at the edges."""
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._out: list[str] = []
        self._line = ""
        self._skipping = 0  # depth inside something that is not shown
        self._open: list[str] = []
        self._links: list[tuple[str, int]] = []
        self._lists: list[int | None] = []  # the number of the next item; None: not numbered
        self._tables: list[bool] = []  # whether it is a table of data; not: it holds the layout
        self._quotes = 0
        self._pre = 0
        self._bullet = ""

    def text(self) -> str:
        self._flush()
        return "".join(self._out)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        if self._skipping:
            if tag not in _VOID:
                self._skipping += 1
            return
        if tag in _SKIPPED or _HIDDEN.search(has.get("style") or ""):
            if tag not in _VOID:
                self._skipping = 1
            return
        if tag == "br":
            self._flush(1)
        elif tag == "hr":
            self._flush(2)
            self._out.append("---\n\n")
        elif tag == "img":
            self._line += has.get("alt") or ""
        elif tag == "a":
            if has.get("class") == ANSWER:
                self._flush(1)
            self._links.append((has.get("href") or "", len(self._line)))
        elif tag in ("td", "th") and self._tables and self._tables[-1]:
            self._line += " " if self._line and not self._line.endswith(" ") else ""
        elif tag in _BLOCKS:
            if tag == "table":
                self._tables.append(has.get("role") != "presentation")
            self._begin(tag)

    def _begin(self, tag: str) -> None:
        self._flush(2 if tag in ("p", "h1", "h2", "h3", "h4", "blockquote", "pre") else 1)
        if tag in ("ul", "ol"):
            self._lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            number = self._lists[-1] if self._lists else None
            self._bullet = "  " * max(len(self._lists) - 1, 0) + (f"{number}. " if number else "- ")
            if number:
                self._lists[-1] = number + 1
        elif tag == "blockquote":
            self._quotes += 1
        elif tag == "pre":
            self._pre += 1

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            self._skipping -= 1
            return
        if tag == "a" and self._links:
            self._end_link(*self._links.pop())
        elif tag in ("td", "th") and self._tables and self._tables[-1]:
            self._line = f"{self._line.rstrip()}  "
        elif tag in _BLOCKS:
            if tag == "table" and self._tables:
                self._tables.pop()
            spaced = tag in ("p", "h1", "h2", "h3", "h4", "blockquote", "pre", "ul", "ol", "table")
            self._flush(2 if spaced and not (tag in ("ul", "ol") and len(self._lists) > 1) else 1)
            if tag in ("ul", "ol") and self._lists:
                self._lists.pop()
            elif tag == "blockquote":
                self._quotes -= 1
            elif tag == "pre":
                self._pre -= 1

    def _end_link(self, url: str, start: int) -> None:
        words = self._line[start:].strip()
        if not url or url.startswith("#"):
            return
        address = f"{LINK_FROM}{url}{LINK_TO}"
        if words and url.startswith("tel:"):
            return
        if words == url:
            self._line = self._line[:start] + address
        else:
            self._line = f"{self._line.rstrip()}: {address}" if words else self._line + address

    def handle_data(self, data: str) -> None:
        if self._skipping:
            return
        if self._pre:
            first, *rest = data.split("\n")
            self._line += first
            for line in rest:
                self._flush(1)
                self._line += line
            return
        text = _SPACE.sub(" ", data)
        self._line += text.lstrip() if not self._line or self._line.endswith(" ") else text

    def _flush(self, ends: int = 1) -> None:
        line, self._line = self._line.strip(), ""
        # a link that goes over the end of a block begins anew on the next line
        self._links = [(url, 0) for url, _ in self._links]
        if line:
            self._out.append(f"{'> ' * self._quotes}{self._bullet}{line}\n")
            self._bullet = ""
        if ends > 1 and self._out and not self._out[-1].endswith("\n\n"):
            self._out.append("\n")
