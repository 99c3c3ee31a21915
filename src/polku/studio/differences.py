"""What differs between two texts of a journey, in words of both languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from polku.errors import Language
from polku.journey.diff import diff
from polku.studio.texts import journey_or_none


def differences(before: str | None, after: str | None) -> list[dict[str, Any]]:
    """As `Change.as_dict`. Nothing when there is no other text, or one of them is not valid."""
    old, new = journey_or_none(before), journey_or_none(after)
    if old is None or new is None:
        return []
    return [change.as_dict() for change in diff(old, new)]


@dataclass(frozen=True)
class Told:
    """Sentences as the parameter of a problem: a line each, in the language that is asked."""

    sentences: tuple[dict[str, str], ...]

    @classmethod
    def of(cls, changes: Iterable[dict[str, Any]]) -> Told:
        """Of what `differences` gave."""
        return cls(tuple(each["words"] for each in changes))

    def in_(self, language: Language) -> str:
        """All of them."""
        return "\n".join(each[language] for each in self.sentences)

    def __str__(self) -> str:
        return self.in_("en")
