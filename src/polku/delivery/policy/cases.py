"""What the policy is asked, and what it answers: columns, a row for each message of a chunk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polku.delivery.wants import MESSAGES, NEEDED, Want

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Words = NDArray[np.object_]

CHANNELS = ("email", "push", "sms")
HOUR = 3_600_000_000
DAY = 24 * HOUR


@dataclass(frozen=True)
class Cases:
    """(n,) messages. `person` is the place in `Facts.people`, `want` the place in `wants`,
    `wanted` microseconds of when the programme wanted it."""

    id: Ints
    person: Ints
    entry: Ints
    want: Ints
    wanted: Ints
    wants: tuple[Want, ...]

    def __len__(self) -> int:
        return len(self.id)

    def by_want(self, values: Sequence[object], kind: type) -> Any:
        """A value for each want, spread over the messages: (n,) of numpy's `kind`."""
        return np.array(values, dtype=kind)[self.want] if len(self) else np.empty(0, kind)

    @property
    def messages(self) -> Flags:
        """Those that speak to the person; the others (set, task, webhook) are not the policy's."""
        speaks: Flags = self.by_want([want.kind in MESSAGES for want in self.wants], np.bool_)
        return speaks

    @property
    def capped(self) -> Flags:
        """Messages that count towards the caps, and are held by them."""
        said = [want.kind in MESSAGES and want.purpose not in NEEDED for want in self.wants]
        capped: Flags = self.by_want(said, np.bool_)
        return capped

    @property
    def order(self) -> Ints:
        """The messages in the order in which they get their turn: priority, then who waited longest."""
        priority = self.by_want([-want.priority for want in self.wants], np.int64)
        return np.lexsort((self.id, self.wanted, priority))


@dataclass(frozen=True)
class Past:
    """(m,) earlier messages of the people of a chunk. `at` is when it was sent, or the present for
    one on its way; `held` ones wait for their turn."""

    id: Ints
    person: Ints
    intent: Words
    programme: Words
    entry: Ints
    capped: Flags
    held: Flags
    priority: Ints
    wanted: Ints
    at: Ints


@dataclass(frozen=True)
class Facts:
    """(p,) people, and what the policy needs to know of them.

    `reachable`, `suppressed` (0 no, 1 from everything, 2 from marketing) by channel; `ground`
    (0 none, 1 there is one, 2 withdrawn or objected) by purpose and channel; `zone` is the place in
    `zones`; `off` are channels that are not set up.
    """

    people: Ints
    reachable: dict[str, Flags]
    suppressed: dict[str, Ints]
    ground: dict[tuple[str, str], Ints]
    zone: Ints
    zones: tuple[str, ...]
    past: Past
    off: frozenset[str] = frozenset()


@dataclass
class Verdicts:
    """(n,) answers. `state`: 0 nothing decided yet, 1 send, 2 hold until `until`, 3 not sent.
    `reason` is a problem code or ""; `channel` the chosen one; `skipped` says why the channels
    preferred to it were passed by: "email:delivery.no-consent"."""

    state: NDArray[np.int8]
    channel: Words
    reason: Words
    until: Ints
    skipped: Words = field(default_factory=lambda: np.empty(0, object))

    @classmethod
    def open(cls, n: int) -> Verdicts:
        """Nothing decided."""
        empty = np.full(n, "", object)
        return cls(
            np.zeros(n, np.int8), empty.copy(), empty.copy(), np.zeros(n, np.int64), empty.copy()
        )

    @property
    def undecided(self) -> Flags:
        """Those that the next rule is about."""
        return np.asarray(self.state == 0)

    def refuse(self, which: Flags, reason: str | Words) -> None:
        """Not sent, with the reason."""
        self._set(which, 3, reason)

    def hold(self, which: Flags, reason: str, until: int | Ints) -> None:
        """Not yet: decided anew at `until`."""
        self._set(which, 2, reason)
        self.until[which] = until if isinstance(until, int) else until[which]

    def _set(self, which: Flags, state: int, reason: str | Words) -> None:
        self.state[which] = state
        self.reason[which] = reason if isinstance(reason, str) else reason[which]


SEND, HOLD, REFUSE = 1, 2, 3
