"""`consent`: whether we may contact them, as events tell it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from polku.conditions.base import Boolean, Codes, EventFacts
from polku.conditions.event import EventName
from polku.conditions.measure import Measure, Source
from polku.conditions.person import Explained, PersonCondition
from polku.conditions.properties import property_column, property_text
from polku.errors import Language

if TYPE_CHECKING:
    from ibis import Table

GIVEN, WITHDRAWN, UNSUBSCRIBED = "Consent Given", "Consent Withdrawn", "Unsubscribed"
EVENTS = (GIVEN, WITHDRAWN, UNSUBSCRIBED)
EVERY = "*"
"""As purpose or channel: all of them. A missing one says the same; of `Unsubscribed` alone, a
Segment event of e-mail, a missing channel is e-mail."""

Channel = Literal["email", "sms", "push", "phone"]
CHANNELS: tuple[Channel, ...] = ("email", "sms", "push", "phone")


@dataclass(frozen=True)
class Said(Source):
    """1 where an event gives consent for this purpose and channel, 0 where it takes it away."""

    purpose: str
    channel: Channel

    @property
    def names(self) -> tuple[str, ...]:
        return EVENTS

    @property
    def columns(self) -> frozenset[str]:
        return frozenset({"properties"})

    def column(self, rows: Table, codes: Codes, engine: str) -> Any:
        import ibis

        known = codes.get("event", {})
        wanted = sorted(known[name] for name in EVENTS if name in known)
        if not wanted:
            return ibis.null("int32")
        purpose = property_column(rows, "purpose", engine).fill_null(EVERY)
        channel = property_column(rows, "channel", engine)
        if UNSUBSCRIBED in known:
            channel = channel.fill_null((rows.event == known[UNSUBSCRIBED]).ifelse("email", EVERY))
        speaks = (
            rows.event.isin(wanted)
            & purpose.isin([self.purpose, EVERY])
            & channel.fill_null(EVERY).isin([self.channel, EVERY])
        )
        given = ibis.literal(False) if GIVEN not in known else rows.event == known[GIVEN]
        return speaks.ifelse(given.cast("int32"), None)

    def fact(self, event: EventFacts) -> int | None:
        if event.event not in EVENTS:
            return None
        purpose = property_text(event, "purpose")
        channel = property_text(event, "channel")
        if channel is None:
            channel = "email" if event.event == UNSUBSCRIBED else EVERY
        if (EVERY if purpose is None else purpose) not in (self.purpose, EVERY):
            return None
        return int(event.event == GIVEN) if channel in (self.channel, EVERY) else None


class ConsentCondition(PersonCondition):
    """The last event that speaks of this purpose and channel gave consent. Without `channel`: on at
    least one channel."""

    kind: ClassVar[str] = "consent"

    consent: EventName
    channel: Channel | None = None

    def measures(self) -> tuple[Measure, ...]:
        channels = CHANNELS if self.channel is None else (self.channel,)
        return tuple(Measure(Said(self.consent, channel), "last") for channel in channels)

    def holds(self, values: Sequence[Any], _at: Any) -> Boolean:
        met = (values[0] == 1).fill_null(False)
        for value in values[1:]:
            met = met | (value == 1).fill_null(False)
        return met

    def answer(self, values: Sequence[Any], _at: datetime, language: Language) -> Explained:
        met = any(value == 1 for value in values)
        never = all(value is None for value in values)
        form = _HAS if met else _NEVER if never else _TAKEN
        return Explained(met, form[language].format(about=self._about(language)))

    def words(self, language: Language) -> str:
        return _HAS[language].format(about=self._about(language))

    def _about(self, language: Language) -> str:
        channel = "" if self.channel is None else f", {_CHANNEL[language][self.channel]}"
        return f'"{self.consent}"{channel}'


_CHANNEL: dict[Language, dict[Channel, str]] = {
    "fi": {
        "email": "sähköposti",
        "sms": "tekstiviesti",
        "push": "selainilmoitus",
        "phone": "puhelin",
    },
    "en": {"email": "e-mail", "sms": "text message", "push": "push", "phone": "phone"},
}
_HAS: dict[Language, str] = {
    "fi": "suostumus on voimassa ({about})",
    "en": "consent is valid ({about})",
}
_TAKEN: dict[Language, str] = {
    "fi": "suostumus on peruttu ({about})",
    "en": "consent was withdrawn ({about})",
}
_NEVER: dict[Language, str] = {
    "fi": "suostumusta ei ole annettu ({about})",
    "en": "consent was never given ({about})",
}
