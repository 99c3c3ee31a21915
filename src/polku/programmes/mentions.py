"""What the texts of a message ask of Liquid: read from its tags, so that nothing is looked up in vain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from polku.journey.part import Part
from polku.journey.text import Text

EVERY = "*"
"""Stands for all segments: a text asks for them in a way that does not name one."""

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_NAMED = re.compile(r"""\bperson\.segments\s+contains\s+(?:"([^"]*)"|'([^']*)')""")
_SEGMENTS = re.compile(r"\bsegments\b")
_STAGE = re.compile(r"\bhistory\b")


def segments_in(text: str) -> frozenset[str]:
    """The keys in `person.segments contains "vip"`; EVERY too when a tag asks for segments otherwise."""
    if "segments" not in text:
        return frozenset()
    found: set[str] = set()
    for tag in _TAG.findall(text):
        named = [one or other for one, other in _NAMED.findall(tag)]
        found.update(named)
        if len(_SEGMENTS.findall(_NAMED.sub("", tag))):
            found.add(EVERY)
    return frozenset(found)


def segments_asked(step: Any) -> frozenset[str]:
    """Of all texts of a step, in each language."""
    return frozenset().union(*(segments_in(words) for words in written(step)))


def asks_history(step: Any) -> bool:
    """Whether a text of the step asks for `history.…`."""
    asking = (words for words in written(step) if "history" in words)
    return any(_STAGE.search(tag) for words in asking for tag in _TAG.findall(words))


def written(part: Any) -> Iterator[str]:
    """Every text in a step, and in what stands in it, each language; of a webhook's body each string."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Text):
        yield from (words for words in dict.fromkeys((part.fi, part.en)) if words)
    elif isinstance(part, Part):
        for name in type(part).model_fields:
            yield from written(getattr(part, name))
    elif isinstance(part, dict):
        for value in part.values():
            yield from written(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from written(value)
