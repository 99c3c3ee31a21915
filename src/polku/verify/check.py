"""One published number beside ours."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """`published` as the source prints it (so many decimals), `ours` what Polku computes now. They agree when
    ours, rounded to the same decimals, is within `within` of it."""

    subject: str  # "CDNOW, BG/NBD: r"
    published: float
    ours: float
    within: float
    source: str

    @property
    def agrees(self) -> bool:
        """Whether they do."""
        return abs(self.ours - self.published) <= self.within * (1 + 1e-9)


Maker = Callable[[], Iterable[Check]]
