"""Asks the policy about messages: reads the facts of their people, decides, and says it in rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np

from polku.delivery.policy.cases import HOLD, SEND, Cases, Ints, Verdicts
from polku.delivery.policy.decide import decide
from polku.delivery.policy.facts import canonical, read_facts
from polku.delivery.policy.supposed import Supposed
from polku.delivery.wants import Want, Wants
from polku.settings import Settings
from polku.store.control import Control
from polku.store.warehouse import Warehouse

KNOWN = frozenset({"email", "push", "sms", "webhook"})
"""What needs a channel to be set up; `set` and `task` are done here."""

Place = tuple[str, int, str]
"""Programme, version, node."""


@dataclass(frozen=True)
class Asked:
    """(n,) messages as the programmes want them: `place` is the place in `places`."""

    id: Ints
    person: Ints
    entry: Ints
    place: Ints
    wanted: Ints  # µs
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Judged:
    """The verdicts, `person` as they are canonical now, and what each message is about."""

    cases: Cases
    verdicts: Verdicts
    person: Ints

    def params(self) -> list[str]:
        """What the words of the reasons need, as JSON; few are different, so each is made once."""
        made: dict[tuple[str, str], str] = {}
        return [
            made.get((s, c)) or made.setdefault((s, c), _params(s, c))
            for s, c in zip(self.verdicts.skipped, self.verdicts.channel, strict=True)
        ]


class Judge:
    """`open_channels` are the names of the channels that are set up."""

    def __init__(
        self,
        control: Control,
        warehouse: Warehouse,
        settings: Settings,
        wants: Wants,
        open_channels: Collection[str],
    ) -> None:
        self._control = control
        self._warehouse = warehouse
        self._settings = settings
        self._wants = wants
        self.off = KNOWN - set(open_channels)

    def judge(self, asked: Asked, now: int, supposed: Supposed | None = None) -> Judged:
        """Decides at the moment `now` (µs); writes nothing. `supposed`: all are to somebody who is not in the books."""
        wants = tuple(
            self._wants.of(*place) or Want(*place, kind="send", state="stopped")
            for place in asked.places
        )
        person = asked.person if supposed else canonical(self._control, asked.person)
        people, place = np.unique(person, return_inverse=True)
        facts = (
            supposed.facts(self._settings, wants, self.off)
            if supposed
            else read_facts(
                self._control, self._warehouse, self._settings, people, wants, self.off, now
            )
        )
        cases = Cases(
            asked.id, place.astype(np.int64), asked.entry, asked.place, asked.wanted, wants
        )
        return Judged(cases, decide(cases, facts, self._settings.policy, now), person)


def numbered(places: Sequence[Place]) -> tuple[tuple[Place, ...], Ints]:
    """Distinct places, and the number of each row's."""
    codes: dict[Place, int] = {}
    rows = [codes.setdefault(place, len(codes)) for place in places]
    return tuple(codes), np.array(rows, np.int64)


def counted(judged: Judged) -> dict[tuple[str, str], int]:
    """(send, hold or refuse; reason) → messages: what the policy would do."""
    words = {SEND: "send", HOLD: "hold"}
    found: dict[tuple[str, str], int] = {}
    for state, reason in zip(judged.verdicts.state.tolist(), judged.verdicts.reason, strict=True):
        key = words.get(state, "refuse"), reason
        found[key] = found.get(key, 0) + 1
    return found


def _params(skipped: str, channel: str) -> str:
    params: dict[str, Any] = {}
    passed = [each.split(":", 1) for each in skipped.split()]
    if passed and passed[0][0] == "for":
        params["for"] = passed[0][1]
    elif passed:
        params["skipped"] = [{"channel": name, "reason": reason} for name, reason in passed]
    if channel:
        params["channel"] = channel
    return msgspec.json.encode(params).decode()
