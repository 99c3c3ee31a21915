"""Reads a programme: all that is wrong with its form at once, each with its place."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from polku.errors import DocumentError, Problem
from polku.journey.shape import shape_problems
from polku.journey.written import Written, read
from polku.programmes.keys import with_keys
from polku.programmes.model import Programme

FILE = "programme.yaml"

# Complaints about any document whose words are about a journey: ours say what holds of a programme.
OURS = {
    "journey.empty": "programme.empty",
    "journey.too-large": "programme.too-large",
    "journey.two-documents": "programme.two-documents",
    "journey.too-many": "programme.too-many",
    "journey.long-text": "programme.long-text",
    "journey.wrong-value": "programme.wrong-value",
}


@dataclass(frozen=True)
class LoadedProgramme:
    """A programme of the right form, and where each part of it was written."""

    programme: Programme
    written: Written


def load_programme(text: str, *, where: str = FILE) -> LoadedProgramme:
    """Reads the YAML or JSON text of a programme. Its form is right then; what it means is checked
    by `polku.programmes.validate`.

    Raises DocumentError with all problems; those inside a step have its key in `params["node"]`.
    """
    try:
        written = _read(text, where)
    except DocumentError as error:
        raise DocumentError([_ours(problem) for problem in error.problems]) from None
    try:
        programme = Programme.model_validate(written.value)
    except ValidationError as error:
        found = shape_problems(error, written, Programme)
        placed = [
            with_node(_ours(problem), path, written.value) for (path, _), problem in found.items()
        ]
        raise DocumentError([*written.problems, *placed]) from None
    if written.problems:
        raise DocumentError(written.problems)
    return LoadedProgramme(programme, written)


def _read(text: str, where: str) -> Written:
    try:
        return read(text, where)
    except DocumentError:
        # JSON writes some things that YAML's reader refuses: pairs of surrogates, tabs.
        if not text.lstrip().startswith("{"):
            raise
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict) or len(text) > 2_000_000:
            raise
        return read(json.dumps(value, ensure_ascii=False), where)


def _ours(problem: Problem) -> Problem:
    return replace(problem, code=OURS.get(problem.code, problem.code))


def with_node(problem: Problem, path: tuple[str | int, ...], value: Any) -> Problem:
    """The problem with the key of the innermost step around `path`, when there is one."""
    document = value if isinstance(value, dict) else {}
    here: Any = {**document, "steps": with_keys(document.get("steps"))}
    node, around = None, ""
    for part in path:
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            break
        if around in ("steps", "then", "else") and isinstance(here, dict):
            node = here.get("key") or node
        around = part if isinstance(part, str) else around
    return problem if node is None else replace(problem, params={**problem.params, "node": node})
