"""`inactive`: none of these events for so long. Time alone meets this condition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, field_serializer, field_validator
from pydantic_core import PydanticCustomError

from polku.conditions.base import Boolean, Codes, Condition, EventFacts, Explanation
from polku.conditions.duration import Duration
from polku.conditions.event import EventCondition
from polku.errors import Language

if TYPE_CHECKING:
    from ibis import Table


class OwnInterval(BaseModel):
    """A silence measured by the person's own rhythm: `own_interval` times the mean gap between
    the matching events so far, but never shorter than `at_least`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    own_interval: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)]
    at_least: Duration

    def microseconds(self, span: int, count: int) -> int:
        """The silence asked for after `count` matching events over `span` microseconds."""
        if count < 2:
            return self.at_least.microseconds
        return max(int(self.own_interval * (span / (count - 1))), self.at_least.microseconds)


class InactiveCondition(Condition):
    """None of the events `inactive` has come for `for`, counted from the last of them."""

    kind: ClassVar[str] = "inactive"

    inactive: Annotated[tuple[EventCondition, ...], Field(min_length=1)]
    for_: Annotated[Duration | OwnInterval, Field(alias="for")]

    @field_validator(
        "inactive",
        mode="before",
        json_schema_input_type=str | EventCondition | list[str | EventCondition],
    )
    @classmethod
    def _one_or_many(cls, given: Any) -> Any:
        return given if isinstance(given, (list, tuple)) else (given,)

    @field_serializer("inactive")
    def _as_short_as_written(self, inactive: tuple[EventCondition, ...]) -> Any:
        short = [one.model_dump(mode="json", exclude_defaults=True) for one in inactive]
        names = [one["event"] if set(one) == {"event"} else one for one in short]
        return names[0] if len(names) == 1 else names

    @field_validator("for_", mode="before")
    @classmethod
    def _fixed_or_own(cls, given: Any) -> Any:
        if isinstance(given, (Duration, OwnInterval)):
            return given
        return (OwnInterval if isinstance(given, Mapping) else Duration).model_validate(given)

    @field_validator("inactive")
    @classmethod
    def _plain_events(cls, given: tuple[EventCondition, ...]) -> tuple[EventCondition, ...]:
        for condition in given:
            if condition.times != 1:
                raise PydanticCustomError(
                    "condition.inactive-times",
                    "inactive cannot count",
                    {"event": condition.event, "times": condition.times},
                )
        return given

    def compile(self, events: Table, codes: Codes, engine: str = "duckdb") -> Boolean:
        """The rows that begin the silence anew."""
        return reduce(or_, (one.compile(events, codes, engine) for one in self.inactive))

    def words(self, language: Language) -> str:
        what = _OR[language].join(one.named(language) for one in self.inactive)
        return _SILENT[language].format(what=what, long=self.length(language))

    def length(self, language: Language) -> str:
        """The silence in words: "60 päivää", "2,5 × own usual gap, at least 60 days"."""
        if isinstance(self.for_, Duration):
            return self.for_.words(language)
        factor = f"{self.for_.own_interval:g}"
        return _OWN[language].format(
            factor=factor.replace(".", ",") if language == "fi" else factor,
            least=self.for_.at_least.words(language),
        )

    def matches(self, event: EventFacts) -> bool:
        """Whether this event begins the silence anew."""
        return any(one.matches(event) for one in self.inactive)

    def explain(
        self, event: EventFacts, _earlier: Sequence[EventFacts], language: Language
    ) -> Explanation:
        """`event` is the last that came before the clock: met when it began the silence."""
        names = _OR_NAMES[language].join(f'"{one.event}"' for one in self.inactive)
        if not self.matches(event):
            return Explanation(False, _UNMET[language].format(event=event.event, names=names))
        return Explanation(True, _MET[language].format(names=names, long=self.length(language)))


_OR: dict[Language, str] = {"fi": " tai ", "en": " or "}
_OR_NAMES = _OR
_SILENT: dict[Language, str] = {
    "fi": "viimeisimmästä tapahtumasta {what} on kulunut {long}",
    "en": "it has been {long} since the last {what}",
}
_OWN: dict[Language, str] = {
    "fi": "{factor} × oma tavallinen väli (vähintään {least})",
    "en": "{factor} × their own usual gap (at least {least})",
}
_MET: dict[Language, str] = {
    "fi": "täyttyi, koska tapahtuman {names} jälkeen oli hiljaista: {long}",
    "en": "met because nothing came after {names} for {long}",
}
_UNMET: dict[Language, str] = {
    "fi": 'ei täyttynyt, koska hiljaisuus lasketaan tapahtumasta {names}, ei "{event}"',
    "en": 'not met because the silence is counted from {names}, not from "{event}"',
}
