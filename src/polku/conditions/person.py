"""Conditions on a person at a moment: what they did, where they stand, what they agreed to.

A leaf (`did`, `trait`, …) names the aggregates of the person's rows it needs (`measures`) and reads its
yes or no from them, once as Ibis (`holds`) and once from plain facts (`answer`). What is made of other
conditions (`all`, `segment`, …) names them (`parts`, or a key that `Meanings` resolves).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ConfigDict

from polku.conditions.base import Boolean, EventFacts
from polku.errors import Language

if TYPE_CHECKING:
    from polku.conditions.measure import Measure


@dataclass(frozen=True)
class Move:
    """One stage change of a person: when, and to which stage (its key)."""

    at: datetime
    to: str


@dataclass(frozen=True)
class PersonFacts:
    """All of a person that conditions ask: events in order of (ts, seq), stage changes in order."""

    events: Sequence[EventFacts] = ()
    moves: Sequence[Move] = ()


@dataclass(frozen=True)
class Meanings:
    """What keys stand for: segment → its condition, persona → its linked segment."""

    segments: Mapping[str, PersonCondition] = field(default_factory=dict)
    personas: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Explained:
    """Whether a condition was met, the sentence that says why or why not, and the same of its parts."""

    met: bool
    text: str
    parts: tuple[Explained, ...] = ()


class PersonCondition(BaseModel):
    """A question with a yes or no for a person at a moment. Frozen; unknown keys are problems."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    kind: ClassVar[str]
    """The key that names the kind in the document."""

    def words(self, language: Language) -> str:
        """The condition as the end of a sentence."""
        raise NotImplementedError

    @property
    def parts(self) -> tuple[PersonCondition, ...]:
        """The conditions it is made of; none for a leaf."""
        return ()

    def measures(self) -> tuple[Measure, ...]:
        """The aggregates a leaf reads."""
        return ()

    def told(self) -> tuple[Measure, ...]:
        """What only its sentence needs besides."""
        return ()

    def holds(self, values: Sequence[Any], at: Any) -> Boolean:
        """The leaf as an Ibis boolean that is never NULL, of its measures' columns (in their order)
        at the moment `at`."""
        raise NotImplementedError

    def answer(self, values: Sequence[Any], at: datetime, language: Language) -> Explained:
        """The same from plain values, those of `measures` and then of `told`, with the sentence."""
        raise NotImplementedError

    def written(self) -> dict[str, Any]:
        """As short as the document writes it."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
