"""Whether who has been in a programme may come again."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import GetJsonSchemaHandler, model_serializer, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from polku.conditions.duration import Duration
from polku.journey.part import Part


class Reentry(Part):
    """`never`; `always`, but not while inside; or `{after: 30d}` of the earlier entry."""

    mode: Literal["never", "always", "after"] = "never"
    after: Duration | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_flat(cls, given: Any) -> Any:
        if given in ("never", "always"):
            return {"mode": given}
        if isinstance(given, dict) and given.get("after") is not None and "mode" not in given:
            return {**given, "mode": "after"}
        if isinstance(given, dict) and "mode" in given:
            return given
        raise PydanticCustomError(
            "programme.bad-reentry", "not a re-entry rule", {"given": str(given)[:60]}
        )

    @model_serializer
    def _to_flat(self) -> str | dict[str, str]:
        return {"after": str(self.after)} if self.mode == "after" else self.mode

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        after = {
            "type": "object",
            "properties": {"after": {"type": "string", "examples": ["30d"]}},
            "required": ["after"],
            "additionalProperties": False,
        }
        return {"title": "Reentry", "anyOf": [{"enum": ["never", "always"]}, after]}
