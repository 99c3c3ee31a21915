"""A condition of a person as the field of a model: parsed by its kind, written as short as it came."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from polku.conditions.person import PersonCondition


def _parse(given: Any) -> PersonCondition:
    from polku.conditions.person_registry import parse_person_condition

    return parse_person_condition(given)


PersonConditionField = Annotated[
    PersonCondition,
    BeforeValidator(_parse),
    PlainSerializer(lambda condition: condition.written(), return_type=dict[str, Any]),
    WithJsonSchema({"type": "object", "title": "PersonCondition", "minProperties": 1}),
]
"""`if: PersonConditionField` in a pydantic model. The JSON Schema of all kinds is `person_schema()`."""


MOST = 100
"""Conditions in one list."""


def _some(given: Any) -> Any:
    if not isinstance(given, (list, tuple)) or not 0 < len(given) <= MOST:
        raise PydanticCustomError("condition.bad-list", "not a list", {"limit": MOST})
    return given


PersonConditions = Annotated[
    tuple[PersonConditionField, ...],
    BeforeValidator(_some),
    Field(json_schema_extra={"minItems": 1, "maxItems": MOST}),
]
"""One to a hundred of them."""
