"""`message`: a message of a care programme reached them; they opened it, or clicked in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar, Literal

from polku.conditions.base import Boolean
from polku.conditions.counting import times
from polku.conditions.duration import Duration, window_of
from polku.conditions.event import EventName
from polku.conditions.measure import Measure
from polku.conditions.pattern import Pattern
from polku.conditions.person import Explained, PersonCondition
from polku.conditions.where import Comparison, Test
from polku.errors import Language

What = Literal["got", "opened", "clicked"]
EVENTS: dict[What, tuple[str, ...]] = {
    "got": ("Message Sent",),
    "opened": ("Email Opened", "Push Opened"),
    "clicked": ("Email Link Clicked", "Sms Link Clicked", "Push Clicked"),
}
_BY_A_PERSON = ("machine", Test((Comparison("!=", "true"),)))
"""Scanners and mail proxies open and click too; such events say `machine: true`."""


class MessageCondition(PersonCondition):
    """`got`, `opened` or `clicked` a message, of this programme, intent and channel when they are named,
    `within` a time before the moment. What machines opened does not count."""

    kind: ClassVar[str] = "message"

    message: What
    programme: EventName | None = None
    intent: EventName | None = None
    channel: EventName | None = None
    within: Duration | None = None

    def measures(self) -> tuple[Measure, ...]:
        named = (("programme", self.programme), ("intent", self.intent), ("channel", self.channel))
        tests = tuple(
            (name, Test((Comparison("=", value),))) for name, value in named if value is not None
        )
        if self.message != "got":
            tests = (*tests, _BY_A_PERSON)
        pattern = Pattern(EVENTS[self.message], tests, columns_too=False)
        return (Measure(pattern, "count", window_of(self.within)),)

    def holds(self, values: Sequence[Any], _at: Any) -> Boolean:
        return values[0] > 0

    def answer(self, values: Sequence[Any], _at: datetime, language: Language) -> Explained:
        if values[0] == 0:
            return Explained(False, self._sentence(_NOT, language))
        often = times(values[0], language)
        return Explained(True, f"{self._sentence(_DID, language)} {often}")

    def words(self, language: Language) -> str:
        return self._sentence(_DID, language)

    def _sentence(self, verbs: dict[Language, dict[What, str]], language: Language) -> str:
        named = [
            _NAMED[language][name].format(value=value)
            for name, value in (
                ("intent", self.intent),
                ("programme", self.programme),
                ("channel", self.channel),
            )
            if value is not None
        ]
        about = f" ({', '.join(named)})" if named else ""
        during = "" if self.within is None else f" {self.within.during(language)}"
        return verbs[language][self.message] + about + during


_DID: dict[Language, dict[What, str]] = {
    "fi": {"got": "sai viestin", "opened": "avasi viestin", "clicked": "klikkasi viestin linkkiä"},
    "en": {"got": "got a message", "opened": "opened a message", "clicked": "clicked in a message"},
}
_NOT: dict[Language, dict[What, str]] = {
    "fi": {
        "got": "ei ole saanut viestiä",
        "opened": "ei ole avannut viestiä",
        "clicked": "ei ole klikannut viestin linkkiä",
    },
    "en": {
        "got": "did not get a message",
        "opened": "did not open a message",
        "clicked": "did not click in a message",
    },
}
_NAMED: dict[Language, dict[str, str]] = {
    "fi": {
        "intent": 'aihe "{value}"',
        "programme": 'hoitomalli "{value}"',
        "channel": 'kanava "{value}"',
    },
    "en": {
        "intent": 'about "{value}"',
        "programme": 'programme "{value}"',
        "channel": 'channel "{value}"',
    },
}
