"""What every kind of condition can do."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ConfigDict

from polku.errors import Language

if TYPE_CHECKING:
    from ibis import Table

Codes = Mapping[str, Mapping[str, int]]
"""The warehouse's dictionary: kind ("event", "channel", "source") → name → code."""


Boolean = Any
"""A boolean Ibis expression. Ibis makes its operators at run time, so mypy cannot follow them."""


@dataclass(frozen=True)
class EventFacts:
    """One event as a condition sees it: names instead of codes, `revenue` in minor units."""

    event: str
    ts: datetime
    properties: Mapping[str, Any] = field(default_factory=dict)
    revenue: int | None = None
    currency: str | None = None
    channel: str | None = None
    source: str | None = None


@dataclass(frozen=True)
class Explanation:
    """Whether a condition was met by one event, and the sentence that says why or why not."""

    met: bool
    text: str


class Condition(BaseModel):
    """A question with a yes or no for each event of a person. Frozen; unknown keys are problems."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    kind: ClassVar[str]
    """The key that names the kind in the document."""

    @abstractmethod
    def compile(self, events: Table, codes: Codes, engine: str = "duckdb") -> Boolean:
        """One boolean over the `events` table: this row alone matches. What earlier rows or the
        clock must say besides (times, within, silence) is counted by `polku.stages`."""

    @abstractmethod
    def words(self, language: Language) -> str:
        """The condition as the end of a sentence: 'tapahtui "Order Completed"'."""

    @abstractmethod
    def explain(
        self, event: EventFacts, earlier: Sequence[EventFacts], language: Language
    ) -> Explanation:
        """Why `event`, after the same person's `earlier` events in order, meets this or not."""
