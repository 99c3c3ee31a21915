"""The programme as a list for a reader: each step and arm with its words, depth and day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from polku.errors import Language
from polku.journey.text import Text
from polku.journey.written import Path
from polku.programmes.model import Programme
from polku.programmes.phrases import phrase
from polku.programmes.steps.base import ArmView, Step
from polku.programmes.steps.branch import BranchStep
from polku.programmes.steps.split import SplitStep
from polku.programmes.timing import Moment, days

ARM = "arm"


@dataclass(frozen=True)
class Node:
    """A step, or an arm (kind "arm", key "check>bought"). `arm` is the arm it stands in, `parent` the
    step that the arm belongs to; `day` counts from the entry; `path` is its place in the document."""

    key: str
    kind: str
    name: Text | None
    words: Text
    depth: int
    arm: str | None
    parent: str | None
    day: Moment
    path: Path


def outline(programme: Programme) -> list[Node]:
    """In the order of the document; an arm stands before its steps."""
    return list(_nodes(programme.steps, ("steps",), 0, None, days(programme)))


def _nodes(
    steps: Sequence[Step],
    path: Path,
    depth: int,
    around: tuple[str, str] | None,
    when: dict[str, Moment],
) -> Iterator[Node]:
    parent, inside = around if around else (None, None)
    for i, step in enumerate(steps):
        here = (*path, i)
        words = Text(fi=step.words("fi"), en=step.words("en"))
        day = when.get(step.key)
        yield Node(step.key, step.kind, step.name, words, depth, inside, parent, day, here)
        for arm in step.arms:
            key, place = f"{step.key}>{arm.key}", (*here, *arm.path)
            said = arm_words(step, arm)
            yield Node(key, ARM, arm.name, said, depth + 1, inside, step.key, when.get(key), place)
            yield from _nodes(arm.steps, place, depth + 2, (step.key, key), when)


def arm_words(step: Step, arm: ArmView) -> Text:
    """ "Jos tapahtui …", "50 % ihmisistä", "Muut"."""
    return Text(fi=_arm_words(step, arm, "fi"), en=_arm_words(step, arm, "en"))


def _arm_words(step: Step, arm: ArmView, language: Language) -> str:
    if isinstance(step, BranchStep):
        found = next((each for each in step.branch if each.key == arm.key), None)
        if found is None or found.else_ is not None:
            return phrase("arm-else", language)
        if found.if_ is None:
            return phrase("arm-empty", language)
        return phrase("arm-if", language, condition=found.if_.words(language))
    if isinstance(step, SplitStep):
        weight = next(each.weight for each in step.split if each.key == arm.key)
        return phrase("arm-weight", language, weight=weight)
    return phrase("arm-came" if arm.key == "then" else "arm-not-came", language)
