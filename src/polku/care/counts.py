"""The counts of every programme, taken together and kept while nothing changes."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from polku.analytics.programme_counts import PlaceCounts, programme_counts
from polku.care.places import Place
from polku.care.workplace import Workplace
from polku.engine.places import MOVED
from polku.store.delivery_counts import delivery_counts

RECENT = timedelta(days=30)
STALE_SECONDS = 5.0
ENTER, EXIT = "enter", "exit"


@dataclass
class ProgrammeCounts:
    """Of one programme. `inside` by (version, node), `flows` by (version, node, port), entries by (version,
    port); `messages` by (node, state)."""

    inside: Counter[tuple[int, str]] = field(default_factory=Counter)
    flows: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    entered: Counter[tuple[int, str]] = field(default_factory=Counter)
    entered_recently: int = 0
    messages: Counter[tuple[str, str]] = field(default_factory=Counter)
    sent_recently: int = 0

    @property
    def people_inside(self) -> int:
        """In all versions."""
        return self.inside.total()

    def inside_version(self, version: int) -> int:
        """People who wait in one version."""
        return sum(n for (number, _), n in self.inside.items() if number == version)

    def inside_at(self, node: str) -> int:
        """People who wait at a step, in whatever version."""
        return sum(n for (_, where), n in self.inside.items() if where == node)

    def passed(self, node: str) -> int:
        """Who went on from a step, ever."""
        return sum(n for (_, where, by), n in self.flows.items() if where == node and by != MOVED)

    def through(self, node: str, port: str) -> int:
        """Who went on by one way."""
        return sum(n for (_, where, by), n in self.flows.items() if (where, by) == (node, port))


class Counts:
    """Reads the counts anew when the warehouse has changed, and then at most every few seconds."""

    def __init__(self, at: Workplace) -> None:
        self._at = at
        self._lock = threading.Lock()
        self._found: tuple[int, float, dict[str, ProgrammeCounts]] | None = None

    def of(self, key: str) -> ProgrammeCounts:
        """Of one programme; empty when nothing ever happened in it."""
        return self.all().get(key, ProgrammeCounts())

    def all(self) -> dict[str, ProgrammeCounts]:
        """Programme's key → its counts."""
        version, moment = self._at.warehouse.version, time.monotonic()
        with self._lock:
            found = self._found
            if found is None or found[0] != version or moment - found[1] > STALE_SECONDS:
                self._found = found = (version, moment, self._read())
            return found[2]

    def _read(self) -> dict[str, ProgrammeCounts]:
        since = self._at.naive_now() - RECENT
        with self._at.warehouse.read() as con:
            places = programme_counts(con, since)
        found = _by_programme(places, self._at.warehouse.names("place"))
        for each in delivery_counts(self._at.control.db, since):
            counts = found.setdefault(each.programme, ProgrammeCounts())
            counts.messages[each.node, each.state] += each.messages
            counts.sent_recently += each.recent
        return found


def _by_programme(places: PlaceCounts, names: Mapping[str, int]) -> dict[str, ProgrammeCounts]:
    found: dict[str, ProgrammeCounts] = {}
    for word, code in names.items():
        place = Place.of(word)
        if place is None:
            continue
        counts = found.setdefault(place.programme, ProgrammeCounts())
        if place.port is None:
            counts.inside[place.version, place.node] += places.positions.get(code, 0)
        elif place.node == ENTER:
            counts.entered[place.version, place.port] += places.entries.get(code, 0)
            counts.entered_recently += places.recent.get(code, 0)
        else:
            counts.flows[place.version, place.node, place.port] += places.steps.get(code, 0)
    return found
