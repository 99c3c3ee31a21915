"""The steps of two programmes side by side: added, removed, moved, changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from polku.journey.part import Part
from polku.journey.text import Text
from polku.programmes.model import Programme
from polku.programmes.outline import arm_words
from polku.programmes.steps.base import Step
from polku.programmes.steps.set import Traits
from polku.programmes.walk import Placed, walk

LONG = ("email.body", "push.body", "body", "note")  # told without the whole text
List = tuple[str | None, str | None]
"""Which list of steps: the key of the step around it and of the arm; (None, None) is the outermost."""


@dataclass(frozen=True)
class StepChange:
    """One difference. `next` and `arm` tell where an added or moved step stands now."""

    code: str
    step: Step | None
    field: str = ""
    before: Any = None
    after: Any = None
    next: Step | None = None
    arm: Text | str | None = None


def changed_steps(before: Programme, after: Programme) -> Iterator[StepChange]:
    """All differences of steps: removed ones first, then the others as the document goes."""
    old = {placed.step.key: placed for placed in walk(before)}
    new = {placed.step.key: placed for placed in walk(after)}
    kept = {key for key in old if key in new and old[key].step.kind == new[key].step.kind}
    for key, placed in old.items():
        if key not in kept:
            yield StepChange("step-removed", placed.step)
    following = _following(new)
    for key, placed in new.items():
        onward, arm = following.get(key), _arm(placed)
        if key not in kept:
            yield StepChange("step-added", placed.step, next=onward, arm=arm)
            continue
        if _list(old[key]) != _list(placed):
            yield StepChange("step-moved", placed.step, next=onward, arm=arm)
        yield from _changed(old[key].step, placed.step)
    yield from _order(old, new, kept)


def _list(placed: Placed) -> List:
    return placed.parent, placed.arm.key if placed.arm else None


def _arm(placed: Placed) -> Text | str | None:
    return None if placed.arm is None else placed.arm.name or placed.arm.key


def _following(new: dict[str, Placed]) -> dict[str, Step]:
    """Step → the one after it in its list."""
    lists: dict[List, list[Placed]] = {}
    for placed in new.values():
        lists.setdefault(_list(placed), []).append(placed)
    return {one.step.key: other.step for each in lists.values() for one, other in pairwise(each)}


def _order(old: dict[str, Placed], new: dict[str, Placed], kept: set[str]) -> Iterator[StepChange]:
    stay = {key for key in kept if _list(old[key]) == _list(new[key])}
    for which in dict.fromkeys(_list(new[key]) for key in new if key in stay):
        orders = [
            [key for key in side if key in stay and _list(side[key]) == which]
            for side in (old, new)
        ]
        if orders[0] != orders[1]:
            was, now = (
                tuple(side[key].title for key in order)
                for side, order in zip((old, new), orders, strict=True)
            )
            yield StepChange("steps-order", None, before=was, after=now)


def _changed(old: Step, new: Step) -> Iterator[StepChange]:
    if old.name != new.name:
        yield _field(new, "name", old.name, new.name)
    if old.kind == "wait":
        if _without_arms(old) != _without_arms(new):
            yield StepChange("wait-changed", new, before=_both(old), after=_both(new))
    elif old.kind in ("branch", "split"):
        yield from _arms(old, new)
    elif old.kind == "end":
        was, now = getattr(old, "end", None), getattr(new, "end", None)
        if was != now:
            yield _field(new, "end", was, now)
    else:
        was, now = getattr(old, old.kind), getattr(new, new.kind)
        one, other = _leaves(was, old.kind), _leaves(now, new.kind)
        for name in dict.fromkeys([*one, *other]):
            part = name.rpartition(".")[0]
            whole = part and not (one[part] and other[part])  # told by the part itself
            if not whole and one.get(name) != other.get(name):
                yield _field(new, name, one.get(name), other.get(name))


def _both(step: Step) -> dict[str, str]:
    return {"fi": step.words("fi"), "en": step.words("en")}


def _without_arms(step: Step) -> dict[str, Any]:
    written = step.model_dump(mode="json", by_alias=True, exclude_defaults=True)["wait"]
    if not isinstance(written, dict):
        return {"for": written}
    return {key: value for key, value in written.items() if key not in ("then", "else")}


def _field(step: Step, field: str, old: Any, new: Any) -> StepChange:
    if field in LONG and old is not None and new is not None:
        return StepChange("step-rewritten", step, field)
    if old is True or new is True:  # a whole part, such as the e-mail of a message
        return StepChange("part-added" if new is True else "part-removed", step, field)
    code = "step-filled" if old is None else "step-emptied" if new is None else "step-changed"
    return StepChange(code, step, field, before=old, after=new)


def _leaves(body: Any, kind: str) -> dict[str, Any]:
    if isinstance(body, Traits):
        return {kind: tuple(f"{key} = {value}" for key, value in sorted(body.root.items()))}
    found: dict[str, Any] = {}
    for name, field in type(body).model_fields.items():
        value, path = getattr(body, name), field.alias or name
        if isinstance(value, Part):
            inside = {f"{path}.{key}": each for key, each in _leaves(value, kind).items()}
            found |= {path: True, **inside}
        else:
            found[path] = value
    return found


def _arms(old: Step, new: Step) -> Iterator[StepChange]:
    was = {arm.key: (arm_words(old, arm).both(), arm.name) for arm in old.arms}
    now = {arm.key: (arm_words(new, arm).both(), arm.name) for arm in new.arms}
    for key, arm in was.items():
        if key not in now:
            yield StepChange("arm-removed", new, before=_named(arm))
    for key, arm in now.items():
        if key not in was:
            yield StepChange("arm-added", new, after=_named(arm))
        elif was[key] != arm:
            yield StepChange("arm-changed", new, before=_named(was[key]), after=_named(arm))
    order = [tuple(key for key in side if key in was and key in now) for side in (was, now)]
    if order[0] != order[1]:
        yield StepChange("arms-order", new, before=order[0], after=order[1])


def _named(arm: tuple[dict[str, str], Text | None]) -> dict[str, str]:
    words, name = arm
    return words if name is None else {key: f"{name.both()[key]} ({words[key]})" for key in words}
