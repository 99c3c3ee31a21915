"""`Content`: the plan of a journey beside the numbers, as values that are ready for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from polku.errors import DocumentError
from polku.journey.coverage import coverage, topicless_stages
from polku.journey.load import Loaded
from polku.journey.model import Journey
from polku.studio.content.held import Held
from polku.studio.place import KIND, get
from polku.studio.texts import journey_or_none, read_text

if TYPE_CHECKING:
    from polku.care.workplace import Workplace
    from polku.reports.report import Scene
    from polku.reports.reports import Reports


class Content:
    """`workspace.content`. `key` is a journey's, "-" the running one's. What is looked at is the draft; while it has
    faults, what was published. Raises NotFound, and DocumentError when there is neither."""

    def __init__(self, at: Workplace, reports: Reports) -> None:
        self._at = at
        self._reports = reports
        self._held = Held(lambda: (at.warehouse.version, at.journey().journey.hash))

    def coverage(self, key: str) -> dict[str, Any]:
        """Stages, personas and their cells, and the number of gaps."""
        journey = self._journey(key)[0]
        found = coverage(journey)
        return {
            "stages": [_named(each) for each in journey.stages],
            "personas": [_named(each) for each in journey.personas],
            "cells": [
                {
                    "stage": cell.stage,
                    "persona": cell.persona,
                    "state": cell.state,
                    "topics": list(cell.topics),
                    "done": cell.done,
                    "under_way": cell.under_way,
                }
                for cell in found.cells
            ],
            "gaps": found.gaps,
            "planned": found.count("planned"),
            "covered": found.count("covered"),
            "topicless": list(topicless_stages(journey)),
        }

    def market(self, key: str) -> dict[str, Any]:
        """The market by level, and what is known, made and spent on each."""
        from polku.studio.content.levels import market

        journey, running = self._journey(key)
        with self._scene() as scene:
            return market(scene, journey, self._held, running=running)

    def threads(self, key: str) -> list[dict[str, Any]]:
        """The threads with the state of each link, what is wrong and where, and what the hooks brought."""
        from polku.studio.content.threads import threads

        journey, running = self._journey(key)
        with self._scene() as scene:
            return threads(self._at, scene, journey, self._held, running=running)

    def pieces(self, key: str) -> list[dict[str, Any]]:
        """The pieces, who met them lately, and how many of those moved on."""
        from polku.studio.content.pieces import pieces

        journey, running = self._journey(key)
        with self._scene() as scene:
            return pieces(scene, journey, self._held, running=running)

    def _journey(self, key: str) -> tuple[Journey, bool]:
        definition = get(self._at, key)
        read = read_text(definition.body)
        running = definition.state == "live"
        if isinstance(read, Loaded):
            return read.journey, running
        newest = self._at.control.definitions.newest(KIND, definition.key)
        published = journey_or_none(newest.body if newest else None)
        if published is None:
            raise DocumentError(list(read.problems))
        return published, running

    @contextmanager
    def _scene(self) -> Iterator[Scene]:
        with self._at.warehouse.read() as cursor:
            yield self._reports.scene(cursor)


def _named(part: Any) -> dict[str, Any]:
    return {"key": part.key, "name": part.name.both()}
