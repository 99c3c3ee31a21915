"""What hangs on stages that a journey no longer has: programmes, segments, and the personas that stand for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Literal

from polku.care.standing import standing
from polku.care.workplace import Workplace
from polku.errors import DocumentError, Problem
from polku.journey import Journey
from polku.journey.text import Text
from polku.journey.written import read

PLACES = ("stage", "stages", "from_stage", "to_stage")
"""Where programmes and segments name stages."""
NOT_CONDITIONS = ("set", "webhook")
"""Steps whose bodies are somebody else's words: a trait may be called stage."""


def hanging(at: Workplace, journey: Journey) -> list[Problem]:
    """A problem for each part of the workspace that names a stage of the running journey which `journey` does not
    have: an error for what runs, a warning for what is a draft."""
    gone = set(at.journey().journey.stage_keys) - set(journey.stage_keys)
    return [*_programmes(at, gone), *_segments(at, gone, journey)] if gone else []


def _programmes(at: Workplace, gone: set[str]) -> Iterator[Problem]:
    for definition in at.control.definitions.all("programme"):
        if definition.state == "stopped":
            continue
        running = {
            each.body
            for each in at.control.definitions.versions("programme", definition.key)
            if each.version in standing(definition).versions
        }
        hung = {key for body in running for key in _named(body, gone)}
        drafted = set(_named(definition.body, gone)) - hung
        for keys, level in ((hung, "error"), (drafted, "warning")):
            for stage in sorted(keys):
                name = _name(definition.body) or definition.key
                yield _problem("studio.programme-hangs", "programme", name, stage, level)


def _segments(at: Workplace, gone: set[str], journey: Journey) -> Iterator[Problem]:
    personas = {persona.segment: persona.name for persona in journey.personas if persona.segment}
    for definition in at.control.definitions.all("segment"):
        for stage in sorted(set(_named(definition.body, gone))):
            name = _name(definition.body) or definition.key
            yield _problem("studio.segment-hangs", "segment", name, stage, "error")
            if definition.key in personas:
                persona = personas[definition.key]
                yield _problem("studio.persona-hangs", "persona", persona, stage, "warning")


def _problem(code: str, kind: str, name: Any, stage: str, level: Any) -> Problem:
    params = {"name": name, "stage": stage, "kind": kind}
    return Problem(code, f"{kind} {name}", params, level)


def _named(body: str, gone: set[str]) -> Iterator[str]:
    with suppress(DocumentError):  # a draft that is not YAML yet names nothing
        yield from _in_value(read(body, "").value, gone)


def _in_value(value: Any, gone: set[str]) -> Iterator[str]:
    if isinstance(value, list):
        for inner in value:
            yield from _in_value(inner, gone)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key in PLACES:
                said = inner if isinstance(inner, list) else [inner]
                yield from (each for each in said if isinstance(each, str) and each in gone)
            if key not in NOT_CONDITIONS:
                yield from _in_value(inner, gone)


def _name(body: str) -> Text | str | None:
    try:
        said = read(body, "").value.get("name")
        return Text.model_validate(said) if said else None
    except (DocumentError, AttributeError, ValueError):
        return None


Level = Literal["error", "warning"]
