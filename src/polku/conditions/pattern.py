"""Which events count: any of these names, with these properties."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any

from polku.conditions.base import Codes, EventFacts
from polku.conditions.measure import Source
from polku.conditions.properties import (
    COLUMNS,
    expression,
    property_column,
    property_text,
    text_of,
    text_test,
)
from polku.conditions.where import Test

if TYPE_CHECKING:
    from ibis import Table


@dataclass(frozen=True)
class Pattern(Source):
    """An event of any of the `events`, that passes every test. With `columns_too` the names revenue,
    currency, channel and source are columns of the event, as in `where`; else everything is a property.
    """

    events: tuple[str, ...]
    tests: tuple[tuple[str, Test], ...] = ()
    columns_too: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        return self.events

    @property
    def columns(self) -> frozenset[str]:
        asked = {self._column(name) for name, _ in self.tests}
        return frozenset(asked | ({"currency"} if "revenue" in asked else set()))

    def column(self, rows: Table, codes: Codes, engine: str) -> Any:
        import ibis

        known = codes.get("event", {})
        wanted = sorted(known[name] for name in set(self.events) if name in known)
        if not wanted:  # no such event has ever come
            return ibis.literal(False)
        return reduce(
            and_,
            (self._test(rows, name, test, codes, engine) for name, test in self.tests),
            rows.event.isin(wanted),
        )

    def fact(self, event: EventFacts) -> bool:
        read = text_of if self.columns_too else property_text
        return event.event in self.events and all(
            test.holds(read(event, name)) for name, test in self.tests
        )

    def _column(self, name: str) -> str:
        return name if self.columns_too and name in COLUMNS else "properties"

    def _test(self, rows: Table, name: str, test: Test, codes: Codes, engine: str) -> Any:
        if self.columns_too:
            return expression(rows, name, test, codes, engine)
        return text_test(property_column(rows, name, engine), test)
