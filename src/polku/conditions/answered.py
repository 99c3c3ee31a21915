"""`answered`: they answered a survey, with such a score."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from polku.conditions.base import Boolean
from polku.conditions.counting import NumberTest, times
from polku.conditions.duration import Duration, window_of
from polku.conditions.event import EventName
from polku.conditions.measure import Measure
from polku.conditions.pattern import Pattern
from polku.conditions.person import Explained, PersonCondition
from polku.conditions.where import Comparison, Test, parse_test
from polku.errors import Language

EVENT = "Survey Answered"
_A_NUMBER = ("score", Test((Comparison(">=", 0.0), Comparison("<", 0.0))))
"""Without it an answer in words would pass "!=3"."""


class AnsweredCondition(PersonCondition):
    """Answered the survey at least once `within` the time, with a `score` that passes the test."""

    kind: ClassVar[str] = "answered"

    answered: EventName
    score: NumberTest | None = None
    within: Duration | None = None

    def measures(self) -> tuple[Measure, ...]:
        if self.score is None:
            return (self._answers(),)
        return (self._answers(("score", parse_test(self.score)), _A_NUMBER),)

    def told(self) -> tuple[Measure, ...]:
        return (self._answers(),)

    def _answers(self, *tests: tuple[str, Test]) -> Measure:
        of_survey = ("survey", Test((Comparison("=", self.answered),)))
        pattern = Pattern((EVENT,), (of_survey, *tests), columns_too=False)
        return Measure(pattern, "count", window_of(self.within))

    def holds(self, values: Sequence[Any], _at: Any) -> Boolean:
        return values[0] > 0

    def answer(self, values: Sequence[Any], _at: datetime, language: Language) -> Explained:
        during = "" if self.within is None else f" {self.within.during(language)}"
        if values[-1] == 0:
            return Explained(False, _NOT[language].format(survey=self.answered, during=during))
        said = _DID[language].format(
            survey=self.answered, often=times(values[-1], language), during=during
        )
        if self.score is None:
            return Explained(True, said)
        test = parse_test(self.score).words(language)
        form = _OTHER if values[0] == 0 else _PASSED
        return Explained(values[0] > 0, said + form[language].format(test=test))

    def words(self, language: Language) -> str:
        score = ""
        if self.score is not None:
            score = _SCORE[language].format(test=parse_test(self.score).words(language))
        during = "" if self.within is None else f" {self.within.during(language)}"
        return _WORDS[language].format(survey=self.answered) + score + during


_WORDS: dict[Language, str] = {
    "fi": 'vastasi kyselyyn "{survey}"',
    "en": 'answered the survey "{survey}"',
}
_SCORE: dict[Language, str] = {"fi": " (arvosana {test})", "en": " (score {test})"}
_DID: dict[Language, str] = {
    "fi": 'vastasi kyselyyn "{survey}" {often}{during}',
    "en": 'answered the survey "{survey}" {often}{during}',
}
_NOT: dict[Language, str] = {
    "fi": 'ei ole vastannut kyselyyn "{survey}"{during}',
    "en": 'did not answer the survey "{survey}"{during}',
}
_PASSED: dict[Language, str] = {"fi": ", arvosana {test}", "en": ", score {test}"}
_OTHER: dict[Language, str] = {
    "fi": ", mutta ehto ei täyttynyt: arvosana {test}",
    "en": ", but not so that the score {test}",
}
