"""Gives steps and arms that have no key one: `send-1`, `wait-2` by kind, in the order of the document."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterator
from typing import Any

from polku.programmes.steps.registry import kind_of

Found = tuple[dict[str, Any], str]


def with_keys(steps: Any) -> Any:
    """A copy of written steps in which each step and arm has its key. What is not of the right form
    is left as it is, for the models to say so. Keys that stand are never changed."""
    if not isinstance(steps, list | tuple):
        return steps
    copied = [_copied(step) for step in steps]
    found = list(_walk(copied))
    taken = {step["key"] for step, _ in found if isinstance(step.get("key"), str)}
    counts: Counter[str] = Counter()
    for step, kind in found:
        if step.get("key") is None:
            step["key"] = _next(kind, counts, taken)
    return copied


def _next(kind: str, counts: Counter[str], taken: set[str]) -> str:
    while True:
        counts[kind] += 1
        key = f"{kind}-{counts[kind]}"
        if key not in taken:
            taken.add(key)
            return key


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_copied(part) for part in value]
    return {"end": None} if value == "end" else value


def _walk(steps: Any) -> Iterator[Found]:
    """Every step in the order of the document, arms after the step they belong to."""
    if not isinstance(steps, list):
        return
    for step in steps:
        if not isinstance(step, dict) or (kind := kind_of(step)) is None:
            continue
        yield step, kind
        body = step[kind]
        if kind == "wait" and isinstance(body, dict):
            yield from _walk(body.get("then"))
            yield from _walk(body.get("else"))
        elif kind in ("branch", "split") and isinstance(body, list):
            _name_arms(body, kind)
            for arm in body:
                if isinstance(arm, dict):
                    yield from _walk(arm.get("steps"))
                    yield from _walk(arm.get("else"))


def _name_arms(arms: list[Any], kind: str) -> None:
    """`a`, `b`, … for a split; `arm-1`, `arm-2`, … for a branch, where the last one may be `else`."""
    written = [arm for arm in arms if isinstance(arm, dict)]
    taken = {arm["key"] for arm in written if isinstance(arm.get("key"), str)}
    names = iter(name for name in _arm_names(kind, len(arms) + len(taken) + 1) if name not in taken)
    for arm in written:
        if arm.get("key") is None:
            arm["key"] = "else" if "else" in arm else next(names)


def _arm_names(kind: str, most: int) -> list[str]:
    letters = string.ascii_lowercase if kind == "split" else ""
    return [*letters, *(f"arm-{i}" for i in range(1, most + 1))]
