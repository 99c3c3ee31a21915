from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from polku.journey.text import Text
from polku.journey.written import Path
from polku.programmes.known import Known
from polku.programmes.mentions import EVERY, segments_in
from polku.programmes.model import Programme
from polku.programmes.steps.message import Message
from polku.programmes.steps.task import Task
from polku.programmes.steps.webhook import Webhook
from polku.programmes.validate.finding import Finding, nearest
from polku.programmes.walk import Placed, texts, walk


def templates(programme: Programme, known: Known) -> Iterator[Finding]:
    """What the checker of templates finds in each text, each language once."""
    for placed in walk(programme):
        found: list[tuple[Path, str]] = []
        if isinstance(placed.body, Message):
            for path, text in texts(placed):
                found += [(path, each) for each in _languages(text)]
            if placed.body.push and placed.body.push.url:
                found.append(((*placed.body_path, "push", "url"), placed.body.push.url))
        elif isinstance(placed.body, Webhook):
            path = (*placed.body_path, "body")
            found = [(path, each) for each in _inside(placed.body.body)]
        elif isinstance(placed.body, Task):
            yield from _tags(placed.body, placed)
        for path, words in found:
            for one in known.check_text(words, body=path[-2:] == ("email", "body")):
                params = {key: value for key, value in one.params.items() if key != "path"}
                yield Finding(one.code, path, params, one.level, placed.step.key)
            if known.segments is not None:
                yield from _segments(words, path, known.segments, placed.step.key)


def _segments(words: str, path: Path, known: Collection[str], node: str) -> Iterator[Finding]:
    """Segments that a text shows something to, and that are not there."""
    for key in sorted(segments_in(words) - {EVERY} - set(known)):
        at = next(
            found.start() for found in re.finditer(rf"contains\s+[\"']{re.escape(key)}[\"']", words)
        )
        params = {"key": key, "known": nearest(key, known), "line": words.count("\n", 0, at) + 1}
        yield Finding("programme.unknown-segment", path, params, node=node)


def _tags(task: Task, placed: Placed) -> Iterator[Finding]:
    """A task is no template: what the seller reads is what the author wrote."""
    for name, text in (("title", task.title), ("note", task.note)):
        if text and any("{{" in words or "{%" in words for words in _languages(text)):
            path = (*placed.body_path, name)
            yield Finding(
                "programme.task-tag", path, {"step": placed.title}, "warning", placed.step.key
            )


def _languages(text: Text) -> list[str]:
    return [words for words in dict.fromkeys((text.fi, text.en)) if words]


def _inside(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _inside(part)
    elif isinstance(value, list):
        for part in value:
            yield from _inside(part)
