"""Reads a journey document: all that is wrong with it at once, each with its place."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from polku.errors import DocumentError, Problem
from polku.journey.model import Journey
from polku.journey.shape import shape_problems
from polku.journey.validate import REFERENCES, validate
from polku.journey.written import Path, Written, read


@dataclass(frozen=True)
class Loaded:
    """A valid journey, and the warnings and hints about it."""

    journey: Journey
    problems: tuple[Problem, ...]


def load_journey(text: str, *, where: str = "journey.yaml") -> Loaded:
    """Reads the YAML text of a journey document.

    Raises DocumentError with all problems: of the form, of the references, of the rules. The
    `where` of each reads "journey.yaml:17 stages[2].enter[0].from"; its params have the line and
    the path too.
    """
    written = read(text, where)
    try:
        journey = Journey.model_validate(written.value)
    except ValidationError as error:
        shape = shape_problems(error, written, Journey)
        raise DocumentError(
            [*written.problems, *shape.values(), *_references(written, {path for path, _ in shape})]
        ) from None
    found = validate(journey, written)
    if written.problems or any(problem.level == "error" for problem in found):
        raise DocumentError(
            [*written.problems, *(problem for problem in found if problem.level == "error")]
        )
    return Loaded(journey, tuple(found))


def _references(written: Written, wrong: set[Path]) -> list[Problem]:
    """What is wrong with the references, when the rest of the document is not right yet either.

    The wrong parts are left out, from the leaf towards the root, until what remains can be read.
    """
    value = copy.deepcopy(written.value)
    for _ in range(5):
        if () in wrong or not isinstance(value, dict):
            return []
        wrong = {left_out for path in wrong if (left_out := _leave_out(value, path))}
        try:
            return validate(Journey.model_validate(value), written, REFERENCES)
        except ValidationError as error:
            remaining = Written(value, written.lines, (), written.file)
            wrong = {path for path, _ in shape_problems(error, remaining, Journey)}
    return []


def _leave_out(value: Any, path: Path) -> Path:
    """Removes the nearest key around `path`. Lists keep their length, so that paths still hold."""
    while path and isinstance(path[-1], int):
        path = path[:-1]
    if path:
        around = value
        for part in path[:-1]:
            if isinstance(around, dict) and part not in around:
                return path  # left out already, with what was around it
            around = around[part]
        around.pop(path[-1], None)
    return path
