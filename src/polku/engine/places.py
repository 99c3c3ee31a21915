"""The places of a version, as the numbers that stand in the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from polku.programmes.actions import BranchAction, CompiledProgramme, SplitAction, WaitAction

Coder = Callable[[str, Iterable[str]], Mapping[str, int]]
"""`Write.code`: gives words of a kind their numbers, and answers all numbers of the kind."""

IN, HOLDOUT = "in", "holdout"
GOAL, THROUGH, MERGED, MOVED_OUT, STOPPED = "goal", "done", "merged", "left-by-publisher", "stopped"
THEN, ELSE, DONE = "then", "else", "done"
HAD = "had"
"""Port of an effect that the person had already in another version: nothing is done."""
MOVED = "moved"
"""Port at a node of a new version: who was moved over to wait there."""


def exit_port(number: int) -> str:
    """The port of the exit rule of that number, from 0: "exit-1"."""
    return f"exit-{number + 1}"


@dataclass(frozen=True, eq=False)
class Places:
    """Numbers of places. `node[i]`: action i; `port[i][name]`: a way out of it; `enter` and `exit` by port."""

    node: tuple[int, ...]
    port: tuple[Mapping[str, int], ...]
    enter: Mapping[str, int]
    exit: Mapping[str, int]


def places_of(run: CompiledProgramme, code: Coder) -> Places:
    """The numbers of a version's places; words that have none get theirs."""
    ports = [_ports(action) for action in run.actions]
    exits = [
        GOAL,
        *(exit_port(i) for i in range(len(run.exits))),
        THROUGH,
        MERGED,
        MOVED_OUT,
        STOPPED,
    ]
    words = [run.place("enter", IN), run.place("enter", HOLDOUT)]
    words += [run.place("exit", port) for port in exits]
    for action, names in zip(run.actions, ports, strict=True):
        words.append(run.place(action.key))
        words += [run.place(action.key, name) for name in names]
    numbers = code("place", words)
    return Places(
        tuple(numbers[run.place(action.key)] for action in run.actions),
        tuple(
            {name: numbers[run.place(action.key, name)] for name in names}
            for action, names in zip(run.actions, ports, strict=True)
        ),
        {port: numbers[run.place("enter", port)] for port in (IN, HOLDOUT)},
        {port: numbers[run.place("exit", port)] for port in exits},
    )


def _ports(action: object) -> list[str]:
    if isinstance(action, WaitAction):
        return [THEN, ELSE] if action.event is not None else [DONE]
    if isinstance(action, BranchAction):
        return [*(key for key, _, _ in action.arms), ELSE]
    if isinstance(action, SplitAction):
        return [key for key, _, _ in action.arms]
    return [DONE, HAD]
