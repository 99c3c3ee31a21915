"""`persona`: in the segment that the journey links with a persona."""

from __future__ import annotations

from typing import ClassVar

from polku.conditions.event import EventName
from polku.conditions.person import PersonCondition
from polku.errors import Language


class PersonaCondition(PersonCondition):
    """In the persona's linked segment now. A persona without one has nobody."""

    kind: ClassVar[str] = "persona"

    persona: EventName

    def words(self, language: Language) -> str:
        return _WORDS[language].format(key=self.persona)


_WORDS: dict[Language, str] = {
    "fi": 'vastaa persoonaa "{key}"',
    "en": 'matches the persona "{key}"',
}
