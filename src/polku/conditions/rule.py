"""An entry rule of a stage: a condition, and the stages from which it may be entered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    SerializeAsAny,
    field_validator,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from polku.conditions.base import Condition
from polku.conditions.registry import kinds, parse_condition
from polku.errors import Language

FROM_WORDS = ("any", "earlier", "none")
"""What `from` may say besides stage keys: every stage and none; those before this one and none;
on no stage yet."""


class EnterRule(BaseModel):
    """Written flat: `{event: Order Completed, times: 2, from: [lead]}`, or a bare event name.

    `from_` holds "any", "earlier", "none" or stage keys; `("earlier",)` when not given.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    condition: SerializeAsAny[Condition]
    from_: Annotated[tuple[str, ...], Field(min_length=1, alias="from")] = ("earlier",)

    @model_validator(mode="before")
    @classmethod
    def _from_flat(cls, given: Any) -> Any:
        if isinstance(given, Mapping) and isinstance(given.get("condition"), Condition):
            return given
        if isinstance(given, Mapping):
            rest = {key: value for key, value in given.items() if key != "from"}
            given_from = {"from": given["from"]} if "from" in given else {}
            return {"condition": parse_condition(rest), **given_from}
        return {"condition": parse_condition(given)}

    @field_validator("from_", mode="before")
    @classmethod
    def _one_or_many(cls, given: Any) -> Any:
        names = (given,) if isinstance(given, str) else given
        if (
            not isinstance(names, (list, tuple))
            or not names
            or len(set(map(str, names))) < len(names)
        ):
            raise PydanticCustomError(
                "condition.bad-from", "not a list of stages: {text}", {"text": str(given)}
            )
        return tuple(names)

    @model_serializer
    def _to_flat(self) -> dict[str, Any]:
        flat = self.condition.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        if self.from_ != ("earlier",):
            flat["from"] = self.from_[0] if len(self.from_) == 1 else list(self.from_)
        return flat

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        names = {"type": "array", "items": {"type": "string"}, "minItems": 1}
        from_ = {"anyOf": [{"type": "string"}, names], "default": "earlier"}
        forms: list[JsonSchemaValue] = [{"type": "string", "title": "event"}]
        for kind in kinds().values():
            form = dict(handler.resolve_ref_schema(handler(kind.__pydantic_core_schema__)))
            forms.append({**form, "properties": {**form["properties"], "from": from_}})
        return {"title": "EnterRule", "anyOf": forms}

    @classmethod
    def written_keys(cls, value: Any) -> dict[str, Any]:
        """The keys of its condition's kind, and where it leads from."""
        named = [kinds()[kind] for kind in kinds() if isinstance(value, Mapping) and kind in value]
        fields = [(name, field) for kind in named for name, field in kind.model_fields.items()]
        return {"from": str} | {field.alias or name: field.annotation for name, field in fields}

    def words(self, language: Language) -> str:
        """The condition as the end of a sentence."""
        return self.condition.words(language)
