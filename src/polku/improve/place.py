"""What improving works with: the stores, the reports, and the ways to the journey and the people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from polku.errors import PolkuError
from polku.journey.load import load_journey

if TYPE_CHECKING:
    from polku.care.workplace import Workplace
    from polku.journey.model import Journey
    from polku.reports.reports import Reports
    from polku.store.control import Control

WIP_LIMIT = 3
"""Opportunities and experiments under way at a time, when the journey does not say."""


@dataclass(frozen=True)
class Place:
    """`running()` is the key of the journey that runs; `reviewed(journey, day, who)` writes the day of a review into
    the journey."""

    work: Workplace
    reports: Reports
    running: Callable[[], str]
    reviewed: Callable[[str, date, str], None]

    @property
    def control(self) -> Control:
        return self.work.control

    @property
    def journey(self) -> Journey:
        """The one that runs."""
        return self.work.journey().journey

    def key(self, asked: str) -> str:
        """The key of a journey; "-" is the one that runs."""
        return self.running() if asked in ("", "-") else asked

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.work.settings.workspace.timezone)

    def now(self) -> datetime:
        """The present moment, aware."""
        return self.work.now()

    def today(self) -> date:
        """The day in the workspace's zone."""
        return self.now().astimezone(self.zone).date()

    def limit(self, journey: str) -> int:
        """How many opportunities and experiments may be under way."""
        try:
            own = self.journey_of(journey).wip_limit
        except PolkuError:  # a draft that somebody is mending
            own = None
        return WIP_LIMIT if own is None else own

    def journey_of(self, journey: str) -> Journey:
        """The running journey, or the draft of another. Raises NotFound, DocumentError."""
        if self.key(journey) == self.key("-"):
            return self.journey
        return load_journey(self.control.definitions.get("journey", journey).body).journey
