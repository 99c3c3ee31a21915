"""Care programmes to begin from: YAML files in both languages, bound to the stages and events of a journey.

In a file here, `<lead>`, `<trial>`, `<customer>`, `<promoter>` and `<left>` stand for stages, and
`<purchase>`, `<cancel>` and `<visit>` for events: each journey has its own (`binding.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from polku.errors import DocumentError, Language, NotFound, Problem
from polku.journey.model import Axis, Journey
from polku.journey.text import Text
from polku.journey.written import read
from polku.programmes.dump import as_yaml
from polku.programmes.model import Programme
from polku.programmes.templates.binding import STAGES, bound, meanings
from polku.programmes.walk import walk

NAMES = (
    "welcome",
    "quiet-leads",
    "trial-onboarding",
    "second-purchase",
    "feedback",
    "review",
    "referral",
    "expiring",
    "win-back",
)
"""In the order of a customer's journey."""


@dataclass(frozen=True)
class Template:
    """What is told of a template before it is chosen. `stage_hint` is a place on the canonical axis."""

    key: str
    name: Text
    description: Text
    stage_hint: Axis
    steps: int


def template_names() -> tuple[str, ...]:
    """The names of the templates."""
    return NAMES


def templates() -> list[Template]:
    """All templates, in the order of a customer's journey."""
    return [_told(name) for name in NAMES]


def from_template(
    name: str, journey: Journey, language: Language, *, key: str | None = None
) -> str:
    """The YAML text of a programme made from a template: bound to the stages and events of the
    journey, in both languages, `language` first.

    Raises NotFound with `programme.unknown-template`; DocumentError with
    `programme.template-needs-stage` when the journey has no such stage.
    """
    about, document = _raw(name)
    made = bound({**document, "key": key or document["key"]}, meanings(journey))
    if "entry" not in made or "stage" not in made:
        params = {"name": name, "axis": about["axis"]}
        raise DocumentError(Problem("programme.template-needs-stage", name, params))
    return as_yaml(_ordered(made, language))


@cache
def _raw(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is said of the template, and its document with the places still open."""
    if name not in NAMES:
        params = {"name": name, "known": ", ".join(NAMES)}
        raise NotFound(Problem("programme.unknown-template", name, params))
    file = resources.files("polku.programmes.templates") / f"{name}.yaml"
    value = read(file.read_text("utf-8"), f"{name}.yaml").value
    return value["template"], {part: value[part] for part in value if part != "template"}


@cache
def _told(name: str) -> Template:
    about, document = _raw(name)
    shown = Programme.model_validate(bound(document, {stage: stage for stage in STAGES}))
    description = shown.description or shown.name
    return Template(name, shown.name, description, about["axis"], len(list(walk(shown))))


def _ordered(value: Any, language: Language) -> Any:
    """The same with the texts of `language` before those of the other one."""
    if isinstance(value, list):
        return [_ordered(part, language) for part in value]
    if not isinstance(value, dict):
        return value
    keys = list(value)
    if set(keys) == {"fi", "en"}:
        keys = ["fi", "en"] if language == "fi" else ["en", "fi"]
    return {part: _ordered(value[part], language) for part in keys}
