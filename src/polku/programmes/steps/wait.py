"""`wait`: for a length of time, for an event, for a window of the week, or for a date of the person's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SerializeAsAny, model_serializer, model_validator
from pydantic.json_schema import WithJsonSchema
from pydantic_core import PydanticCustomError

from polku.conditions.duration import Duration
from polku.conditions.event import EventCondition
from polku.errors import Language
from polku.journey.part import Part
from polku.journey.shape import fields_of
from polku.programmes.actions import END, WaitAction, Window
from polku.programmes.choice import (
    WEEKDAYS,
    ClockTime,
    Span,
    TraitName,
    Weekdays,
    minutes,
    span_microseconds,
)
from polku.programmes.flat_event import FlatEvent
from polku.programmes.phrases import hours_words, phrase, span_words
from polku.programmes.steps.base import ArmView, Frame, Step, Steps


class Wait(Part):
    """What is waited for."""

    @classmethod
    def written_keys(cls, value: Any) -> dict[str, Any]:
        """Those of the kind that the mapping names."""
        form = form_of(value)
        if form is None:
            return dict.fromkeys(FORMS, Any)
        event = fields_of(EventCondition) if form is WaitEvent else {}
        return {**fields_of(form), **event}


class WaitFor(Wait):
    """A length of time. Written as it: `wait: 2d`."""

    after: Duration

    @model_serializer
    def _bare(self) -> str:
        return str(self.after)


class WaitEvent(FlatEvent, Wait):
    """Until the event comes, at most so long; `then` for whom it came, `else` for the others."""

    at_most: Duration
    then: Steps = ()
    else_: Steps = Field(default=(), alias="else")


class Hours(Part):
    """The days and hours, in the person's own zone; over midnight when `to` is before `from`."""

    days: Weekdays = WEEKDAYS
    from_: ClockTime = Field(default="00:00", alias="from")
    to: ClockTime = "24:00"

    @model_validator(mode="after")
    def _not_empty(self) -> Hours:
        if self.from_ == self.to:
            raise PydanticCustomError("programme.empty-window", "empty", {"at": self.to})
        return self


class WaitWindow(Wait):
    """Until the next moment inside the window: at once when it is open."""

    window: Hours


class WaitDate(Wait):
    """Until the date in a trait, or `offset` from it. Missing or past: at once."""

    date: TraitName
    offset: Span | None = None


FORMS: Mapping[str, type[Wait]] = {"event": WaitEvent, "window": WaitWindow, "date": WaitDate}


def form_of(given: Any) -> type[Wait] | None:
    """The kind of wait that a mapping names, or None."""
    named = [FORMS[key] for key in FORMS if isinstance(given, Mapping) and key in given]
    return named[0] if named else None


def _parse(given: Any) -> Any:
    if isinstance(given, Wait):
        return given
    if not isinstance(given, Mapping):
        return WaitFor(after=Duration(given))
    if (form := form_of(given)) is None:
        raise PydanticCustomError("programme.no-wait", "what for", {})
    return form.model_validate(given)


WaitField = Annotated[
    SerializeAsAny[Wait],
    BeforeValidator(_parse),
    WithJsonSchema({"title": "Wait", "minProperties": 1}),
]


class WaitStep(Step):
    """`wait: 2d`, `wait: {event: …, at_most: 3d}`, `wait: {window: …}` or `wait: {date: …}`."""

    kind = "wait"

    wait: WaitField

    @property
    def arms(self) -> tuple[ArmView, ...]:
        if not isinstance(self.wait, WaitEvent):
            return ()
        then, else_ = self.wait.then, self.wait.else_
        return (
            ArmView("then", None, then, ("wait", "then")),
            ArmView("else", None, else_, ("wait", "else")),
        )

    def action(self, frame: Frame) -> WaitAction:
        wait = self.wait
        if isinstance(wait, WaitFor):
            return WaitAction(self.key, frame.next, after=wait.after)
        if isinstance(wait, WaitEvent):
            return WaitAction(
                self.key,
                frame.arms.get("else", END),
                after=wait.at_most,
                event=wait.event,
                came=frame.arms.get("then", END),
            )
        if isinstance(wait, WaitWindow):
            hours = wait.window
            days = frozenset(WEEKDAYS.index(day) for day in hours.days)
            window = Window(days, minutes(hours.from_), minutes(hours.to))
            return WaitAction(self.key, frame.next, window=window)
        assert isinstance(wait, WaitDate)  # noqa: S101  (the parser makes no other)
        offset = span_microseconds(wait.offset) if wait.offset else 0
        return WaitAction(self.key, frame.next, date=wait.date, offset=offset)

    def words(self, language: Language) -> str:
        wait = self.wait
        if isinstance(wait, WaitFor):
            return phrase("wait-for", language, time=wait.after.words(language))
        if isinstance(wait, WaitEvent):
            event, most = wait.event.named(language), wait.at_most.words(language)
            return phrase("wait-event", language, event=event, time=most)
        if isinstance(wait, WaitWindow):
            hours = wait.window
            shown = hours_words(hours.days, hours.from_, hours.to, language)
            return phrase("wait-window", language, hours=shown)
        assert isinstance(wait, WaitDate)  # noqa: S101
        if wait.offset is None:
            return phrase("wait-date", language, trait=wait.date)
        side = "wait-before-date" if wait.offset.startswith("-") else "wait-after-date"
        return phrase(side, language, trait=wait.date, time=span_words(wait.offset, language))
