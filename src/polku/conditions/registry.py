"""The kinds of condition there are: every module of this package that defines one."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from pydantic_core import PydanticCustomError

import polku.conditions
from polku.conditions.base import Condition


@cache
def kinds() -> Mapping[str, type[Condition]]:
    """Key in the document → model. A new kind is one new file with one `Condition` subclass."""
    found: dict[str, type[Condition]] = {}
    for module_info in pkgutil.iter_modules(polku.conditions.__path__):
        module = importlib.import_module(f"polku.conditions.{module_info.name}")
        for value in vars(module).values():
            if (
                isinstance(value, type)
                and issubclass(value, Condition)
                and value is not Condition
                and value.__module__ == module.__name__
            ):
                found[value.kind] = value
    return MappingProxyType(dict(sorted(found.items())))


def parse_condition(given: Any) -> Condition:
    """The condition a document writes: a bare event name, or a mapping whose key names the kind.

    Raises pydantic's ValidationError, or `condition.no-kind` / `condition.two-kinds` (kinds).
    """
    if isinstance(given, Condition):
        return given
    if isinstance(given, str):
        given = {"event": given}
    named = [key for key in kinds() if isinstance(given, Mapping) and key in given]
    if not named:
        raise PydanticCustomError(
            "condition.no-kind", "needs one of {kinds}", {"kinds": ", ".join(kinds())}
        )
    if len(named) > 1:
        raise PydanticCustomError(
            "condition.two-kinds", "has {kinds} at once", {"kinds": ", ".join(named)}
        )
    return kinds()[named[0]].model_validate(given)
