"""The kinds of condition there are: every module of this package that defines one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import polku.conditions
from polku.conditions.base import Condition
from polku.conditions.kinds import kinds_in, named_kind


@cache
def kinds() -> Mapping[str, type[Condition]]:
    """Key in the document → model. A new kind is one new file with one `Condition` subclass."""
    return kinds_in(polku.conditions, Condition)


def parse_condition(given: Any) -> Condition:
    """The condition a document writes: a bare event name, or a mapping whose key names the kind.

    Raises pydantic's ValidationError, or `condition.no-kind` / `condition.two-kinds` (kinds).
    """
    if isinstance(given, Condition):
        return given
    if isinstance(given, str):
        given = {"event": given}
    kind = named_kind(given, kinds(), "condition.no-kind", "condition.two-kinds")
    return kinds()[kind].model_validate(given)
