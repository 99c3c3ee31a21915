"""A body as its author wrote it → the Liquid templates of the two parts of a letter.

Markdown or MJML becomes HTML once; values are filled in afterwards, escaped. So rendering for one
person is Liquid alone, and nothing a person typed can become a link or an element.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from html.parser import HTMLParser
from importlib import resources

from polku.delivery.render.environment import RenderRefused
from polku.delivery.render.markdown import SCHEMES, as_mjml, blocks_of
from polku.delivery.render.plain import plain_text
from polku.delivery.render.protect import Protected
from polku.delivery.render.words import words
from polku.errors import Language, Problem

_MJML = re.compile(r"\s*(?:<!--.*?-->\s*)*<mj", re.DOTALL)
_WHOLE = re.compile(r"\s*(?:<!--.*?-->\s*)*<mjml\b", re.DOTALL)
_OUTERMOST = re.compile(r"<mj-(?:section|wrapper|hero|raw)\b")
_POSITION = re.compile(r"position (\d+):")

_CARD = """<mj-section background-color="#ffffff" css-class="card" padding="20px 0">
<mj-column>{column}</mj-column></mj-section>"""
_GAP = '<mj-section padding="12px 0"><mj-column></mj-column></mj-section>'


@dataclass(frozen=True)
class Letter:
    """The two parts as Liquid templates; `html` is to be filled with escaping, `text` without."""

    html: str
    text: str


@lru_cache(maxsize=1_000)
def letter(body: str, language: Language, extra: str = "", *, footer: bool = True) -> Letter:
    """The parts of a body in Markdown or MJML. `extra` is MJML that goes after it, in a column;
    without `footer` only what its author wrote.

    Raises RenderRefused: `render.mjml`, `render.unsafe-html`.
    """
    whole = _assembled(body, language, extra, _footer(language) if footer else "")
    protected = Protected(whole)
    html = _html(protected, body)
    for name in _unsafe(html):
        params = {"name": name, "line": _line(body, name.strip(">"))}
        raise RenderRefused(Problem("render.unsafe-html", "", params))
    return Letter(protected.restore(html), protected.restore(plain_text(html)))


@lru_cache(maxsize=1_000)
def own_text(text: str, language: Language) -> str:
    """A text part that its author wrote, as a Liquid template, with the contact block at its end."""
    protected = Protected(_assembled("<mj-raw></mj-raw>", language, "", _footer(language)))
    end = protected.restore(plain_text(_html(protected, "")))
    return f"{text.rstrip()}\n\n{end}"


def check_letter(body: str) -> list[Problem]:
    """What is wrong with a body besides its Liquid."""
    try:
        html = Protected(letter(body, "fi").html).text
    except RenderRefused as refused:
        return list(refused.problems)
    reader = _Pictures()
    reader.feed(html)
    return [
        Problem("render.no-alt", "", {"name": source[:80], "line": _line(body, source)}, "warning")
        for source in reader.without_words
    ]


def is_whole(body: str) -> bool:
    """Whether the body is a whole MJML document, its frame too."""
    return bool(_WHOLE.match(body))


def is_mjml(body: str) -> bool:
    """Whether the body is MJML; else it is Markdown."""
    return bool(_MJML.match(body))


@cache
def _footer(language: Language) -> str:
    footer = _file("footer.mjml")
    for key in ("why", "unsubscribe", "preferences", "privacy", "inert"):
        footer = footer.replace(f"@{key.upper()}@", words(language)[key])
    return footer


def _assembled(body: str, language: Language, extra: str, footer: str) -> str:
    if is_whole(body):
        # the author's own frame; but who writes and how to be left alone is said in every message
        end = "" if "links.unsubscribe" in body else footer
        inside = (_CARD.format(column=extra) if extra else "") + end
        at = body.rfind("</mj-body>")
        return body if at < 0 else body[:at] + inside + body[at:]
    if not is_mjml(body):
        protected = Protected(body)
        column = protected.restore(as_mjml(blocks_of(protected)))
        main = _CARD.format(column=f"{column}\n{extra}")
    elif _OUTERMOST.search(body):
        main = body + (_CARD.format(column=extra) if extra else "")
    else:
        main = _CARD.format(column=f"{body}\n{extra}")
    frame = _file("layout.mjml").replace("@LANGUAGE@", language).replace("@FOOTER@", footer)
    return frame.replace("@BODY@", f"{_GAP}\n{main}")


@cache
def _file(name: str) -> str:
    return resources.files("polku.delivery.render").joinpath(name).read_text("utf-8")


def _html(protected: Protected, body: str) -> str:
    import mrml

    # its own table of fonts would have each receiver's mail program ask fonts.googleapis.com
    options = mrml.RenderOptions(fonts={})
    try:
        return mrml.to_html(protected.text, render_options=options).content
    except OSError as error:
        said = str(error)
        at = _POSITION.search(said)
        before = protected.text[: int(at.group(1))] if at else ""
        written = protected.restore(before)
        start = max(written.find(body[:40]), 0)
        line = written.count("\n", start) + 1 if at else body.count("\n") + 1
        params = {"said": _POSITION.sub("", said).strip(" at"), "line": line}
        raise RenderRefused(Problem("render.mjml", "", params)) from None


def _line(body: str, word: str) -> int:
    return body.count("\n", 0, max(body.find(word), 0)) + 1


def _unsafe(html: str) -> Iterator[str]:
    reader = _Dangers()
    reader.feed(html)
    yield from reader.found


_DANGEROUS = frozenset(
    ("script", "iframe", "object", "embed", "form", "input", "button", "base", "frame", "applet")
)
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.\-]*):", re.I)


class _Dangers(HTMLParser):
    """Finds what mail programs block: scripts, frames, forms, event handlers, script addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DANGEROUS:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            scheme = _SCHEME.match(value or "")
            if name.startswith("on"):
                self.found.append(name)
            elif name in ("href", "src") and scheme and scheme.group(1).lower() not in SCHEMES:
                self.found.append(f"{scheme.group(1)}:")
            elif name == "http-equiv" and (value or "").lower() == "refresh":
                self.found.append("refresh")


class _Pictures(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.without_words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        if tag == "img" and not has.get("alt"):
            self.without_words.append(has.get("src") or "")
