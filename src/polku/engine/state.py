"""How far the engine has come: what the last tick left in `meta`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from polku.engine.moments import NEVER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polku.engine.programme import LiveProgramme

KEY = "tick"


@dataclass(frozen=True)
class Mark:
    """How far a programme has come: every event up to number `seq`, every moment up to `at`. `looked`
    tells what was looked at once for all: "vip@3", the segment whose members are kept and the version."""

    at: int
    seq: int
    looked: str = ""


@dataclass
class State:
    """What the last tick left in `meta` under "tick".

    seq, out  the last event seen, the last number of the outbox
    wake      the next moment at which time alone may move somebody
    ahead     the first event dated ahead, or NEVER
    fold      the fold's own moment when it was last looked at; `hash` the journey's rules
    handed    what was handed in: another list of programmes is never idle
    """

    seq: int = 0
    out: int = 0
    wake: int = 0
    ahead: int = NEVER
    fold: str = ""
    hash: str = ""
    handed: str = ""
    marks: dict[str, Mark] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str | None) -> State:
        """From the text that `dump` made; the first state when there is none."""
        if text is None:
            return cls()
        given = json.loads(text)
        given["marks"] = {key: Mark(*mark) for key, mark in given["marks"].items()}
        return cls(**given)

    def dump(self) -> str:
        """As JSON."""
        return json.dumps(
            {
                **{k: v for k, v in vars(self).items() if k != "marks"},
                "marks": {
                    key: [mark.at, mark.seq, mark.looked] for key, mark in self.marks.items()
                },
            }
        )


def handed(programmes: Sequence[LiveProgramme]) -> str:
    """What tells one list of programmes from another."""
    return " ".join(
        f"{p.compiled.key}@{p.compiled.version}{'+' if p.enrolling else ''}" for p in programmes
    )
