"""Reads a segment document, YAML or JSON, and writes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import yaml
from pydantic import ValidationError

from polku.errors import DocumentError, Problem
from polku.journey.shape import shape_problems
from polku.journey.written import Written, read
from polku.segments.model import Segment

FILE = "segment.yaml"

# Words about a whole document that speak of a journey.
OURS = dict.fromkeys(
    ("journey.empty", "journey.too-large", "journey.two-documents"), "segment.not-a-segment"
)


@dataclass(frozen=True)
class LoadedSegment:
    """A segment of the right form, and where each part of it was written."""

    segment: Segment
    written: Written


@lru_cache(maxsize=1024)
def load_segment(text: str, where: str = FILE) -> LoadedSegment:
    """Raises DocumentError with all problems of the form."""
    try:
        written = read(text, where)
        segment = Segment.model_validate(written.value)
    except DocumentError as error:
        raise DocumentError([_ours(problem) for problem in error.problems]) from None
    except ValidationError as error:
        found = shape_problems(error, written, Segment).values()
        raise DocumentError([*written.problems, *map(_ours, found)]) from None
    if written.problems:
        raise DocumentError(written.problems)
    return LoadedSegment(segment, written)


def dump_segment(segment: Segment) -> str:
    """YAML that `load_segment` reads back as the same segment, as short as it can be written."""
    return as_yaml(segment.model_dump(mode="json", by_alias=True, exclude_defaults=True))


def as_yaml(value: Any) -> str:
    """JSON values as YAML."""
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=100)


def _ours(problem: Problem) -> Problem:
    return replace(problem, code=OURS.get(problem.code, problem.code))
