"""The text of a journey: read when it can be, and changed at its top level without touching the rest."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import yaml

from polku.errors import DocumentError, Problem
from polku.journey import Journey, Loaded, load_journey
from polku.journey.written import read

WHERE = "journey.yaml"
_Loader = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)  # the one that reads it: what it takes can be changed


@lru_cache(maxsize=64)
def read_text(text: str) -> Loaded | DocumentError:
    """The journey, or what is wrong with the text: a list of journeys asks for the same ones again and again."""
    try:
        return load_journey(text, where=WHERE)
    except DocumentError as error:
        return error


def journey_or_none(text: str | None) -> Journey | None:
    """None when there is no text or it is not valid."""
    found = read_text(text) if text is not None else None
    return found.journey if isinstance(found, Loaded) else None


def problems_of(text: str) -> tuple[Problem, ...]:
    """All that is wrong or could be better."""
    return read_text(text).problems


def plain_of(text: str) -> dict[str, Any] | None:
    """The mapping that the text holds, right or wrong; None when it is not YAML."""
    try:
        value = read(text, WHERE).value
    except DocumentError:
        return None
    return value if isinstance(value, dict) else None


def patched(text: str, fields: Mapping[str, Any]) -> str:
    """The text with other values of some top-level fields, None: without it. What stands elsewhere keeps its form
    and its comments. Raises DocumentError when it is not a YAML mapping."""
    value = read(text, WHERE).value
    if not isinstance(value, dict):
        raise DocumentError(Problem("journey.empty", WHERE))
    for name, new in fields.items():
        if name in value or new is not None:
            text = _with(text, name, new)
    return text


def _with(text: str, name: str, value: Any) -> str:
    root = yaml.compose(text, Loader=_Loader)
    written = "" if value is None else _written({name: value})
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        whole = read(text, WHERE).value
        whole = {key: each for key, each in whole.items() if key != name}
        return _written(whole if value is None else {**whole, name: value})
    for key, node in root.value:
        if key.value == name:
            start, end = key.start_mark.index, _end(text, key, node)
            return text[:start] + written + text[end:].lstrip("\n" if not written else "")
    place = _after_head(text, root)
    return text[:place] + written + text[place:]


def _after_head(text: str, root: yaml.MappingNode) -> int:
    """Where a new field comes: before the stages, else at the end."""
    for key, _ in root.value:
        if key.value == "stages":
            start: int = key.start_mark.index
            return start
    return len(text)


def _end(text: str, key: yaml.Node, node: yaml.Node) -> int:
    """Where the field's lines end: comments and empty lines below it belong to what follows."""
    lines = text[key.start_mark.index : max(node.end_mark.index, key.end_mark.index)]
    rest = text[key.start_mark.index + len(lines) :]
    if lines and not lines.endswith("\n"):
        tail = rest.split("\n", 1)[0]
        lines += tail + ("\n" if "\n" in rest else "")
    kept = lines.splitlines(keepends=True)
    while len(kept) > 1 and (not kept[-1].strip() or kept[-1].startswith("#")):
        kept.pop()
    end: int = key.start_mark.index + len("".join(kept))
    return end


def _written(value: Any) -> str:
    text: str = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=100)
    return text
