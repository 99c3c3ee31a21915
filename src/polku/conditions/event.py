"""`event`: this event happened, with these properties, so many times in so long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import AfterValidator, Field, field_validator, model_validator
from pydantic.json_schema import WithJsonSchema
from pydantic_core import PydanticCustomError

from polku.conditions.base import Boolean, Codes, Condition, EventFacts, Explanation
from polku.conditions.duration import Duration
from polku.conditions.properties import check_property, expression, text_of
from polku.conditions.where import Test, parse_test
from polku.errors import Language

if TYPE_CHECKING:
    from ibis import Table


def _check_test(raw: Any) -> Any:
    parse_test(raw)
    return raw


_SCALAR = {"type": ["string", "number", "boolean", "null"]}
EventName = Annotated[str, Field(min_length=1, max_length=200)]
WhereTest = Annotated[
    Any,
    AfterValidator(_check_test),
    WithJsonSchema({"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR, "minItems": 1}]}),
]


class EventCondition(Condition):
    """`event` happened and every test of `where` holds. With `times`, at least so many matching
    events have happened, this one included; with `within`, the earlier ones are no older than that.
    """

    kind: ClassVar[str] = "event"

    event: EventName
    where: dict[str, WhereTest] = Field(default_factory=dict)
    times: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    within: Duration | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare_name(cls, given: Any) -> Any:
        return {"event": given} if isinstance(given, str) else given

    @field_validator("where")
    @classmethod
    def _check_where(cls, where: dict[str, Any]) -> dict[str, Any]:
        for name, raw in where.items():
            check_property(name, parse_test(raw))
        return where

    @model_validator(mode="after")
    def _within_needs_times(self) -> EventCondition:
        if self.within is not None and self.times == 1:
            raise PydanticCustomError(
                "condition.within-once", "within needs times", {"within": str(self.within)}
            )
        return self

    @property
    def tests(self) -> dict[str, Test]:
        """`where`, parsed: property name → test."""
        return {name: parse_test(raw) for name, raw in self.where.items()}

    def compile(self, events: Table, codes: Codes, engine: str = "duckdb") -> Boolean:
        import ibis

        code = codes.get("event", {}).get(self.event)
        if code is None:  # no such event has ever come
            return ibis.literal(False)
        matches = events.event == code
        for name, test in self.tests.items():
            matches &= expression(events, name, test, codes, engine)
        return matches

    def words(self, language: Language) -> str:
        parts = [_HAPPENED[language].format(event=self.named(language))]
        if self.times > 1:
            parts.append(_TIMES[language].format(times=self.times))
        if self.within is not None:
            parts.append(self.within.during(language))
        return " ".join(parts)

    def named(self, language: Language) -> str:
        """The event and its tests without a verb: '"Order Completed" (total is over 50)'."""
        tests = [f"{name} {test.words(language)}" for name, test in self.tests.items()]
        return f'"{self.event}"' + (f" ({_AND[language].join(tests)})" if tests else "")

    def matches(self, event: EventFacts) -> bool:
        """Whether this event alone has the name and passes every test."""
        return self.event == event.event and all(
            test.holds(text_of(event, name)) for name, test in self.tests.items()
        )

    def explain(
        self, event: EventFacts, earlier: Sequence[EventFacts], language: Language
    ) -> Explanation:
        if event.event != self.event:
            return _unmet(language, _OTHER[language].format(event=event.event))
        for name, test in self.tests.items():
            value = text_of(event, name)
            if not test.holds(value):
                shown = _NONE[language] if value is None else f'"{value}"'
                return _unmet(
                    language,
                    _FAILED[language].format(name=name, value=shown, test=test.words(language)),
                )
        if self.times > 1:
            seen = 1 + sum(self._counts(event, one) for one in earlier)
            if seen < self.times:
                return _unmet(language, _FEW[language].format(seen=seen, times=self.times))
        return Explanation(True, _MET[language].format(why=self.words(language)))

    def _counts(self, event: EventFacts, other: EventFacts) -> bool:
        if not self.matches(other):
            return False
        age = event.ts - other.ts
        return (
            self.within is None
            or age.days * 86_400_000_000 + age.seconds * 1_000_000 + age.microseconds
            <= self.within.microseconds
        )


def _unmet(language: Language, why: str) -> Explanation:
    return Explanation(False, _UNMET[language].format(why=why))


_HAPPENED: dict[Language, str] = {"fi": "tapahtui {event}", "en": "{event} happened"}
_AND: dict[Language, str] = {"fi": " ja ", "en": " and "}
_TIMES: dict[Language, str] = {"fi": "vähintään {times} kertaa", "en": "at least {times} times"}
_MET: dict[Language, str] = {"fi": "täyttyi, koska {why}", "en": "met because {why}"}
_UNMET: dict[Language, str] = {"fi": "ei täyttynyt, koska {why}", "en": "not met because {why}"}
_OTHER: dict[Language, str] = {
    "fi": 'tapahtuma oli "{event}"',
    "en": 'the event was "{event}"',
}
_FAILED: dict[Language, str] = {
    "fi": "ehto {name} {test} ei pitänyt: arvo oli {value}",
    "en": "{name} was {value}, and the test is: {name} {test}",
}
_NONE: dict[Language, str] = {"fi": "tyhjä", "en": "missing"}
_FEW: dict[Language, str] = {
    "fi": "kertoja oli {seen}, ja niitä tarvitaan {times}",
    "en": "it had happened {seen} times of the {times} needed",
}
