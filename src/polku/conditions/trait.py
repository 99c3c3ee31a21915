"""`trait`: the last value of something they told of themselves, or we noted of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from polku.conditions.base import Boolean, Codes, EventFacts
from polku.conditions.event import EventName, WhereTest
from polku.conditions.measure import Measure, Source
from polku.conditions.person import Explained, PersonCondition
from polku.conditions.properties import is_property, property_column, property_text, text_test
from polku.conditions.where import parse_test
from polku.errors import Language

if TYPE_CHECKING:
    from ibis import Table

EVENT = "Identified"
"""The event that carries the traits which are not personal, as its properties."""


@dataclass(frozen=True)
class TraitText(Source):
    """The value of the trait, as text, where an event gives one."""

    name: str

    @property
    def names(self) -> tuple[str, ...]:
        return (EVENT,)

    @property
    def columns(self) -> frozenset[str]:
        return frozenset({"properties"})

    def column(self, rows: Table, codes: Codes, engine: str) -> Any:
        import ibis

        code = codes.get("event", {}).get(EVENT)
        if code is None:
            return ibis.null("string")
        return (rows.event == code).ifelse(property_column(rows, self.name, engine), None)

    def fact(self, event: EventFacts) -> str | None:
        return property_text(event, self.name) if event.event == EVENT else None


class TraitCondition(PersonCondition):
    """The last value given for the `trait` passes the test `is`. A null is no value."""

    kind: ClassVar[str] = "trait"

    trait: EventName
    is_: WhereTest = Field(alias="is")

    @field_validator("trait")
    @classmethod
    def _check_name(cls, name: str) -> str:
        if not is_property(name):
            raise PydanticCustomError(
                "condition.bad-property", "not a name: {name}", {"name": name}
            )
        return name

    def measures(self) -> tuple[Measure, ...]:
        return (Measure(TraitText(self.trait), "last"),)

    def holds(self, values: Sequence[Any], _at: Any) -> Boolean:
        return text_test(values[0], parse_test(self.is_))

    def answer(self, values: Sequence[Any], _at: datetime, language: Language) -> Explained:
        test = parse_test(self.is_)
        met = test.holds(values[0])
        shown = _NONE[language] if values[0] is None else f'"{values[0]}"'
        said = _IS[language].format(trait=self.trait, value=shown)
        need = "" if met else _NEEDED[language].format(test=test.words(language))
        return Explained(met, said + need)

    def words(self, language: Language) -> str:
        return _WORDS[language].format(trait=self.trait, test=parse_test(self.is_).words(language))


_WORDS: dict[Language, str] = {"fi": 'tieto "{trait}" {test}', "en": '"{trait}" {test}'}
_IS: dict[Language, str] = {"fi": 'tieto "{trait}": {value}', "en": '"{trait}" is {value}'}
_NONE: dict[Language, str] = {"fi": "puuttuu", "en": "missing"}
_NEEDED: dict[Language, str] = {"fi": " (ehto: {test})", "en": " (asked: {test})"}
