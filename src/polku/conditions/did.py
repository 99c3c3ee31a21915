"""`did`: these events happened, so many times in so long; or the first or last of them did then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from polku.conditions.base import Boolean
from polku.conditions.counting import CountTest, count_words, never, times
from polku.conditions.duration import Duration, seconds_of, window_of
from polku.conditions.event import EventCondition, EventName, WhereTest
from polku.conditions.measure import Measure, before
from polku.conditions.pattern import Pattern
from polku.conditions.person import Explained, PersonCondition
from polku.conditions.properties import check_property, number_test
from polku.conditions.where import parse_test
from polku.errors import Language


class DidCondition(PersonCondition):
    """`did` happened, `where` holding, as often as `count` says (at least once), `within` a time
    before the moment. With `first` or `last`, the first or last one ever happened `within` it."""

    kind: ClassVar[str] = "did"

    did: EventName
    where: dict[str, WhereTest] = Field(default_factory=dict)
    count: CountTest = ">=1"
    within: Duration | None = None
    first: bool = False
    last: bool = False

    @field_validator("where")
    @classmethod
    def _check_where(cls, where: dict[str, Any]) -> dict[str, Any]:
        for name, raw in where.items():
            check_property(name, parse_test(raw))
        return where

    @model_validator(mode="after")
    def _one_question(self) -> DidCondition:
        if not (self.first or self.last):
            return self
        which = "first" if self.first else "last"
        if self.within is None:
            raise PydanticCustomError(
                "condition.first-without-within", "{which} needs within", {"which": which}
            )
        if self.count != ">=1" or (self.first and self.last):
            raise PydanticCustomError(
                "condition.first-and-count", "{which} stands alone", {"which": which}
            )
        return self

    def measures(self) -> tuple[Measure, ...]:
        tests = tuple((name, parse_test(raw)) for name, raw in self.where.items())
        pattern = Pattern((self.did,), tests)
        if self.first or self.last:
            return (Measure(pattern, "first" if self.first else "latest"),)
        return (Measure(pattern, "count", window_of(self.within)),)

    def holds(self, values: Sequence[Any], at: Any) -> Boolean:
        if self.within is not None and (self.first or self.last):
            return (values[0] > before(at, seconds_of(self.within))).fill_null(False)
        return number_test(values[0], parse_test(self.count))

    def answer(self, values: Sequence[Any], at: datetime, language: Language) -> Explained:
        what = self._named(language)
        during = "" if self.within is None else f" {self.within.during(language)}"
        if self.first or self.last:
            assert self.within is not None  # noqa: S101  (the validator has seen to it)
            which = _WHICH[language]["first" if self.first else "last"]
            if values[0] is None:
                return Explained(False, _NEVER[language].format(what=what))
            met = values[0] > at - timedelta(seconds=seconds_of(self.within))
            days = f"{(at - values[0]).total_seconds() / 86_400:.1f}"
            days = days.replace(".", ",") if language == "fi" else days
            text = _AGO[language].format(
                which=which, what=what, days=days, limit=self.within.words(language)
            )
            return Explained(met, text)
        count, test = values[0], parse_test(self.count)
        met = test.holds(str(count))
        often = times(count, language)
        said = (_HAD_NOT if count == 0 else _HAD)[language].format(
            what=what, often=often, during=during
        )
        if self.count == ">=1":
            return Explained(met, said)
        form = _ENOUGH if met else _NEEDED
        return Explained(met, said + form[language].format(need=count_words(test, language)))

    def words(self, language: Language) -> str:
        what = self._named(language)
        during = "" if self.within is None else f" {self.within.during(language)}"
        if self.first or self.last:
            which = _WHICH[language]["first" if self.first else "last"]
            return _FIRST[language].format(which=which, what=what) + during
        test = parse_test(self.count)
        if never(test):
            return _DID_NOT[language].format(what=what) + during
        often = ""
        if self.count != ">=1":
            often = f" {count_words(test, language)}{_TIMES[language]}"
        return _DID[language].format(what=what) + often + during

    def _named(self, language: Language) -> str:
        return EventCondition(event=self.did, where=self.where).named(language)


_WHICH: dict[Language, dict[str, str]] = {
    "fi": {"first": "ensimmäinen", "last": "viimeisin"},
    "en": {"first": "the first", "last": "the last"},
}
_DID: dict[Language, str] = {"fi": "tapahtui {what}", "en": "{what} happened"}
_DID_NOT: dict[Language, str] = {"fi": "ei ole tapahtunut {what}", "en": "{what} did not happen"}
_TIMES: dict[Language, str] = {"fi": " kertaa", "en": " times"}
_FIRST: dict[Language, str] = {"fi": "{which} {what} tapahtui", "en": "{which} {what} happened"}
_HAD: dict[Language, str] = {
    "fi": "{what} tapahtui {often}{during}",
    "en": "{what} happened {often}{during}",
}
_HAD_NOT: dict[Language, str] = {
    "fi": "{what} ei tapahtunut kertaakaan{during}",
    "en": "{what} did not happen{during}",
}
_NEEDED: dict[Language, str] = {
    "fi": ", ja kertoja pitäisi olla {need}",
    "en": ", and it should be {need}",
}
_ENOUGH: dict[Language, str] = {"fi": " (ehto: {need})", "en": " (asked: {need})"}
_NEVER: dict[Language, str] = {
    "fi": "{what} ei ole tapahtunut kertaakaan",
    "en": "{what} has never happened",
}
_AGO: dict[Language, str] = {
    "fi": "{which} {what} tapahtui {days} päivää sitten (raja: {limit})",
    "en": "{which} {what} happened {days} days ago (limit: {limit})",
}
