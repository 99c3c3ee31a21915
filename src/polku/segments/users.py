"""Who uses a segment: other segments, programmes (drafts and what runs), personas of the journey."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from polku.conditions.check import walk
from polku.conditions.persona import PersonaCondition
from polku.conditions.segment import SegmentCondition
from polku.errors import DocumentError
from polku.journey.model import Journey
from polku.journey.written import read
from polku.programmes.mentions import EVERY, segments_in
from polku.segments.model import Segment
from polku.store.definitions import Definition, Definitions

NOT_CONDITIONS = ("set", "webhook")
"""Steps whose bodies are somebody else's words: a trait may be called segment."""


@dataclass(frozen=True)
class User:
    """`kind` is segment, programme or persona; `name` is {"fi", "en"} or a text."""

    kind: str
    key: str
    name: Any


def users_of(
    definitions: Definitions, segments: Mapping[str, Segment], journey: Journey
) -> dict[str, list[User]]:
    """Segment key → who uses it, each once."""
    found: dict[str, dict[tuple[str, str], User]] = {}
    for user, keys in (
        *_segments(segments),
        *_personas(journey),
        *_programmes(definitions),
    ):
        for key in keys:
            found.setdefault(key, {})[user.kind, user.key] = user
    return {key: list(users.values()) for key, users in found.items()}


def named_in(segment: Segment) -> list[str]:
    """The segments that a segment's condition names."""
    asked = (one for one, _ in walk(segment.condition))
    return [one.segment for one in asked if isinstance(one, SegmentCondition)]


def ring(segments: Mapping[str, Segment], linked: Mapping[str, str], start: str) -> list[str]:
    """The shortest way from the segment back to itself, through segments and personas, or [].
    `linked`: persona → its segment."""
    ways, seen = [[start]], {start}
    while ways:
        longer = []
        for way in ways:
            for key in _leads_to(segments[way[-1]], linked) if way[-1] in segments else ():
                if key == start:
                    return [*way, key]
                if key not in seen:
                    seen.add(key)
                    longer.append([*way, key])
        ways = longer
    return []


def _leads_to(segment: Segment, linked: Mapping[str, str]) -> list[str]:
    asked = (one for one, _ in walk(segment.condition))
    personas = [one.persona for one in asked if isinstance(one, PersonaCondition)]
    return [*named_in(segment), *(linked[key] for key in personas if key in linked)]


def _segments(segments: Mapping[str, Segment]) -> Iterator[tuple[User, list[str]]]:
    for key, segment in segments.items():
        yield User("segment", key, segment.name), named_in(segment)


def _personas(journey: Journey) -> Iterator[tuple[User, list[str]]]:
    for persona in journey.personas:
        if persona.segment is not None:
            yield User("persona", persona.key, persona.name), [persona.segment]


def _programmes(definitions: Definitions) -> Iterator[tuple[User, list[str]]]:
    for definition in definitions.all("programme"):
        for body in (definition.body, *_running(definitions, definition)):
            try:
                value = read(body, definition.key).value
            except DocumentError:  # a draft that is not YAML yet names nothing
                continue
            name = value.get("name") if isinstance(value, dict) else None
            yield User("programme", definition.key, name or definition.key), [*_in_value(value)]


def _running(definitions: Definitions, definition: Definition) -> Iterable[str]:
    numbers = {definition.details.get("version"), *definition.details.get("finishing", ())}
    if definition.state == "stopped" or numbers <= {None}:
        return []
    versions = definitions.versions("programme", definition.key)
    return [each.body for each in versions if each.version in numbers]


def _in_value(value: Any) -> Iterator[str]:
    """Read as it is written, for a draft may not be right yet."""
    if isinstance(value, str):
        yield from segments_in(value) - {EVERY}
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key == "segment" and isinstance(inner, str):
                yield inner
            elif key not in NOT_CONDITIONS:
                yield from _in_value(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _in_value(inner)
