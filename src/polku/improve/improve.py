"""`Improve`: what a team does to make a journey better."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from polku.improve.board import Board
from polku.improve.findings import Findings
from polku.improve.ideas import IdeaBox
from polku.improve.log import Log
from polku.improve.place import Place
from polku.improve.reviewing import Reviewing
from polku.improve.stopping import StopList
from polku.improve.year import year

if TYPE_CHECKING:
    from polku.care.workplace import Workplace
    from polku.reports.reports import Reports


class Improve:
    """`workspace.improve`; all methods of its parts are safe from any thread."""

    def __init__(
        self,
        work: Workplace,
        reports: Reports,
        running: Callable[[], str],
        reviewed: Callable[[str, date, str], None],
    ) -> None:
        self._at = Place(work, reports, running, reviewed)
        self.board = Board(self._at)
        self.ideas = IdeaBox(self._at)
        self.log = Log(self._at)
        self.reviews = Reviewing(self._at, self.log)
        self.stopping = StopList(self._at, self.log)

        self.findings = Findings(self._at)

    def year(self, journey: str = "-", which: int | None = None) -> dict[str, Any]:
        """The year calendar of a journey; this year when none is said. Raises NotFound, DocumentError."""
        return year(self._at, journey, which or self._at.today().year)
