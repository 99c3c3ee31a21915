"""The kinds of step there are: every module of this package that defines one."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from pydantic_core import PydanticCustomError

import polku.programmes.steps
from polku.programmes.steps.base import Step


@cache
def kinds() -> Mapping[str, type[Step]]:
    """Key in the document → model. A new kind is one new file with one `Step` subclass."""
    found: dict[str, type[Step]] = {}
    for module_info in pkgutil.iter_modules(polku.programmes.steps.__path__):
        module = importlib.import_module(f"polku.programmes.steps.{module_info.name}")
        for value in vars(module).values():
            if (
                isinstance(value, type)
                and issubclass(value, Step)
                and value is not Step
                and value.__module__ == module.__name__
            ):
                found[value.kind] = value
    return MappingProxyType(dict(sorted(found.items())))


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
    named = [key for key in kinds() if isinstance(given, Mapping) and key in given]
    if not named:
        raise PydanticCustomError(
            "programme.no-kind", "needs one of {kinds}", {"kinds": ", ".join(kinds())}
        )
    if len(named) > 1:
        raise PydanticCustomError(
            "programme.two-kinds", "has {kinds} at once", {"kinds": ", ".join(named)}
        )
    return kinds()[named[0]].model_validate(given)
