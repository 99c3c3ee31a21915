"""Kinds that are known by their files: each module of a package that defines one adds it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from types import MappingProxyType, ModuleType
from typing import Any

from pydantic_core import PydanticCustomError


def kinds_in(package: ModuleType, base: type[Any]) -> Mapping[str, Any]:
    """`kind` → model, of every subclass of `base` that a module of `package` defines."""
    found: dict[str, Any] = {}
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        models: list[Any] = [each for each in vars(module).values() if isinstance(each, type)]
        for model in models:
            own = model.__module__ == module.__name__
            if own and issubclass(model, base) and model is not base:
                found[model.kind] = model
    return MappingProxyType(dict(sorted(found.items())))


def named_kind(given: Any, kinds: Mapping[str, Any], none: str, two: str) -> str:
    """The one kind that a key of the mapping names. Raises the problem `none` or `two` (kinds)."""
    named = [key for key in kinds if isinstance(given, Mapping) and key in given]
    if not named:
        raise PydanticCustomError(none, "needs one of {kinds}", {"kinds": ", ".join(kinds)})
    if len(named) > 1:
        raise PydanticCustomError(two, "has {kinds} at once", {"kinds": ", ".join(named)})
    return named[0]
