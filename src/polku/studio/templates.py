"""What a journey can be begun from: the head of each template says what it is."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from polku.errors import Language
from polku.journey import load_journey
from polku.journey.templates import template, template_names


@cache
def templates() -> list[dict[str, Any]]:
    """[{"key", "name": {"fi", "en"}, "description": {"fi", "en"}, "stages": [{"fi", "en"}]}], the most used first."""
    return [_described(key) for key in template_names()]


def _described(key: str) -> dict[str, Any]:
    heads = {language: _head(template(key, language)) for language in _LANGUAGES}
    return {
        "key": key,
        "name": {language: head[0] for language, head in heads.items()},
        "description": {language: head[1] for language, head in heads.items()},
        "stages": [stage.name.both() for stage in load_journey(template(key, "fi")).journey.stages],
    }


def _head(text: str) -> tuple[str, str]:
    """The title of the comment at the top, without what all of them say, and the sentence below it."""
    lines = [line.removeprefix("#").strip() for line in text.splitlines() if line.startswith("#")]
    said = [line for line in lines if line]
    title = said[0].partition(": ")[2] or said[0]
    return title[:1].upper() + title[1:], re.sub(r" \(`\w+`\)", "", said[1])


_LANGUAGES: tuple[Language, Language] = ("fi", "en")
