"""Every check, in the order in which they are printed. Each is a module here with `checks()`."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from polku.verify.check import Check

NAMES: tuple[str, ...] = (
    "cdnow",
    "contracts",
    "attribution",
    "hillstrom",
    "sequential",
    "closed_forms",
)


def all_checks(names: tuple[str, ...] = NAMES) -> Iterator[Check]:
    """Each is computed when it is taken."""
    for name in names:
        yield from import_module(f"polku.verify.{name}").checks()
