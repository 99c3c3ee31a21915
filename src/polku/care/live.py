"""Which published versions the engine runs now."""

from __future__ import annotations

import threading
from datetime import datetime

import structlog

from polku.care.standing import RUNNING, standing
from polku.care.texts import compiled
from polku.engine.programme import LiveProgramme
from polku.errors import PolkuError
from polku.store.control import Control
from polku.store.micros import from_micros

log = structlog.get_logger("polku.care")


class LiveProgrammes:
    """Read again only when a definition was written. Safe from any thread."""

    def __init__(self, control: Control) -> None:
        self._control = control
        self._lock = threading.Lock()
        self._found: tuple[int, tuple[LiveProgramme, ...]] | None = None

    def __call__(self) -> tuple[LiveProgramme, ...]:
        """By key; of each the finishing versions first, the one that enrols last. Paused and stopped ones
        are not among them."""
        changes = self._control.definitions.changes
        with self._lock:
            if self._found is None or self._found[0] != changes:
                self._found = (changes, tuple(_running(self._control)))
            return self._found[1]


def _running(control: Control) -> list[LiveProgramme]:
    found = []
    for definition in control.definitions.all("programme"):
        if definition.state not in RUNNING:
            continue
        stands = standing(definition)
        bodies = {
            each.version: each.body
            for each in control.definitions.versions("programme", definition.key)
        }
        for number in stands.versions:
            try:
                runs = compiled(bodies[number], number)
            except PolkuError as error:  # an older Polku took it: one programme stands, not all
                key = definition.key
                log.error("a version cannot run", programme=key, version=number, why=error.text())
                continue
            found.append(
                LiveProgramme(
                    compiled=runs,
                    published=_naive(stands.enrols_from),
                    enrolling=number == stands.version,
                    state=stands.mode,
                    also_now=stands.also_now,
                )
            )
    return found


def _naive(micros: int) -> datetime:
    return from_micros(micros).replace(tzinfo=None)
