"""JSON and YAML: the whole document, nothing lost either way."""

from __future__ import annotations

import json
from typing import Any

from polku.errors import DocumentError, Language, Problem
from polku.journey.dump import document, dump
from polku.journey.model import Journey
from polku.journey.syntax import NotJson
from polku.journey.written import read as read_yaml


def write_json(journey: Journey, language: Language) -> bytes:
    """The document as it is written, both languages."""
    del language
    return (json.dumps(document(journey), ensure_ascii=False, indent=1) + "\n").encode()


def write_yaml(journey: Journey, language: Language) -> bytes:
    """The text of a journey.yaml."""
    del language
    return dump(journey).encode()


def read_json(data: bytes, *, name: str, language: Language) -> dict[str, Any]:
    """Raises DocumentError when it is no JSON object."""
    del language
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise DocumentError(
            Problem("exchange.bad-json", name, {"reason": NotJson(error)})
        ) from None
    if not isinstance(found, dict):
        raise DocumentError(Problem("exchange.bad-json", name, {"reason": NotJson()}))
    return found


def read_whole_yaml(data: bytes, *, name: str, language: Language) -> dict[str, Any]:
    """Raises DocumentError with each fault and its line."""
    del language
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(Problem("exchange.not-utf8", name, {"byte": error.start})) from None
    written = read_yaml(text, name)
    if written.problems or not isinstance(written.value, dict):
        raise DocumentError(list(written.problems) or Problem("exchange.not-text", name))
    return dict(written.value)
