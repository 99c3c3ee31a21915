"""What a goal and an exit wait for: an event, or a stage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import (
    GetJsonSchemaHandler,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from polku.conditions.duration import Duration
from polku.conditions.event import EventCondition
from polku.journey.part import Key, Part
from polku.journey.shape import fields_of
from polku.programmes.choice import event_of, flat


class Trigger(Part):
    """Exactly one of `event` and `stage`. Written flat: `{event: Order Completed, where: …}`,
    `{stage: left}`, or a bare event name."""

    event: EventCondition | None = None
    stage: Key | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_flat(cls, given: Any) -> Any:
        if isinstance(given, str):
            given = {"event": given}
        if not isinstance(given, Mapping):
            return given
        rest = {key: value for key, value in given.items() if value is not None}
        if ("event" in rest) == ("stage" in rest):
            raise PydanticCustomError("programme.no-trigger", "one of event and stage", {})
        if "event" in rest and not isinstance(rest["event"], EventCondition):
            keys = cls._event_keys()
            event = event_of(rest, keys)
            rest = {key: value for key, value in rest.items() if key not in keys}
            rest["event"] = event
        return rest

    @classmethod
    def _event_keys(cls) -> tuple[str, ...]:
        return ("event", "where", "times", "within")

    @classmethod
    def written_keys(cls, value: Any) -> dict[str, Any]:  # noqa: ARG003
        """The event's keys stand beside the others."""
        keys = {**fields_of(EventCondition), **fields_of(cls)}
        return {key: kind for key, kind in keys.items() if key != "event"} | {"event": str}

    @model_serializer
    def _to_flat(self) -> dict[str, Any]:
        return flat(self.event) if self.event else {"stage": self.stage}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        event = dict(handler.resolve_ref_schema(handler(EventCondition.__pydantic_core_schema__)))
        within = cls.model_fields.get("within")
        stage: dict[str, Any] = {"stage": {"type": "string"}}
        if within:
            stage["within"] = {"type": "string", "examples": ["30d"]}
        return {
            "title": cls.__name__,
            "anyOf": [
                {"type": "string", "title": "event"},
                event,
                {
                    "type": "object",
                    "properties": stage,
                    "required": ["stage"],
                    "additionalProperties": False,
                },
            ],
        }


class Goal(Trigger):
    """What the programme is for. `within` counts from the entry and belongs to the goal, not to
    the event: `{event: Order Completed, within: 30d}` is an order within 30 days of entering."""

    within: Duration | None = None

    @classmethod
    def _event_keys(cls) -> tuple[str, ...]:
        return ("event", "where", "times")

    @model_serializer
    def _to_flat(self) -> dict[str, Any]:
        written = flat(self.event) if self.event else {"stage": self.stage}
        return written if self.within is None else {**written, "within": str(self.within)}
