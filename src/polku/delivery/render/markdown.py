"""A body in Markdown as the blocks of a letter: text, buttons, pictures, rules, conditions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from polku.delivery.render.protect import Protected

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# What people may write as HTML inside Markdown; nh3 takes the rest away.
TAGS = frozenset(
    (
        *("p", "br", "h1", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "pre", "code", "a"),
        *("img", "em", "strong", "b", "i", "u", "s", "del", "sub", "sup", "small", "span", "hr"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    )
)
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "th": {"align", "scope"},
    "td": {"align"},
    "span": {"lang"},
    "ol": {"start"},
}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})


@dataclass(frozen=True)
class Html:
    """A stretch of text."""

    html: str


@dataclass(frozen=True)
class Button:
    """A link that stood alone in its paragraph."""

    url: str
    html: str


@dataclass(frozen=True)
class Picture:
    """A picture that stood alone in its paragraph; `url` where it leads, "" nowhere."""

    source: str
    alt: str


@dataclass(frozen=True)
class Rule:
    """A line across."""


@dataclass(frozen=True)
class Condition:
    """Block tags of Liquid that stood on a line of their own."""

    tags: str


Block = Html | Button | Picture | Rule | Condition


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": True, "breaks": True}).enable(
        ["table", "strikethrough"]
    )


def blocks_of(body: Protected) -> list[Block]:
    """The blocks of a Markdown body, in order. A line break in the text is one in the letter."""
    tokens = _markdown().parse(body.blocks_alone())
    found: list[Block] = []
    for part in _parts(tokens):
        block = _block(part, body)
        if isinstance(block, Html) and found and isinstance(found[-1], Html):
            found[-1] = Html(found[-1].html + block.html)
        elif not isinstance(block, Html) or block.html:
            found.append(block)
    return found


def _parts(tokens: list[Token]) -> list[list[Token]]:
    """The tokens, cut at the outermost level."""
    parts: list[list[Token]] = []
    depth = 0
    for token in tokens:
        if depth == 0:
            parts.append([])
        parts[-1].append(token)
        depth += token.nesting
    return parts


def _block(part: list[Token], body: Protected) -> Block:
    if part[0].type == "hr":
        return Rule()
    if part[0].type == "paragraph_open":
        inline = part[1]
        if body.only_blocks(inline.content):
            return Condition(inline.content.strip())
        alone = _alone(inline.children or [])
        if alone is not None:
            return alone
    md = _markdown()
    return Html(clean(md.renderer.render(part, md.options, {})))


def _alone(children: list[Token]) -> Button | Picture | None:
    kinds = [token.type for token in children]
    if kinds == ["image"]:
        picture = children[0]
        return Picture(str(picture.attrGet("src") or ""), picture.content)
    if (
        kinds
        and kinds[0] == "link_open"
        and kinds[-1] == "link_close"
        and kinds.count("link_open") == 1
    ):
        if "image" in kinds:
            return None
        md = _markdown()
        label = md.renderer.render(children[1:-1], md.options, {})
        return Button(str(children[0].attrGet("href") or ""), clean(label))
    return None


def clean(html: str) -> str:
    """HTML without anything that a letter should not have; void elements closed, as MJML wants them."""
    import nh3

    safe = nh3.clean(
        html, tags=set(TAGS), attributes=_ATTRIBUTES, url_schemes=set(SCHEMES), link_rel=None
    )
    for void in ("br", "hr"):
        safe = safe.replace(f"<{void}>", f"<{void} />")
    return safe


def as_mjml(blocks: list[Block]) -> str:
    """The blocks as the content of a column."""
    return "\n".join(_mjml(block) for block in blocks)


def _mjml(block: Block) -> str:
    match block:
        case Html(html):
            return f"<mj-text>{html}</mj-text>"
        case Button(url, html):
            return f'<mj-button href="{escape(url)}">{html}</mj-button>'
        case Picture(source, alt):
            return f'<mj-image src="{escape(source)}" alt="{escape(alt)}" />'
        case Rule():
            return "<mj-divider />"
        case Condition(tags):
            return f"<mj-raw>{tags}</mj-raw>"
