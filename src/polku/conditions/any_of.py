"""`any`: at least one of these holds."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from polku.conditions.all_of import bracketed
from polku.conditions.field import PersonConditions
from polku.conditions.person import PersonCondition
from polku.errors import Language


class AnyCondition(PersonCondition):
    """At least one condition of the list holds."""

    kind: ClassVar[str] = "any"

    any_: PersonConditions = Field(alias="any")

    @property
    def parts(self) -> tuple[PersonCondition, ...]:
        return self.any_

    def words(self, language: Language) -> str:
        return _OR[language].join(bracketed(part, language) for part in self.any_)


_OR: dict[Language, str] = {"fi": " tai ", "en": " or "}
