"""How a funnel is counted: the order of steps, windows, gaps, entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Order = Literal["ordered", "strict", "unordered"]
Entries = Literal["best", "first", "every"]


@dataclass(frozen=True)
class Rule:
    """Bits of `Rows.marks` and times in microseconds.

    `steps[k]`: the bits that step k may be; every step must be there to go on. `optional`: (k, bits) of what may
    happen between step k and the next. `breaks`: bits of events that end an attempt; `pauses`: the bit of events
    after which the session is over (the event itself is still in it); `last`: that of events after which nothing of
    the person's has come (it says which strict attempts may still go on).

    ordered: each step after the one before, anything between. strict: nothing at all between. unordered: the first
    k steps in any order, from the first event of any of them.

    `window`: from the first event of the attempt. `least[k]`, `most[k]`: from step k to step k + 1. All limits
    are included. `entries`: every entry is an attempt; or the person's first; or, of each person, the first of those
    attempts that got furthest."""

    steps: tuple[int, ...]
    order: Order = "ordered"
    entries: Entries = "best"
    window: int | None = None
    least: tuple[int | None, ...] = ()
    most: tuple[int | None, ...] = ()
    optional: tuple[tuple[int, int], ...] = ()
    breaks: int = 0
    pauses: int = 0
    last: int = 0

    @property
    def between(self) -> bool:
        """Whether something is asked of the way from each step to the next."""
        return (
            self.order == "strict"
            or any(each is not None for each in self.least)
            or any(each is not None for each in self.most)
        )
