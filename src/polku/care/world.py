"""The world as the engine asks it: the time zone, and what the keys of segments and personas stand for."""

from __future__ import annotations

from polku.conditions.person import Meanings
from polku.engine.programme import World
from polku.journey.model import Journey
from polku.segments.saved import conditions_of
from polku.settings import Settings
from polku.store.control import Control


def world(settings: Settings, control: Control, journey: Journey) -> World:
    """Read anew at each asking: few rows, and they may have changed."""
    personas = {
        each.key: segment
        for each in journey.personas
        if (segment := getattr(each, "segment", None)) is not None
    }
    meanings = Meanings(segments=conditions_of(control.definitions), personas=personas)
    return World(zone=settings.workspace.timezone, meanings=meanings)
