"""`Improve`: what a team does to make a journey better."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from polku.improve.board import Board
from polku.improve.place import Place

if TYPE_CHECKING:
    from polku.care.workplace import Workplace
    from polku.reports.reports import Reports


class Improve:
    """`workspace.improve`; all methods of its parts are safe from any thread."""

    def __init__(
        self, work: Workplace, reports: Reports, reviewed: Callable[[str, date, str], None]
    ) -> None:
        place = Place(work, reports, reviewed)
        self.board = Board(place)
