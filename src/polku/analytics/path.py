"""The journey's stages joined with the codes that the warehouse knows them by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from polku.journey.model import Journey

WINDOW_DAYS = 90.0  # how long a cohort is followed when the stage has no expected days
WINDOW_OF_EXPECTED = 3.0


@dataclass(frozen=True)
class Step:
    """One stage: its place in the document, its code, and what is expected of it."""

    key: str
    code: int
    exit: bool
    expected_days: float | None
    axis: str | None = None

    @property
    def window_days(self) -> float:
        """How long people who enter are followed: 3 x expected days, else 90."""
        return self.expected_days * WINDOW_OF_EXPECTED if self.expected_days else WINDOW_DAYS


@dataclass(frozen=True)
class Arrow:
    """The way from one stage on to another: whoever reaches a code of `ahead` has advanced, whoever
    reaches one of `behind` (an earlier stage or an exit) is lost, whichever comes first."""

    source: Step
    target: Step
    ahead: tuple[int, ...]
    behind: tuple[int, ...]
    window_days: float


@dataclass(frozen=True)
class Path:
    """The stages in document order."""

    steps: tuple[Step, ...]

    @property
    def forward(self) -> tuple[Step, ...]:
        """The stages of the way forward: all but the exits."""
        return tuple(step for step in self.steps if not step.exit)

    def customer(self, key: str = "") -> Step | None:
        """The first stage of customers: `key`, else the first whose axis is using or loyal. Everybody on it or a
        later forward stage is one. None when the document does not say."""
        if key:
            return next((step for step in self.forward if step.key == key), None)
        return next((step for step in self.forward if step.axis in ("using", "loyal")), None)

    def lead(self, key: str = "", customer: str = "") -> Step | None:
        """The stage of leads: `key`, else the first one after the strangers' (the first of all) that comes before the
        customers: whoever has come there has said who they are, and what they have been offered is a stage further."""
        if key:
            return next((step for step in self.forward if step.key == key), None)
        bought = self.customer(customer)
        before = self.forward[1 : self.forward.index(bought)] if bought else ()
        return before[0] if before else None

    def from_on(self, step: Step) -> tuple[int, ...]:
        """The codes of the stage and of the forward stages after it."""
        return tuple(each.code for each in self.forward[self.forward.index(step) :])

    def arrows(self) -> tuple[Arrow, ...]:
        """One between each pair of consecutive forward stages."""
        return tuple(
            self.arrow(a.key, b.key) for a, b in zip(self.forward, self.forward[1:], strict=False)
        )

    def arrow(self, source: str, target: str, window_days: float | None = None) -> Arrow:
        """From stage `source` to `target` or any forward stage after it. Raises KeyError."""
        start, goal = self.place(source), self.place(target)
        step = self.steps[start]
        return Arrow(
            step,
            self.steps[goal],
            tuple(s.code for s in self.steps[goal:] if not s.exit),
            tuple(s.code for i, s in enumerate(self.steps) if (s.exit or i < start) and i != start),
            window_days or step.window_days,
        )

    def place(self, key: str) -> int:
        """Where the stage stands in the document. Raises KeyError."""
        for place, step in enumerate(self.steps):
            if step.key == key:
                return place
        raise KeyError(key)

    def key_of(self, code: int | None) -> str | None:
        """The key of a stage code; None for no stage and for stages that the document dropped."""
        return next((step.key for step in self.steps if step.code == code), None)


def path_of(journey: Journey, codes: Mapping[str, int]) -> Path:
    """The journey's path; `codes` are the warehouse's names of kind 'stage'. A stage that nobody
    has reached has no code yet and gets a negative one, which matches no row."""
    return Path(
        tuple(
            Step(
                stage.key,
                codes.get(stage.key, -1 - place),
                stage.exit,
                stage.expected_days,
                stage.axis,
            )
            for place, stage in enumerate(journey.stages)
        )
    )
