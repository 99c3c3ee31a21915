"""Text of the document in one language or two."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from pydantic import (
    BaseModel,
    ConfigDict,
    GetJsonSchemaHandler,
    SerializationInfo,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from polku.errors import Language

_LANGUAGES = ("fi", "en")
LONGEST = 5_000  # characters: a paragraph or three, not a file


class Text(BaseModel):
    """A plain string, the same in each language, or `{fi: …, en: …}`; one may be missing."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    longest: ClassVar[int] = LONGEST

    fi: str | None = None
    en: str | None = None

    def in_(self, language: Language) -> str:
        """The text in `language`; in the other one when that is all there is."""
        first, second = (self.fi, self.en) if language == "fi" else (self.en, self.fi)
        return first if first is not None else second or ""

    def __str__(self) -> str:
        return self.in_("fi")

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"fi": value, "en": value}
        if isinstance(value, dict):
            # `fi:` with nothing after it is absent; `en c` (a colon forgotten) is a key of its own.
            return {
                key: part
                for key, part in value.items()
                if part is not None or key not in _LANGUAGES
            }
        if isinstance(value, Text):
            return value
        raise PydanticCustomError(
            "journey.not-text",
            "not a text",
            {"given": json.dumps(value, ensure_ascii=False, default=str)[:60]},
        )

    @model_validator(mode="after")
    def _something(self) -> Text:
        parts = [part for part in (self.fi, self.en) if part is not None]
        if not parts or any(not part.strip() for part in parts):
            raise PydanticCustomError("journey.empty-text", "the text is empty", {})
        if any(len(part) > self.longest for part in parts):
            raise PydanticCustomError("journey.long-text", "too long", {"limit": self.longest})
        return self

    @model_serializer(mode="plain")
    def _as_written(self, info: SerializationInfo) -> str | dict[str, str]:
        if info.context and info.context.get("both_languages"):
            return self.both()
        if self.fi is not None and self.fi == self.en:
            return self.fi
        return {key: part for key, part in (("fi", self.fi), ("en", self.en)) if part is not None}

    def both(self) -> dict[str, str]:
        """The form that the HTTP API gives: `{"fi": …, "en": …}`, both always there."""
        return {"fi": self.in_("fi"), "en": self.in_("en")}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {
            "title": "Text",
            "description": "A plain string, or the text in Finnish and in English.",
            "anyOf": [
                {"type": "string", "minLength": 1},
                {
                    "type": "object",
                    "properties": {"fi": {"type": "string"}, "en": {"type": "string"}},
                    "additionalProperties": False,
                    "minProperties": 1,
                },
            ],
        }


def text(fi: str, en: str | None = None) -> Text:
    """A text from its words: `text("Liidit", "Leads")`, or the same in both languages."""
    return Text(fi=fi, en=fi if en is None else en)
