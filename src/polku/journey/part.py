"""What all parts of the document share: the strictness, and the kinds of value."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

from polku.journey.text import Text

KEY = r"^\w[\w-]{0,63}$"


def _key(value: str) -> str:
    if not re.match(KEY, value):
        raise PydanticCustomError("journey.bad-key", "not a key", {"key": value[:80]})
    return value


Key = Annotated[str, AfterValidator(_key), Field(json_schema_extra={"pattern": KEY})]
"""The short name by which other parts of the document and the data refer to this one."""

# 14 days are written 14, not 14.0
AsWritten = PlainSerializer(
    lambda number: int(number) if number == int(number) else number, return_type=float
)
Words = tuple[Text, ...]
Line = Annotated[str, Field(min_length=1, max_length=500)]
Whole = Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
Days = Annotated[float, Field(strict=True, gt=0, le=36_500, allow_inf_nan=False), AsWritten]
Percent = Annotated[float, Field(strict=True, ge=0, le=100, allow_inf_nan=False), AsWritten]


def _written_out(value: Any) -> Any:
    if isinstance(value, date) or (
        isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value)
    ):
        return value
    raise PydanticCustomError("journey.bad-date", "not a date", {"given": str(value)[:80]})


Day = Annotated[date, BeforeValidator(_written_out)]


class Part(BaseModel):
    """A part of the document. Unknown keys are refused; a key left empty is as if absent."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _left_empty(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        known = {field.alias or name for name, field in cls.model_fields.items()}
        return {key: part for key, part in value.items() if part is not None or key not in known}


def _name_is_optional(schema: dict[str, Any]) -> None:
    schema["required"] = [key for key in schema["required"] if key != "name"]


class Named(Part):
    """A part that others refer to by its key. Without a name it is called by its key."""

    model_config = ConfigDict(json_schema_extra=_name_is_optional)

    key: Key
    name: Text

    @model_validator(mode="before")
    @classmethod
    def _by_key(cls, value: Any) -> Any:
        if not isinstance(value, dict) or value.get("name") is not None:
            return value
        return {**value, "name": str(value.get("key") or "–")}
