"""The walk: everybody of one version from where they stand to where they must be, action by action.

Actions lead only onward, so one sweep in their order is enough: whoever arrives at an action is there when its
turn comes. Columns in, columns out; no loop over people. What must be asked of the data (conditions, dates,
zones) is asked through `Answers`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from polku.conditions.event import EventCondition
from polku.conditions.person import PersonCondition
from polku.engine import chance
from polku.engine.frontier import GONE, Frontier, Rows
from polku.engine.moments import NEVER, Flags, Ints, Moments, isin
from polku.engine.places import DONE, ELSE, GOAL, HAD, THEN, THROUGH, Places, exit_port
from polku.engine.windows import next_opening
from polku.programmes.actions import (
    Action,
    BranchAction,
    CompiledProgramme,
    EffectAction,
    SplitAction,
    WaitAction,
)


class Answers(Protocol):
    """What the walk asks. Moments are microseconds."""

    def event(self, condition: EventCondition) -> Moments:
        """When people did this, as far as it is not too long ago to matter."""

    def stage(self, key: str) -> Moments:
        """When people came to this stage."""

    def flags(self, asked: Sequence[PersonCondition], people: Ints, at: Ints) -> NDArray[np.bool_]:
        """(n, k) whether each met each condition at that moment of theirs."""

    def dates(self, trait: str, people: Ints, at: Ints) -> Ints:
        """(n,) the moment in the trait as it stood then; NEVER when there is none."""

    def zones(self, people: Ints, at: Ints) -> tuple[Ints, Sequence[str]]:
        """(n,) numbers of time zones as they stood then, and the zones by number."""


class Probe(Protocol):
    """Looks on: called before the first action (number -1) and after each at which somebody stood."""

    def __call__(
        self,
        run: CompiledProgramme,
        number: int,
        people: Frontier,
        node: Ints,
        since: Ints,
        due: Ints,
    ) -> None:
        """`people` as they came; (n,) at which action they stand now, since when and until when."""


@dataclass
class Walked:
    """`stay`: who waits now. `moved` says of the rows given which have left their place. `ended`: (n,) when
    the entry was over, or NEVER."""

    stay: Frontier
    moved: Flags
    ended: Ints
    steps: Rows
    outbox: Rows


def walk(  # noqa: PLR0912, PLR0915  (one sweep over the kinds of actions)
    run: CompiledProgramme,
    places: Places,
    people: Frontier,
    now: int,
    answers: Answers,
    had: Mapping[int, Ints] | None = None,
    probe: Probe | None = None,
) -> Walked:
    """Moves everybody as far as `now` (microseconds) lets them. `had`: action → the entries, ascending, that
    did it in another version; they do not do it again."""
    steps, outbox = Rows(), Rows()
    node, since, due = people.node.copy(), people.since.copy(), people.due.copy()
    moved = ~people.old
    ended = np.full(len(people), NEVER, np.int64)
    leave_at, leave_by = leaving(run, people, answers)

    def step(place: int, rows: Ints, at: Ints) -> None:
        steps.add(place, people.entry[rows], people.person[rows], at)

    def go(rows: Ints, place: int, to: int) -> None:
        step(place, rows, since[rows])
        node[rows], moved[rows] = to, True

    reached = -1
    for number, action in enumerate(run.actions):
        rows = np.flatnonzero(node == number)
        if not len(rows):
            continue
        if probe is not None:
            probe(run, reached, people, node, since, due)
            reached = number
        port = places.port[number]
        if isinstance(action, EffectAction):
            if had and number in had:
                again = isin(people.entry[rows], had[number])
                go(rows[again], port[HAD], action.next)
                rows = rows[~again]
            outbox.add(
                places.node[number], people.entry[rows], people.person[rows], since[rows].copy()
            )
            go(rows, port[DONE], action.next)
        elif isinstance(action, SplitAction):
            weights = [weight for _, weight, _ in action.arms]
            arm = chance.arms(people.person[rows], run.key, action.key, weights)
            for i, (key, _, to) in enumerate(action.arms):
                go(rows[arm == i], port[key], to)
        elif isinstance(action, BranchAction):
            arm = _branch(action, people.person[rows], since[rows], answers)
            for i, (key, _, to) in enumerate(action.arms):
                go(rows[arm == i], port[key], to)
            go(rows[arm == len(action.arms)], port[ELSE], action.next)
        else:
            fresh = rows[moved[rows]]
            due[fresh] = until(action, people.person[fresh], since[fresh], answers)
            leave = np.maximum(leave_at[rows], since[rows])
            leave[leave_at[rows] == NEVER] = NEVER
            came = _came(action, people.person[rows], since[rows], answers)
            when = np.minimum(np.minimum(leave, came), due[rows])
            off = when <= now
            leaves, comes = off & (leave == when), off & (leave > when) & (came == when)
            times_out = off & ~leaves & ~comes
            for by in np.unique(leave_by[rows[leaves]]):
                out = rows[leaves & (leave_by[rows] == by)]
                at = np.maximum(leave_at[out], since[out])
                step(places.exit[GOAL if by == 0 else exit_port(int(by) - 1)], out, at)
                ended[out], node[out], since[out] = at, GONE, at
            for who, name, to in (
                (comes, THEN, action.came),
                (times_out, ELSE if action.event is not None else DONE, action.next),
            ):
                some = rows[who]
                if len(some):
                    since[some] = when[who]
                    go(some, port[name], to)
            moved[rows[off]] = True
    if probe is not None:
        probe(run, reached, people, node, since, due)
    through = np.flatnonzero((node == GONE) & (ended == NEVER))
    step(places.exit[THROUGH], through, since[through])
    ended[through] = since[through]
    stay = np.flatnonzero((node != GONE) & moved)
    here = Frontier(
        people.entry[stay],
        people.person[stay],
        node[stay],
        since[stay],
        due[stay],
        people.entered[stay],
        people.old[stay],
    )
    return Walked(here, moved & people.old, ended, steps, outbox)


def leaving(run: CompiledProgramme, people: Frontier, answers: Answers) -> tuple[Ints, Ints]:
    """(n,) when each leaves by goal or exit, or NEVER, and by which: 0 the goal, i the i-th exit. The
    goal goes first on equal times, then the exits as written."""
    at = np.full(len(people), NEVER, np.int64)
    by = np.zeros(len(people), np.int64)
    for number, trigger in enumerate((run.goal, *run.exits)):
        if trigger is None:
            continue
        did = answers.event(trigger.event) if trigger.event else answers.stage(trigger.stage)
        first = did.first_after(people.person, people.entered)
        sooner = first < at
        at[sooner], by[sooner] = first[sooner], number
    return at, by


def _branch(action: BranchAction, people: Ints, at: Ints, answers: Answers) -> Ints:
    """(n,) the number of the first arm whose condition holds; as many as there are arms when none does."""
    if not action.arms:
        return np.zeros(len(people), np.int64)
    met = answers.flags([condition for _, condition, _ in action.arms], people, at)
    first: Ints = np.where(met.any(axis=1), met.argmax(axis=1), len(action.arms))
    return first


def until(action: WaitAction, people: Ints, since: Ints, answers: Answers) -> Ints:
    """(n,) until when who came at `since` waits at most."""
    if action.after is not None:
        return since + action.after.microseconds
    if not len(people):
        return since
    if action.window is not None:
        zone, names = answers.zones(people, since)
        due = since.copy()
        for number in np.unique(zone):
            here = zone == number
            due[here] = next_opening(since[here], action.window, names[int(number)])
        return due
    date = answers.dates(action.date or "", people, since)
    known = date != NEVER
    moment = np.where(known, date, 0) + action.offset
    return np.where(known, np.maximum(moment, since), since)


def _came(action: WaitAction, people: Ints, since: Ints, answers: Answers) -> Ints:
    if action.event is None:
        return np.full(len(people), NEVER, np.int64)
    return answers.event(action.event).first_after(people, since)


def effects(actions: Sequence[Action]) -> dict[str, EffectAction]:
    """The actions that fill the outbox, by their key."""
    return {action.key: action for action in actions if isinstance(action, EffectAction)}
