"""The kinds of step there are: every module of this package that defines one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import polku.programmes.steps
from polku.conditions.kinds import kinds_in, named_kind
from polku.programmes.steps.base import Step


@cache
def kinds() -> Mapping[str, type[Step]]:
    """Key in the document → model. A new kind is one new file with one `Step` subclass."""
    return kinds_in(polku.programmes.steps, Step)


def kind_of(given: Any) -> str | None:
    """The one kind that a mapping names, or None."""
    named = [key for key in kinds() if isinstance(given, Mapping) and key in given]
    return named[0] if len(named) == 1 else None


def step_of(given: Any) -> Step:
    """The step that a mapping writes; problems of pydantic's kind when it writes none."""
    if isinstance(given, Step):
        return given
    if given == "end":
        given = {"end": None}
    kind = named_kind(given, kinds(), "programme.no-kind", "programme.two-kinds")
    return kinds()[kind].model_validate(given)
