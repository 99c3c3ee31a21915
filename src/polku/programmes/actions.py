"""What runs: a programme as a flat list of actions. Tick, dry run, replay and explanation read this same list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from polku.conditions.duration import Duration
from polku.conditions.event import EventCondition
from polku.conditions.person import PersonCondition

END = -1
"""As `next`: the person has gone through."""

EffectKind = Literal["send", "survey", "offer", "task", "set", "webhook"]


@dataclass(frozen=True)
class Window:
    """Local hours in the person's own zone: `days` 0 (Monday) … 6, minutes since midnight; a window
    with `start` > `end` goes over midnight. `end` may be 1440."""

    days: frozenset[int]
    start: int
    end: int


@dataclass(frozen=True)
class WaitAction:
    """Until the first of: `event` (then `came`, port "then"), or the time (then `next`, port "else").

    The time is `after` later, or the next moment inside `window`, or the date in the trait `date`
    plus `offset` microseconds (a missing or past date: at once). Exactly one of the three is given.
    """

    key: str
    next: int
    after: Duration | None = None
    window: Window | None = None
    date: str | None = None
    offset: int = 0
    event: EventCondition | None = None
    came: int = END


@dataclass(frozen=True)
class BranchAction:
    """The first arm whose condition the person meets, else `next`."""

    key: str
    arms: tuple[tuple[str, PersonCondition, int], ...]  # (arm's key, condition, where to)
    next: int


@dataclass(frozen=True)
class SplitAction:
    """An arm by chance, by weights of whole numbers: the same person always gets the same one."""

    key: str
    arms: tuple[tuple[str, int, int], ...]  # (arm's key, weight, where to)


@dataclass(frozen=True)
class EffectAction:
    """Something to be done outside: one row in the outbox; the person goes on at once.

    `step` is the step's body: `Send`, `Survey`, `Offer`, `Task`, `Traits` or `Webhook` of
    `polku.programmes.steps`. Intent, purpose and channels of a message are filled in.
    """

    key: str
    kind: EffectKind
    step: Any
    next: int


Action = WaitAction | BranchAction | SplitAction | EffectAction


@dataclass(frozen=True)
class CompiledProgramme:
    """A programme ready to run. `actions[0]` is where who enters begins; an empty list ends at once.

    `entry`, `reentry`, `goal` and `exits` are the model's own (`polku.programmes.model`).
    """

    key: str
    version: int
    holdout: int  # percent
    entry: Any
    reentry: Any
    goal: Any
    exits: tuple[Any, ...]
    actions: tuple[Action, ...]
    name: Any = None  # Text
    stage: str | None = None
    purpose: str = "marketing"
    priority: int = 50

    def place(self, node: str, port: str | None = None) -> str:
        """The word of a place: "welcome@3:check", "welcome@3:check>else"."""
        where = f"{self.key}@{self.version}:{node}"
        return where if port is None else f"{where}>{port}"
