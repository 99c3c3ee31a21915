"""`segment`: a saved condition, by its key."""

from __future__ import annotations

from typing import ClassVar

from polku.conditions.event import EventName
from polku.conditions.person import PersonCondition
from polku.errors import Language


class SegmentCondition(PersonCondition):
    """In the saved segment now: its condition is asked at the same moment."""

    kind: ClassVar[str] = "segment"

    segment: EventName

    def words(self, language: Language) -> str:
        return _WORDS[language].format(key=self.segment)


_WORDS: dict[Language, str] = {
    "fi": 'kuuluu segmenttiin "{key}"',
    "en": 'is in the segment "{key}"',
}
