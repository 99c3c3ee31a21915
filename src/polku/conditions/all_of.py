"""`all`: every one of these holds."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from polku.conditions.field import PersonConditions
from polku.conditions.person import PersonCondition
from polku.errors import Language


class AllCondition(PersonCondition):
    """Every condition of the list holds."""

    kind: ClassVar[str] = "all"

    all_: PersonConditions = Field(alias="all")

    @property
    def parts(self) -> tuple[PersonCondition, ...]:
        return self.all_

    def words(self, language: Language) -> str:
        return _AND[language].join(bracketed(part, language) for part in self.all_)


def bracketed(part: PersonCondition, language: Language) -> str:
    """The words of a part, in brackets when it has parts of its own."""
    words = part.words(language)
    return f"({words})" if len(part.parts) > 1 else words


_AND: dict[Language, str] = {"fi": " ja ", "en": " and "}
