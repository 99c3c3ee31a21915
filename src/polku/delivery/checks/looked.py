"""A letter as the checks look at it: its words, links, pictures and headings, each with how it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from html.parser import HTMLParser

from polku.delivery.render.letter import is_whole, letter
from polku.delivery.render.protect import Protected
from polku.errors import Language

_VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "area", "base", "col", "wbr"})
_UNSHOWN = frozenset({"head", "style", "script", "title"})
_HEADINGS = {f"h{n}": n for n in range(1, 7)}


@dataclass(frozen=True)
class Shown:
    """A stretch of text and its inline style: colours as written, "" when nothing said so; `size` in
    pixels, 0.0 when not known; `bold`."""

    text: str
    color: str = ""
    background: str = ""
    size: float = 0.0
    bold: bool = False


@dataclass(frozen=True)
class Link:
    """A link: where it leads and its words (of its pictures too)."""

    href: str
    text: str


@dataclass(frozen=True)
class Picture:
    """A picture."""

    source: str
    alt: str


@dataclass(frozen=True)
class Parts:
    """What was found in the HTML, in order; `tables`: whether each has a role or heading cells."""

    shown: tuple[Shown, ...]
    links: tuple[Link, ...]
    pictures: tuple[Picture, ...]
    headings: tuple[tuple[int, str], ...]
    tables: tuple[bool, ...]
    language: str


@dataclass(frozen=True)
class Looked:
    """One e-mail in one language, with its Liquid still in it. `purpose` "transactional" is the one
    nobody unsubscribes from; `address` is the company's postal address (None: not known)."""

    subject: str
    body: str
    preheader: str = ""
    text: str | None = None
    language: Language = "fi"
    purpose: str = "marketing"
    address: str | None = None
    extra: bool = field(default=False)  # a survey or an offer adds its own part below

    @property
    def whole(self) -> bool:
        """Whether the author wrote the frame too: a whole MJML document."""
        return is_whole(self.body)

    @cached_property
    def html(self) -> str:
        """The HTML template, all conditions in it. Raises RenderRefused."""
        return letter(self.body, self.language).html

    @cached_property
    def plain(self) -> str:
        """The text part, without the footer of the house: what the author says."""
        return (
            self.text
            if self.text and self.text.strip()
            else letter(self.body, self.language, footer=False).text
        )

    @cached_property
    def parts(self) -> Parts:
        """What stands in the letter, the frame of the house left out."""
        return parts_of(letter(self.body, self.language, footer=False).html)

    def line(self, words: str) -> int:
        """The line of the body where the words stand; 1 when they are not found as such."""
        return self.body.count("\n", 0, max(self.body.find(words), 0)) + 1


@lru_cache(maxsize=500)
def parts_of(html: str) -> Parts:
    """Read an HTML template; Liquid tags come back as they were written."""
    protected = Protected(html)
    reader = _Reader(protected)
    reader.feed(protected.text)
    reader.close()
    return Parts(
        tuple(reader.shown),
        tuple(reader.links),
        tuple(reader.pictures),
        tuple(reader.headings),
        tuple(reader.tables),
        reader.language,
    )


@dataclass
class _Open:
    tag: str
    color: str
    background: str
    size: float
    bold: bool
    hidden: bool


class _Reader(HTMLParser):
    def __init__(self, protected: Protected) -> None:
        super().__init__(convert_charrefs=True)
        self._restore = protected.restore
        self._open: list[_Open] = []
        self._links: list[tuple[str, list[str]]] = []
        self._heading: tuple[int, list[str]] | None = None
        self._table: list[int] = []
        self.shown: list[Shown] = []
        self.links: list[Link] = []
        self.pictures: list[Picture] = []
        self.headings: list[tuple[int, str]] = []
        self.tables: list[bool] = []
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: self._restore(value or "") for name, value in attrs}
        if tag == "html":
            self.language = has.get("lang", "")
        if tag == "img":
            self._picture(has)
        if tag == "table":
            self._table.append(len(self.tables))
            self.tables.append("role" in has)
        if tag == "th" and self._table:
            self.tables[self._table[-1]] = True
        if tag in _VOID:
            return
        self._open.append(self._styled(tag, has))
        if tag == "a":
            self._links.append((has.get("href", ""), []))
        if tag in _HEADINGS:
            self._heading = (_HEADINGS[tag], [])

    def _picture(self, has: dict[str, str]) -> None:
        if has.get("width") == "1":
            return
        self.pictures.append(Picture(has.get("src", ""), has.get("alt", "")))
        for _, words in self._links:
            words.append(has.get("alt", ""))

    def _styled(self, tag: str, has: dict[str, str]) -> _Open:
        above = self._open[-1] if self._open else _Open("", "", "", 0.0, False, False)
        style = style_of(has.get("style", ""))
        back = style.get("background-color") or style.get("background") or has.get("bgcolor", "")
        weight = style.get("font-weight", "")
        return _Open(
            tag,
            style.get("color", above.color),
            back or above.background,
            _size(style.get("font-size", ""), above.size),
            above.bold
            or tag in ("b", "strong", *_HEADINGS)
            or weight in ("bold", "600", "700", "800"),
            above.hidden or tag in _UNSHOWN or style.get("display") == "none",
        )

    def handle_endtag(self, tag: str) -> None:
        at = next((i for i in range(len(self._open) - 1, -1, -1) if self._open[i].tag == tag), None)
        if at is None:
            return
        del self._open[at:]
        if tag == "a" and self._links:
            href, words = self._links.pop()
            self.links.append(Link(href, " ".join("".join(words).split())))
        if tag == "table" and self._table:
            self._table.pop()
        if tag in _HEADINGS and self._heading:
            level, words = self._heading
            self.headings.append((level, " ".join("".join(words).split())))
            self._heading = None

    def handle_data(self, data: str) -> None:
        here = self._open[-1] if self._open else None
        if here is None or here.hidden or not data.strip():
            return
        said = self._restore(data)
        for _, words in self._links:
            words.append(said)
        if self._heading:
            self._heading[1].append(said)
        self.shown.append(Shown(said.strip(), here.color, here.background, here.size, here.bold))


def style_of(written: str) -> dict[str, str]:
    """An inline style as name → value, both in lower case."""
    pairs = (each.partition(":") for each in written.lower().split(";") if ":" in each)
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs}


def _size(written: str, above: float) -> float:
    try:
        if written.endswith("px"):
            return float(written[:-2])
        if written.endswith("pt"):
            return float(written[:-2]) * 4 / 3
        if written.endswith("em") and not written.endswith("rem"):
            return float(written[:-2]) * (above or 16)
    except ValueError:
        return above
    return above
