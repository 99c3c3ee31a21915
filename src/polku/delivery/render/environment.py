"""The Liquid of the house: strict about its form, calm about what is missing, cut off when it runs away."""

from __future__ import annotations

import re
import time
from functools import lru_cache
from typing import Any

from liquid import BoundTemplate, Environment, RenderContext
from liquid.exceptions import (
    LiquidError,
    LiquidSyntaxError,
    ResourceLimitError,
)

from polku.delivery.render.filters import FILTERS, Runaway
from polku.errors import PolkuError, Problem

SECONDS = 1.0  # a template that takes longer is cut off; a plain one takes a millisecond
MOST_LOOPS = 2_000
MOST_LOCAL = 200_000  # bytes of what the template assigns
MOST_OUTPUT = 500_000  # bytes; mail programs clip at a fifth of this

TAGS = frozenset(
    (
        *("if", "unless", "case", "for", "break", "continue", "capture", "cycle", "assign"),
        *("increment", "decrement", "echo", "liquid", "comment", "ifchanged", "#"),
    )
)


_RAW = re.compile(r"\{%-?\s*(?:end)?raw\b")
_LEFT = ("{{", "{%")  # what must never stand in a message


class RenderRefused(PolkuError):
    """A template cannot be made into a message: nothing is sent. The problems name line and variable."""

    status = 422


class _Context(RenderContext):
    """Looks at the clock whenever the template asks for a value or keeps one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deadline = time.monotonic() + SECONDS

    def get(self, *args: Any, **kwargs: Any) -> object:
        if time.monotonic() > self.deadline:
            raise Runaway("time", token=None)
        return super().get(*args, **kwargs)

    def assign(self, key: str, val: Any) -> None:
        if time.monotonic() > self.deadline:
            raise Runaway("time", token=None)
        super().assign(key, val)

    def raise_for_loop_limit(self, length: int = 1) -> None:
        if time.monotonic() > self.deadline:
            raise Runaway("time", token=None)
        super().raise_for_loop_limit(length)


class _Template(BoundTemplate):
    context_class = _Context


class _Environment(Environment):
    template_class = _Template
    block_nesting_limit = 20
    loop_iteration_limit = MOST_LOOPS
    local_namespace_limit = MOST_LOCAL
    output_stream_limit = MOST_OUTPUT

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        super().setup_tags_and_filters(extra=extra)
        self.tags = {n: t for n, t in self.tags.items() if n in TAGS or n in KEPT}
        self.filters = dict(FILTERS)


def _kept() -> frozenset[str]:
    """The registrations that are no tags of a template: literal text, output, stray ends."""
    from liquid.builtin import content, illegal, output

    return frozenset({content.Literal.name, output.Output.name, illegal.Illegal.name})


KEPT = _kept()
PLAIN = _Environment()
HTML = _Environment(autoescape=True)


@lru_cache(maxsize=4_000)
def _compiled(source: str, html: bool) -> BoundTemplate:
    found = _RAW.search(source)
    if found:
        line = source.count("\n", 0, found.start()) + 1
        raise RenderRefused(Problem("render.raw-tag", params={"line": line}))
    try:
        return (HTML if html else PLAIN).from_string(source)
    except LiquidError as error:
        raise RenderRefused(problem_of(error, source)) from error


def compiled(source: str, *, html: bool = False) -> BoundTemplate:
    """The template, compiled once. Raises RenderRefused: `render.syntax`, `render.unknown-tag`, …"""
    return _compiled(source, html)


def filled(source: str, values: dict[str, object], *, html: bool = False) -> str:
    """The text with its variables filled in; in `html` everything that is filled in is escaped.

    Raises RenderRefused: a mistake, a runaway, or a tag that would have been left standing.
    """
    template = compiled(source, html=html)
    try:
        text = template.render(values)
    except LiquidError as error:
        raise RenderRefused(problem_of(error, source)) from error
    except (RecursionError, ValueError, OverflowError, TypeError, ArithmeticError) as error:
        # what a filter of the library forgets to catch is the template's mistake all the same
        problem = Problem("render.failed", params={"line": 1, "what": "–", "said": str(error)})
        raise RenderRefused(problem) from error
    if any(tag in text for tag in _LEFT):
        at = min(text.find(tag) for tag in _LEFT if tag in text)
        params = {"line": 1, "what": text[at : at + 40]}
        raise RenderRefused(Problem("render.left-tag", params=params))
    return text


_UNKNOWN = re.compile(r"(?:unexpected tag|unknown filter) '([^']*)'")


def problem_of(error: LiquidError, source: str, where: str = "") -> Problem:
    """The problem that Liquid's error is: its line, the piece of the template, what Liquid said."""
    context = None
    try:
        context = error.context()
    except ValueError:  # the error stands after the last character
        context = None
    line, column, text = (context[0], context[1], context[3]) if context else (1, 0, source)
    if context is None and error.token is None:
        line = source.count("\n") + 1 if isinstance(error, LiquidSyntaxError) else 1
    said = str(error.message or "")
    params: dict[str, Any] = {"line": line, "what": piece(text, column), "said": said}
    if isinstance(error, ResourceLimitError):
        params["loops"], params["bytes"] = MOST_LOOPS, MOST_OUTPUT
        return Problem("render.runaway", where, params)
    unknown = _UNKNOWN.search(said)
    if unknown:
        from difflib import get_close_matches

        filters = "filter" in said
        names = sorted(FILTERS if filters else TAGS)
        near = get_close_matches(unknown.group(1), names, n=3)
        params |= {"name": unknown.group(1), "near": ", ".join(near or names)}
        code = "render.unknown-filter" if filters else "render.unknown-tag"
        return Problem(code, where, params)
    code = "render.syntax" if isinstance(error, LiquidSyntaxError) else "render.failed"
    return Problem(code, where, params)


_PIECE = re.compile(r"\{\{.*?(?:\}\}|$)|\{%.*?(?:%\}|$)", re.DOTALL)


def piece(line: str, column: int) -> str:
    """The tag of a line that stands at a column, or the line itself, at most 60 characters."""
    for tag in _PIECE.finditer(line):
        if tag.start() <= column <= tag.end():
            return tag.group()[:60]
    return line.strip()[:60]
