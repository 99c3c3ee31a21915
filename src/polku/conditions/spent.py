"""`spent`: how much money they have brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import Field

from polku.conditions.base import Boolean, Codes, EventFacts
from polku.conditions.counting import NumberTest
from polku.conditions.duration import Duration, window_of
from polku.conditions.measure import Measure, Source
from polku.conditions.person import Explained, PersonCondition
from polku.conditions.properties import number_test, scale
from polku.conditions.where import parse_test
from polku.errors import Language

if TYPE_CHECKING:
    from ibis import Table


@dataclass(frozen=True)
class Money(Source):
    """The revenue of an event in the currency, in minor units; refunds are negative. An amount
    without a currency counts as being in it."""

    currency: str

    @property
    def columns(self) -> frozenset[str]:
        return frozenset({"revenue", "currency"})

    def column(self, rows: Table, codes: Codes, engine: str) -> Any:  # noqa: ARG002
        return (rows.currency.fill_null(self.currency) == self.currency).ifelse(rows.revenue, None)

    def fact(self, event: EventFacts) -> int | None:
        return event.revenue if (event.currency or self.currency) == self.currency else None


class SpentCondition(PersonCondition):
    """The sum of revenue, in whole money of the `currency`, passes the test. Refunds take away."""

    kind: ClassVar[str] = "spent"

    spent: NumberTest
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"
    within: Duration | None = None

    def measures(self) -> tuple[Measure, ...]:
        within = window_of(self.within)
        return (Measure(Money(self.currency), "sum", within),)

    def holds(self, values: Sequence[Any], _at: Any) -> Boolean:
        major = values[0].cast("float64") / float(scale(self.currency))
        return number_test(major, parse_test(self.spent))

    def answer(self, values: Sequence[Any], _at: datetime, language: Language) -> Explained:
        test = parse_test(self.spent)
        major = float(values[0]) / scale(self.currency)
        met = test.holds(repr(major))
        shown = f"{major:.2f} {self.currency}"
        said = _DID[language].format(
            amount=shown.replace(".", ",") if language == "fi" else shown,
            during=self._during(language),
        )
        return Explained(met, said + _ASKED[language].format(test=self._test(language)))

    def words(self, language: Language) -> str:
        return _WORDS[language].format(test=self._test(language), during=self._during(language))

    def _test(self, language: Language) -> str:
        return f"{parse_test(self.spent).words(language)} {self.currency}"

    def _during(self, language: Language) -> str:
        return "" if self.within is None else f" {self.within.during(language)}"


_WORDS: dict[Language, str] = {
    "fi": "ostojen summa {test}{during}",
    "en": "the sum of what they bought {test}{during}",
}
_DID: dict[Language, str] = {
    "fi": "ostojen summa on {amount}{during}",
    "en": "the sum of what they bought is {amount}{during}",
}
_ASKED: dict[Language, str] = {"fi": " (ehto: {test})", "en": " (asked: {test})"}
