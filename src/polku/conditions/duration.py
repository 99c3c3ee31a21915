"""A length of time as a person writes it: "30d", "12h", "2w", "45min"."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import ConfigDict, RootModel, model_validator
from pydantic.json_schema import WithJsonSchema
from pydantic_core import PydanticCustomError

from polku.errors import Language

SECOND = 1_000_000
UNITS = {
    "s": SECOND,
    "min": 60 * SECOND,
    "h": 3_600 * SECOND,
    "d": 86_400 * SECOND,
    "w": 7 * 86_400 * SECOND,
    "y": 365 * 86_400 * SECOND,
}
"""Unit → microseconds. A year is 365 days; months are left out, for they are not one length."""

LONGEST = 100 * UNITS["y"]

_FORM = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(s|min|h|d|w|y)\s*")
_NAMES = {
    "s": {"fi": ("sekunti", "sekuntia", "sekunnin"), "en": ("second", "seconds", "second")},
    "min": {"fi": ("minuutti", "minuuttia", "minuutin"), "en": ("minute", "minutes", "minute")},
    "h": {"fi": ("tunti", "tuntia", "tunnin"), "en": ("hour", "hours", "hour")},
    "d": {"fi": ("päivä", "päivää", "päivän"), "en": ("day", "days", "day")},
    "w": {"fi": ("viikko", "viikkoa", "viikon"), "en": ("week", "weeks", "week")},
    "y": {"fi": ("vuosi", "vuotta", "vuoden"), "en": ("year", "years", "year")},
}


class Duration(RootModel[Annotated[str, WithJsonSchema({"type": "string", "examples": ["30d"]})]]):
    """A positive length of time, at most a hundred years. Keeps the text it was written with.

    Raises the problem `condition.bad-duration` (text).
    """

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _check(cls, text: Any) -> Any:
        match = _FORM.fullmatch(text) if isinstance(text, str) else None
        if match is None or not 0 < float(match[1]) * UNITS[match[2]] <= LONGEST:
            raise PydanticCustomError(
                "condition.bad-duration", "not a length of time: {text}", {"text": str(text)}
            )
        return text.strip()

    @property
    def microseconds(self) -> int:
        """The length in whole microseconds, at least one."""
        number, unit = self._parts()
        return max(1, round(float(number) * UNITS[unit]))

    def words(self, language: Language) -> str:
        """ "30 päivää", "30 days"; one is "1 päivä", "1 day"."""
        number, unit = self._parts()
        one, many, _ = _NAMES[unit][language]
        return f"{_decimal(number, language)} {one if float(number) == 1 else many}"

    def during(self, language: Language) -> str:
        """ "30 päivän aikana", "within 30 days"."""
        number, unit = self._parts()
        if language == "fi":
            return f"{_decimal(number, language)} {_NAMES[unit]['fi'][2]} aikana"
        return f"within {self.words('en')}"

    def __str__(self) -> str:
        return self.root

    def _parts(self) -> tuple[str, str]:
        match = _FORM.fullmatch(self.root)
        assert match is not None  # noqa: S101  (the validator has seen to it)
        return match[1], match[2]


def seconds_of(length: Duration) -> int:
    """Its whole seconds, rounded up: all engines can count back so."""
    return -(-length.microseconds // SECOND)


def window_of(length: Duration | None) -> int | None:
    """Its whole seconds; None of none."""
    return None if length is None else seconds_of(length)


def _decimal(number: str, language: Language) -> str:
    return number.replace(".", ",") if language == "fi" else number
