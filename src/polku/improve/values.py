"""Customer value from data: how many people a place of the journey concerns."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from polku.reports.reports import Reports

HELD = 300.0  # seconds: whom a place concerns does not change from event to event
LARGEST = 5


@dataclass(frozen=True)
class Affected:
    """People lost on the way from a stage of all who entered it; `value` 1 to 5."""

    value: int
    lost: int
    entered: int


def value_of(lost: int, most: int) -> int:
    """The place where most people are lost has 5, the others in proportion, none below 1."""
    return max(1, min(LARGEST, -(-LARGEST * lost // most))) if most > 0 else 1


class CustomerValues:
    """By stage; from the report of leaks."""

    def __init__(self, reports: Reports) -> None:
        self._reports = reports
        self._lock = threading.Lock()
        self._held: tuple[float, dict[str, Affected]] | None = None

    def all(self) -> Mapping[str, Affected]:
        """Stage → whom the arrow from it concerns; nothing while nobody has been lost anywhere."""
        with self._lock:
            if self._held is None or time.monotonic() - self._held[0] > HELD:
                self._held = (time.monotonic(), self._ask())
            return self._held[1]

    def _ask(self) -> dict[str, Affected]:
        sheet = self._reports.together(["leaks"])["leaks"].sheets[0]
        most = max((row["lost"] for row in sheet.rows), default=0)
        return {
            row["id"]: Affected(value_of(row["lost"], most), row["lost"], row["entered"])
            for row in sheet.rows
            if row["entered"] and most
        }
