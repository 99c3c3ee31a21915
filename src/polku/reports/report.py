"""What a report is, and the scene in which it is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar
from zoneinfo import ZoneInfo

from polku.analytics.facts import Question, ask
from polku.analytics.path import Path
from polku.analytics.period import Period
from polku.analytics.reader import Reader
from polku.reports.answer import Answer
from polku.reports.asked import Asked

if TYPE_CHECKING:
    import pyarrow as pa

    from polku.care.workplace import Workplace
    from polku.journey.model import Journey
    from polku.settings import MoneySettings

Q = TypeVar("Q", bound=Asked)
Place = Literal["journey", "people", "experience", "money", "experiments", "forecast"]
"""Where the report stands in the menu of Metrics."""


@dataclass(frozen=True)
class Scene:
    """One snapshot, one journey, one filter. `chosen` are the people that the filter leaves (None: all);
    `codes` the warehouse's names by kind (event, source, channel, stage, place)."""

    reader: Reader
    journey: Journey
    path: Path
    codes: Mapping[str, Mapping[str, int]]
    period: Period
    zone: ZoneInfo
    money: MoneySettings
    chosen: pa.Table | None = None
    workplace: Workplace | None = field(default=None, repr=False)

    def ask(self, asked: Question, **given: Any) -> pa.Table:
        """The answer of a question: `chosen` and the moments of the period (window_end, cohort_start,
        cohort_end) are always given. Further: `grouped`, `tables`, moments and numbers by name."""
        moments: dict[str, datetime] = {
            "window_end": self.period.end,
            "cohort_start": self.period.cohort_start,
            "cohort_end": self.period.cohort_end,
        }
        return ask(self.reader, asked, chosen=self.chosen, **{**moments, **given})

    @property
    def limited(self) -> bool:
        """Whether a filter leaves only some people: the shape `among` of questions."""
        return self.chosen is not None

    def stage(self, key: str | None) -> dict[str, str]:
        """The name of a stage in both languages."""
        for stage in self.journey.stages:
            if stage.key == key:
                return stage.name.both()
        return {"fi": "–", "en": "–"} if key is None else {"fi": key, "en": key}

    def words(self, kind: str) -> dict[int, str]:
        """Code → name of an event, channel or source."""
        return {code: name for name, code in self.codes.get(kind, {}).items()}


@dataclass(frozen=True)
class Report(Generic[Q]):
    """One question. Its words stand in `polku/messages/reports/<key>.toml`: title, question, definition, and
    the titles of its columns, sheets, figures, charts and parameters.

    `people(scene, asked, row, column)` gives the people behind a cell (column person), for columns that say so.
    `answer` never raises for what the data lacks: it says so in a note."""

    key: str
    place: Place
    asked: type[Q]
    answer: Callable[[Scene, Q], Answer]
    people: Callable[[Scene, Q, str, str], pa.Table] | None = None
