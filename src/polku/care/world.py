"""The world as the engine asks it: the time zone, and what the keys of segments and personas stand for."""

from __future__ import annotations

from polku.conditions.person import Meanings
from polku.engine.programme import World
from polku.journey.model import Journey
from polku.segments.saved import conditions_of
from polku.settings import Settings
from polku.store.control import Control


class Worlds:
    """Read again only when a definition was written, or the journey or the zone is another one: every tick asks."""

    def __init__(self, settings: Settings, control: Control) -> None:
        self._settings = settings
        self._control = control
        self._found: tuple[tuple[int, str, str], World] | None = None

    def __call__(self, journey: Journey) -> World:
        """The world as it is now."""
        zone = self._settings.workspace.timezone
        mark = (self._control.definitions.changes, journey.hash, zone)
        found = self._found
        if found is None or found[0] != mark:
            self._found = found = (mark, self._read(journey, zone))
        return found[1]

    def _read(self, journey: Journey, zone: str) -> World:
        personas = {
            each.key: segment
            for each in journey.personas
            if (segment := getattr(each, "segment", None)) is not None
        }
        meanings = Meanings(segments=conditions_of(self._control.definitions), personas=personas)
        return World(zone=zone, meanings=meanings)
