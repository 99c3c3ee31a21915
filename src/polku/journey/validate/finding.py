"""What a pass finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from polku.errors import Language, Level
from polku.journey.model import Journey
from polku.journey.text import Text
from polku.journey.written import Path


@dataclass(frozen=True)
class Finding:
    """A problem code at a path of the document, before its line is known."""

    code: str
    path: Path
    params: Mapping[str, Any]
    level: Level = "error"


Pass = Callable[[Journey], Iterator[Finding]]


def name_of(journey: Journey, *stages: str | None) -> Text:
    """The names of stages by their keys, as people know them; a key that is no stage's as it is."""
    names = {stage.key: stage.name for stage in journey.stages}
    said = {
        language: ", ".join(
            names[key].in_(language) if key in names else str(key) for key in stages
        )
        for language in LANGUAGES
    }
    return Text(fi=said["fi"], en=said["en"])


LANGUAGES: tuple[Language, ...] = ("fi", "en")
