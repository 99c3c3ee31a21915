"""A programme as the engine gets it: what to run, since when, and whether it still takes people in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from polku.conditions.person import PersonCondition
from polku.programmes.actions import CompiledProgramme


@dataclass(frozen=True)
class LiveProgramme:
    """One published version. Of a programme only the newest version is `enrolling`; the older ones that
    still have people inside only finish. `published` (naive UTC) is when the programme began to take
    people in: what happened before it enrols nobody. A paused one is not handed to the engine at all,
    and catches up, at the moments it would have moved, when it is handed in again.

    Who is `shadow` moves as if it were live; `delivery` sends nothing of it.
    """

    compiled: CompiledProgramme
    published: datetime
    enrolling: bool = True
    state: Literal["live", "shadow"] = "live"


@dataclass(frozen=True)
class World:
    """What conditions and waits need besides events: the workspace's time zone, saved segments by key
    and the segment of each persona."""

    zone: str = "Europe/Helsinki"
    segments: Mapping[str, PersonCondition] = field(default_factory=dict)
    personas: Mapping[str, str] = field(default_factory=dict)
