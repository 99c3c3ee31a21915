"""The kinds of condition of a person there are: every module of this package that defines one."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import PydanticCustomError

import polku.conditions
from polku.conditions.kinds import kinds_in, named_kind
from polku.conditions.person import PersonCondition

DEEPEST = 20
"""Conditions within conditions, at most."""

MOST = 200
"""Conditions in one, all its parts counted: each is a column of the question."""

_depth: ContextVar[int] = ContextVar("depth", default=0)


@cache
def person_kinds() -> Mapping[str, type[PersonCondition]]:
    """Key in the document → model. A new kind is one new file with one `PersonCondition` subclass."""
    return kinds_in(polku.conditions, PersonCondition)


def parse_person_condition(given: Any) -> PersonCondition:
    """The condition of a person that a mapping writes: one of its keys names the kind.

    Raises pydantic's ValidationError, or `condition.no-person-kind` / `condition.two-person-kinds`
    (kinds), `condition.too-deep` or `condition.too-long` (limit).
    """
    if isinstance(given, PersonCondition):
        return given
    kind = named_kind(
        given, person_kinds(), "condition.no-person-kind", "condition.two-person-kinds"
    )
    depth = _depth.get()
    if depth >= DEEPEST:
        raise PydanticCustomError("condition.too-deep", "too deep", {"limit": DEEPEST})
    token = _depth.set(depth + 1)
    try:
        parsed = person_kinds()[kind].model_validate(given)
    finally:
        _depth.reset(token)
    if depth == 0 and _size(parsed) > MOST:
        raise PydanticCustomError("condition.too-long", "too long", {"limit": MOST})
    return parsed


def _size(condition: PersonCondition) -> int:
    return 1 + sum(map(_size, condition.parts))


def person_schema() -> dict[str, Any]:
    """The JSON Schema of a condition of a person, conditions within conditions too."""
    own = {"$ref": "#/$defs/PersonCondition"}
    forms = [_schema(kind) for kind in person_kinds().values()]
    defs: dict[str, Any] = {}
    for form in forms:
        defs.update(form.pop("$defs", {}))
    return {
        **own,
        "$defs": {**defs, "PersonCondition": {"anyOf": [_nested(f, own) for f in forms]}},
    }


def _schema(kind: type[PersonCondition]) -> dict[str, Any]:
    return TypeAdapter(kind).json_schema()


def _nested(schema: Any, own: dict[str, str]) -> Any:
    if isinstance(schema, list):
        return [_nested(item, own) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("title") == "PersonCondition":
        return own
    return {key: _nested(value, own) for key, value in schema.items()}
