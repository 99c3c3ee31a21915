"""What the nodes of published programmes want: read once for each version, for versions never change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from polku.errors import NotFound, PolkuError
from polku.programmes.actions import CompiledProgramme, EffectAction
from polku.store.control import Control

MESSAGES = ("send", "survey", "offer")
"""Kinds that speak to the person: the contact policy is about these."""

NEEDED = ("service", "transactional")
"""Purposes that need no consent and stand outside the caps: a contract asks for them."""

Span = tuple[int, int, str]
"""A pause: from, to (µs), and what becomes of messages wanted in it: send, skip or spread."""


@dataclass(frozen=True)
class Want:
    """What one node of one version wants. `ways` are the channels to try, the first one first;
    `days` None: the intent reaches the person once in an entry."""

    programme: str
    version: int
    node: str
    kind: str
    intent: str = ""
    purpose: str = "marketing"
    priority: int = 50
    days: int | None = None
    ways: tuple[str, ...] = ()
    state: str = "live"  # of the programme: live, shadow, paused or stopped
    pauses: tuple[Span, ...] = ()


class Wants:
    """Looks up steps of published versions; `of` adds how the programme stands now."""

    def __init__(self, control: Control) -> None:
        self._control = control
        self._versions: dict[tuple[str, int], CompiledProgramme | None] = {}
        self._standing: tuple[int, Mapping[str, tuple[str, tuple[Span, ...]]]] = (-1, {})
        self._lock = Lock()

    def version(self, programme: str, version: int) -> CompiledProgramme | None:
        """The programme as it runs, None when there is no such version."""
        with self._lock:
            key = (programme, version)
            if key not in self._versions:
                self._versions[key] = self._compiled(programme, version)
            return self._versions[key]

    def step(self, programme: str, version: int, node: str) -> Any:
        """The model of a step, None when there is none."""
        action = self._action(programme, version, node)
        return action.step if action else None

    def of(self, programme: str, version: int, node: str) -> Want | None:
        """None when no published programme has such a node."""
        action, compiled = (
            self._action(programme, version, node),
            self.version(programme, version),
        )
        if action is None or compiled is None:
            return None
        state, pauses = self._programmes().get(programme, ("stopped", ()))
        if action.kind not in MESSAGES:
            return Want(
                programme, version, node, action.kind, priority=compiled.priority,
                purpose="service", ways=(action.kind,), state=state, pauses=pauses,
            )  # fmt: skip
        step = action.step
        return Want(
            programme,
            version,
            node,
            action.kind,
            intent=step.intent or f"{programme}.{node}",
            purpose=step.purpose or compiled.purpose,
            priority=compiled.priority,
            days=step.intent_days,
            ways=tuple(step.ways),
            state=state,
            pauses=pauses,
        )

    def _action(self, programme: str, version: int, node: str) -> EffectAction | None:
        compiled = self.version(programme, version)
        for action in compiled.actions if compiled else ():
            if isinstance(action, EffectAction) and action.key == node:
                return action
        return None

    def _compiled(self, programme: str, version: int) -> CompiledProgramme | None:
        from polku.programmes.compile import compile_programme
        from polku.programmes.load import load_programme

        try:
            body = self._control.definitions.version("programme", programme, version).body
            return compile_programme(load_programme(body).programme, version)
        except (NotFound, PolkuError):
            return None

    def _programmes(self) -> Mapping[str, tuple[str, tuple[Span, ...]]]:
        changes = self._control.definitions.changes
        if self._standing[0] != changes:
            found = {
                each.key: (each.state, _spans(each.details.get("pauses", ())))
                for each in self._control.definitions.all("programme")
            }
            self._standing = (changes, found)
        return self._standing[1]


def _spans(pauses: Sequence[Mapping[str, Any]]) -> tuple[Span, ...]:
    return tuple(
        (int(each["from"]), int(each["to"]), str(each.get("overdue") or "send"))
        for each in pauses
        if each.get("to") is not None
    )
