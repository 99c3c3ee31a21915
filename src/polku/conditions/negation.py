"""`not`: this does not hold."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from polku.conditions.field import PersonConditionField
from polku.conditions.person import PersonCondition
from polku.errors import Language


class NotCondition(PersonCondition):
    """The condition does not hold."""

    kind: ClassVar[str] = "not"

    not_: PersonConditionField = Field(alias="not")

    @property
    def parts(self) -> tuple[PersonCondition, ...]:
        return (self.not_,)

    def words(self, language: Language) -> str:
        return _NOT[language].format(part=self.not_.words(language))


_NOT: dict[Language, str] = {
    "fi": "ei pidä paikkaansa: ({part})",
    "en": "it is not so that ({part})",
}
