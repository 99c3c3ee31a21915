"""`stage`: where on the journey they stand, and for how long they have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field, field_serializer, field_validator
from pydantic_core import PydanticCustomError

from polku.conditions.base import Boolean, Codes
from polku.conditions.duration import Duration, seconds_of
from polku.conditions.measure import Measure, Source, before
from polku.conditions.person import Explained, PersonCondition, PersonFacts
from polku.errors import Language

if TYPE_CHECKING:
    from ibis import Table

NONE = "none"
"""In place of a stage's key: on no stage yet."""


@dataclass(frozen=True)
class StageReached(Source):
    """Whether each stage change led to one of these stages: 1 or 0."""

    stages: tuple[str, ...]
    of: Literal["events", "transitions"] = "transitions"

    def column(self, rows: Table, codes: Codes, engine: str) -> Any:  # noqa: ARG002
        known = codes.get("stage", {})
        wanted = sorted(known[key] for key in set(self.stages) if key in known)
        return rows.to_stage.isin(wanted).cast("int32")  # an empty list is false in every engine

    def facts(self, person: PersonFacts) -> Iterable[tuple[datetime, int]]:
        return ((move.at, int(move.to in self.stages)) for move in person.moves)


class StageCondition(PersonCondition):
    """Now on one of the stages; `since`: for at least that long; `for_less`: for less than that.
    "none" stands for no stage yet, for which there is no length."""

    kind: ClassVar[str] = "stage"

    stage: Annotated[tuple[str, ...], Field(min_length=1)]
    since: Duration | None = None
    for_less: Duration | None = None

    @field_validator("stage", mode="before", json_schema_input_type=str | list[str])
    @classmethod
    def _one_or_many(cls, given: Any) -> Any:
        keys = (given,) if isinstance(given, str) else given
        if (
            not isinstance(keys, (list, tuple))
            or not all(isinstance(key, str) and key for key in keys)
            or not 0 < len(set(keys)) == len(keys)
        ):
            raise PydanticCustomError(
                "condition.bad-stages", "not stages: {text}", {"text": str(given)}
            )
        return tuple(keys)

    @field_serializer("stage")
    def _as_short_as_written(self, stage: tuple[str, ...]) -> Any:
        return stage[0] if len(stage) == 1 else list(stage)

    def measures(self) -> tuple[Measure, ...]:
        reached = StageReached(self.stage)
        now = Measure(reached, "last")
        return (now, Measure(reached, "latest")) if self._timed else (now,)

    @property
    def _timed(self) -> bool:
        return self.since is not None or self.for_less is not None

    def holds(self, values: Sequence[Any], at: Any) -> Boolean:
        met = (values[0] == 1).fill_null(NONE in self.stage)
        if self.since is not None:
            met = met & (values[1] <= before(at, seconds_of(self.since))).fill_null(False)
        if self.for_less is not None:
            met = met & (values[1] > before(at, seconds_of(self.for_less))).fill_null(False)
        return met

    def answer(self, values: Sequence[Any], at: datetime, language: Language) -> Explained:
        met = NONE in self.stage if values[0] is None else values[0] == 1
        names = _OR[language].join(f'"{key}"' for key in self.stage)
        if not met:
            return Explained(False, _ELSEWHERE[language].format(names=names))
        if not self._timed:
            return Explained(True, _ON[language].format(names=names))
        if values[1] is None:
            return Explained(False, _NO_LENGTH[language])
        length = at - values[1]
        if self.since is not None:
            met = met and length >= timedelta(seconds=seconds_of(self.since))
        if self.for_less is not None:
            met = met and length < timedelta(seconds=seconds_of(self.for_less))
        days = f"{length.total_seconds() / 86_400:.1f}"
        text = _LONG[language].format(
            names=names,
            days=days.replace(".", ",") if language == "fi" else days,
            limits=self._limits(language),
        )
        return Explained(met, text)

    def words(self, language: Language) -> str:
        names = _OR[language].join(f'"{key}"' for key in self.stage)
        limits = self._limits(language)
        return _ON[language].format(names=names) + (f" {limits}" if limits else "")

    def _limits(self, language: Language) -> str:
        parts = []
        if self.since is not None:
            parts.append(_SINCE[language].format(long=self.since.words(language)))
        if self.for_less is not None:
            parts.append(_LESS[language].format(long=self.for_less.words(language)))
        return _AND[language].join(parts)


_OR: dict[Language, str] = {"fi": " tai ", "en": " or "}
_AND: dict[Language, str] = {"fi": " ja ", "en": " and "}
_ON: dict[Language, str] = {"fi": "on vaiheessa {names}", "en": "is on the stage {names}"}
_ELSEWHERE: dict[Language, str] = {
    "fi": "ei ole vaiheessa {names}",
    "en": "is not on the stage {names}",
}
_NO_LENGTH: dict[Language, str] = {
    "fi": "ei ole vielä missään vaiheessa, joten aikaa ei voi laskea",
    "en": "is on no stage yet, so there is no length of time",
}
_SINCE: dict[Language, str] = {"fi": "vähintään {long}", "en": "for at least {long}"}
_LESS: dict[Language, str] = {"fi": "alle {long}", "en": "for less than {long}"}
_LONG: dict[Language, str] = {
    "fi": "on ollut vaiheessa {names} {days} päivää (ehto: {limits})",
    "en": "has been on the stage {names} for {days} days (asked: {limits})",
}
