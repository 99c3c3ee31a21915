"""A programme as the engine gets it: what to run, since when, and whether it still takes people in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from polku.conditions.person import Meanings
from polku.programmes.actions import CompiledProgramme


@dataclass(frozen=True)
class LiveProgramme:
    """One published version. Of a programme only the newest version is `enrolling`; the older ones that
    still have people inside only finish. `published` (naive UTC) is when the programme began to take
    people in: what happened before it enrols nobody. A paused one is not handed to the engine at all,
    and catches up, at the moments it would have moved, when it is handed in again.

    With `also_now` those who qualify at publishing come in then: who stands on the stage, belongs to the segment,
    or did lately what brings people in and has not left since (`lately.py`). A `shadow` programme moves as if
    it were live; `delivery` sends nothing of it.
    """

    compiled: CompiledProgramme
    published: datetime
    enrolling: bool = True
    state: Literal["live", "shadow"] = "live"
    also_now: bool = False


@dataclass(frozen=True)
class World:
    """What conditions and waits need besides events: the workspace's time zone, and what the keys of
    segments and personas stand for."""

    zone: str = "Europe/Helsinki"
    meanings: Meanings = field(default_factory=Meanings)
