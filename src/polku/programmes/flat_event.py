"""A part whose event is written flat beside its other keys: `{event: Form Submitted, where: {…}, if: …}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import model_serializer, model_validator

from polku.conditions.event import EventCondition
from polku.journey.part import Part
from polku.programmes.choice import EVENT_KEYS, event_of, flat


class FlatEvent(Part):
    """`event` with its tests, read from and written to the keys of the part itself."""

    event: EventCondition

    @model_validator(mode="before")
    @classmethod
    def _from_flat(cls, given: Any) -> Any:
        if not isinstance(given, Mapping) or isinstance(given.get("event"), EventCondition):
            return given
        rest = {key: value for key, value in given.items() if key not in EVENT_KEYS}
        return {**rest, "event": event_of(given)}

    @model_serializer(mode="wrap")
    def _to_flat(self, handler: Any) -> dict[str, Any]:
        rest = handler(self)
        rest.pop("event", None)
        return {**flat(self.event), **rest}
