"""The steps of a programme in the order of the document, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from polku.conditions.event import EventCondition
from polku.conditions.person import PersonCondition
from polku.journey.part import Part
from polku.journey.text import Text
from polku.journey.written import Path
from polku.programmes.entry import AudienceEntry, EventEntry
from polku.programmes.model import Programme
from polku.programmes.steps.base import ArmView, Step
from polku.programmes.steps.message import Message
from polku.programmes.steps.wait import WaitEvent, WaitStep


@dataclass(frozen=True)
class Placed:
    """A step and where it stands: `parent` is the key of the step around it, `arm` the arm it is in."""

    step: Step
    path: Path
    depth: int
    parent: str | None
    arm: ArmView | None

    @property
    def body(self) -> Any:
        """What stands under the word that names the kind."""
        return getattr(self.step, self.step.kind)

    @property
    def body_path(self) -> Path:
        """Where that stands."""
        return (*self.path, self.step.kind)

    @property
    def title(self) -> Text | str:
        """What people call it: its name, in both languages, else its key."""
        return self.step.name or self.step.key


def walk(programme: Programme) -> Iterator[Placed]:
    """Every step, those that nobody can come to as well."""
    yield from _walk(programme.steps, ("steps",), 0, None, None)


def _walk(
    steps: tuple[Step, ...], path: Path, depth: int, parent: str | None, arm: ArmView | None
) -> Iterator[Placed]:
    for i, step in enumerate(steps):
        here = (*path, i)
        yield Placed(step, here, depth, parent, arm)
        for each in step.arms:
            yield from _walk(each.steps, (*here, *each.path), depth + 1, step.key, each)


def messages(programme: Programme) -> Iterator[tuple[Placed, Message]]:
    """The steps that speak to people."""
    for placed in walk(programme):
        if isinstance(placed.body, Message):
            yield placed, placed.body


def texts(placed: Placed) -> Iterator[tuple[Path, Text]]:
    """The texts of a step that people outside see, with their places."""
    yield from _texts(placed.body, placed.body_path)


def _texts(part: Any, path: Path) -> Iterator[tuple[Path, Text]]:
    if not isinstance(part, Part):
        return
    for name, field in type(part).model_fields.items():
        value, here = getattr(part, name), (*path, field.alias or name)
        if isinstance(value, Text):
            yield here, value
        else:
            yield from _texts(value, here)


@dataclass(frozen=True)
class Asked:
    """A condition of people, where it stands, and the step it is asked at (None: at the entry)."""

    condition: PersonCondition
    path: Path
    node: str | None


def conditions(programme: Programme) -> Iterator[Asked]:
    """All conditions of people, those within others too, with the path of the outermost one."""
    entry = programme.entry
    if entry.if_ is not None:
        yield from _with_parts(entry.if_, ("entry", "if"), None)
    if isinstance(entry, AudienceEntry) and entry.audience.if_ is not None:
        yield from _with_parts(entry.audience.if_, ("entry", "audience", "if"), None)
    for placed in walk(programme):
        if placed.step.kind != "branch":
            continue
        for i, arm in enumerate(placed.body):
            if arm.if_ is not None:
                yield from _with_parts(arm.if_, (*placed.body_path, i, "if"), placed.step.key)


def _with_parts(condition: PersonCondition, path: Path, node: str | None) -> Iterator[Asked]:
    yield Asked(condition, path, node)
    for part in condition.parts:
        yield from _with_parts(part, path, node)


def events(programme: Programme) -> Iterator[tuple[EventCondition, Path, str | None]]:
    """All conditions of events, where they stand, and the step that waits for them."""
    if isinstance(programme.entry, EventEntry):
        yield programme.entry.event, ("entry", "event"), None
    if programme.goal and programme.goal.event:
        yield programme.goal.event, ("goal", "event"), None
    for i, trigger in enumerate(programme.exits):
        if trigger.event:
            yield trigger.event, ("exits", i, "event"), None
    for placed in walk(programme):
        if isinstance(placed.step, WaitStep) and isinstance(placed.step.wait, WaitEvent):
            yield placed.step.wait.event, (*placed.body_path, "event"), placed.step.key
