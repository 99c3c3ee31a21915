"""Looks a template over before it is published: mistakes block, doubts are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches

from liquid import BoundTemplate, Node
from liquid.ast import ConditionalBlockNode
from liquid.builtin.expressions import FilteredExpression, Path
from liquid.builtin.output import OutputNode
from liquid.builtin.tags.echo_tag import EchoNode
from liquid.builtin.tags.if_tag import IfNode
from liquid.builtin.tags.unless_tag import UnlessNode
from liquid.expression import Expression

from polku.delivery.render.environment import RenderRefused, compiled, filled
from polku.delivery.render.variables import KNOWN, OWN
from polku.errors import Problem

_SAMPLE: dict[str, object] = {root: {} for root in KNOWN} | {"language": "fi", "zone": "UTC"}


def check_template(text: str, where: str = "", *, body: bool = False) -> list[Problem]:
    """What is wrong with a text that has Liquid in it, and, with `body`, with its Markdown or MJML.

    Errors: `render.syntax`, `render.unknown-tag`, `render.unknown-filter`, `render.raw-tag`,
    `render.runaway`, `render.mjml`, `render.unsafe-html`. Warnings: `render.unknown-variable` (did
    you mean), `render.no-default` (a variable of the person without one), `render.no-alt`.
    """
    try:
        template = compiled(text)
        filled(text, dict(_SAMPLE))  # runs away for anybody, it runs away here
    except RenderRefused as refused:
        return [replace(p, where=where) for p in refused.problems if p.code != "render.left-tag"]
    found = [*_unknown(template, text), *_bare(template, text)]
    if body:
        from polku.delivery.render.letter import check_letter

        found += check_letter(text)
    return [replace(problem, where=where) for problem in _once(found)]


def _once(problems: Iterable[Problem]) -> Iterator[Problem]:
    seen = set()
    for problem in problems:
        key = (problem.code, problem.params.get("name"))
        if key not in seen:
            seen.add(key)
            yield problem


def _unknown(template: BoundTemplate, text: str) -> Iterator[Problem]:
    """Variables that no message has."""
    for root, uses in template.analyze(include_partials=False).globals.items():
        if root in ("partial", "forloop"):
            continue
        for variable in uses:
            name = str(variable)
            line = text.count("\n", 0, variable.span.index) + 1
            near = _near(root, name, [part for part in variable.segments if isinstance(part, str)])
            if near is not None:
                params = {"name": name, "line": line, "near": near}
                yield Problem("render.unknown-variable", "", params, "warning")


def _near(root: str, name: str, parts: list[str]) -> str | None:
    """None when the variable is known, else the names it may have meant, nearest first."""
    if root not in KNOWN:
        every = [
            r if not leaves else f"{r}.{leaf}"
            for r, leaves in KNOWN.items()
            for leaf in leaves or ("",)
        ]
        every = [each.rstrip(".") for each in every]
        near = get_close_matches(name, every, n=2) or [
            each for each in every if each.rpartition(".")[2] == parts[-1]
        ]
        return ", ".join(near or [f"trait.{name}"])
    leaves = KNOWN[root]
    if leaves is None or (not leaves and len(parts) == 1):
        return None
    if len(parts) > 1 and parts[1] in leaves:
        return None
    near = get_close_matches(parts[1], leaves, n=2) if len(parts) > 1 else []
    return ", ".join(f"{root}.{leaf}" for leaf in near or leaves)


def _bare(template: BoundTemplate, text: str) -> Iterator[Problem]:
    """Variables of the person printed without a default, where no condition asks for them first."""
    for node in template.nodes:
        yield from _bare_in(node, frozenset(), text)


def _bare_in(node: Node, asked: frozenset[str], text: str) -> Iterator[Problem]:
    if isinstance(node, (OutputNode, EchoNode)):
        for expression in node.expressions():
            name = _bare_name(expression)
            if name is not None and name not in asked:
                line = text.count("\n", 0, node.token.start_index) + 1
                yield Problem("render.no-default", "", {"name": name, "line": line}, "warning")
        return
    own = asked
    if isinstance(node, (IfNode, UnlessNode, ConditionalBlockNode)) or node.token.value == "case":
        own = asked | {name for each in node.expressions() for name in _names(each)}
    for child in node.children(_NOTHING):  # type: ignore[arg-type]
        yield from _bare_in(child, own, text)


_NOTHING = None  # no partial templates, so nothing of a context is asked


def _bare_name(expression: Expression) -> str | None:
    if not isinstance(expression, FilteredExpression) or not isinstance(expression.left, Path):
        return None
    if any(each.name == "default" for each in expression.filters or ()):
        return None
    name = str(expression.left)
    return name if name.partition(".")[0] in OWN else None


def _names(expression: Expression) -> Iterator[str]:
    if isinstance(expression, Path):
        yield str(expression)
    for child in expression.children():
        yield from _names(child)
