"""What many bodies are made of."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, PlainSerializer

from polku.errors import Language, Problem


def _zulu(moment: datetime) -> str:
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return aware.isoformat().replace("+00:00", "Z")


Moment = Annotated[datetime, PlainSerializer(_zulu, return_type=str)]
"""ISO 8601 in UTC with Z; a moment without a zone, as the warehouse keeps it, is UTC."""


class Body(BaseModel):
    """A body or a part of one. In OpenAPI each field that has a value by default is still given."""

    model_config = ConfigDict(
        frozen=True, populate_by_name=True, json_schema_serialization_defaults_required=True
    )


class Words(Body):
    """A text in both languages."""

    fi: str
    en: str


class Money(Body):
    """An amount in minor units (cents) of a currency."""

    minor: int
    currency: str


class ShareBody(Body):
    """A share 0..1 with its 95 % interval and the cases behind it."""

    value: float | None
    low: float | None
    high: float | None
    n: int


class ProblemBody(Body):
    """One thing that is wrong, in words."""

    code: str
    where: str
    level: Literal["error", "warning", "hint"]
    what: str
    fix: str
    params: dict[str, Any]

    @classmethod
    def of(cls, problem: Problem, language: Language) -> ProblemBody:
        """The problem in a language."""
        return cls(**problem.as_dict(language))


class Errors(Body):
    """The body of every answer that is an error."""

    errors: list[ProblemBody]
