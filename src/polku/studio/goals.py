"""The one goal of a journey: set, changed, parked and taken back, at once and without the rest of the draft."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from polku.care.workplace import Workplace
from polku.errors import DocumentError, Language, Problem, RequestRefused
from polku.journey.goal import Goal
from polku.journey.load import load_journey
from polku.journey.text import Text
from polku.store.definitions import Definition
from polku.studio.place import KIND, get, put_live
from polku.studio.texts import WHERE, patched, plain_of

Plain = dict[str, Any]


def set_goal(at: Workplace, key: str, goal: Plain | None, *, park: bool, who: str) -> Definition:
    """Sets the goal in the draft, and when the journey runs, in what is published too, as a version of its own.
    None takes the goal away, or parks it.

    Raises NotFound; RequestRefused (409 `journey.second-goal` when another one is active and `park` is false, 409
    `studio.draft-unreadable`); DocumentError when the goal is not valid in the journey.
    """
    found = get(at, key)
    draft = plain_of(found.body)
    if draft is None:
        raise RequestRefused(Problem("studio.draft-unreadable", found.key, {"key": found.key}), 409)
    newest = at.control.definitions.newest(KIND, found.key)
    runs = found.state == "live" and newest is not None
    now = plain_of(newest.body) if runs and newest else draft
    if now is None:  # a file that somebody is mending
        raise RequestRefused(Problem("studio.draft-unreadable", found.key, {"key": found.key}), 409)
    _refuse_second(now, goal, park=park)
    body = patched(found.body, _fields(draft, goal, park=park))
    if not runs or newest is None:
        _check(body, goal)
        return at.control.definitions.save(KIND, found.key, body, who=who)
    published = patched(newest.body, _fields(now, goal, park=park))
    if published == newest.body:
        return found
    load_journey(published, where=WHERE)
    saved = at.control.definitions.save(KIND, found.key, body, who=who)
    note = _note(now.get("goal"), goal, park=park, language=at.language)
    number = put_live(at, saved, published, note=note, who=who)
    at.control.audit.record(who, "journeys.goal", {"key": found.key, "version": number})
    return get(at, found.key)


def same(one: Plain | None, other: Plain | None) -> bool:
    """Whether two goals are about the same thing: then the second is a change of the first."""
    if not one or not other:
        return one == other
    ends = ("from", "to")
    return all(one.get(end) == other.get(end) for end in ends) and one.get(
        "metric", "conversion"
    ) == other.get("metric", "conversion")


def _refuse_second(now: Plain, goal: Plain | None, *, park: bool) -> None:
    active = now.get("goal")
    if goal is not None and isinstance(active, dict) and not same(active, goal) and not park:
        params = {"first": _name(active), "second": _name(goal)}
        raise RequestRefused(Problem("journey.second-goal", "goal", params), 409)


def _fields(now: Plain, goal: Plain | None, *, park: bool) -> Plain:
    active = now.get("goal")
    waiting = [each for each in now.get("parked") or [] if isinstance(each, dict)]
    parked = [each for each in waiting if goal is None or not same(each, goal)]
    if park and isinstance(active, dict) and not same(active, goal):
        parked = [*(each for each in parked if not same(each, active)), active]
    fields: Plain = {"goal": goal}
    if parked != waiting:
        fields["parked"] = parked or None
    return fields


def _check(body: str, goal: Plain | None) -> None:
    """A drawn journey may have faults elsewhere; its goal may not."""
    if goal is None:
        return
    try:
        Goal.model_validate(goal)
    except ValidationError:
        load_journey(body, where=WHERE)  # says it with its place
        raise
    try:
        load_journey(body, where=WHERE)
    except DocumentError as error:
        wrong = [each for each in error.problems if "goal" in str(each.params.get("path", ""))]
        if wrong:
            raise DocumentError(wrong) from None


def _name(goal: Plain) -> Any:
    try:
        return Text.model_validate(goal.get("name"))
    except (ValidationError, ValueError):
        return f"{goal.get('from')} → {goal.get('to')}"


def _note(before: Any, goal: Plain | None, *, park: bool, language: Language) -> str:
    active = before if isinstance(before, dict) else None
    if goal is None:
        code = "parked" if park else "removed"
    elif active is None or not same(active, goal):
        code = "set"
    else:
        code = "changed"
    name = _name(goal if goal is not None else active or {})
    said = name.in_(language) if isinstance(name, Text) else str(name)
    return _NOTES[code][language].format(name=said)[:500]


_NOTES: dict[str, dict[Language, str]] = {
    "set": {"fi": 'Tavoite asetettiin: "{name}"', "en": 'The goal was set: "{name}"'},
    "changed": {"fi": 'Tavoitetta muutettiin: "{name}"', "en": 'The goal was changed: "{name}"'},
    "parked": {
        "fi": 'Tavoite siirrettiin odottamaan: "{name}"',
        "en": 'The goal was parked: "{name}"',
    },
    "removed": {"fi": 'Tavoite poistettiin: "{name}"', "en": 'The goal was removed: "{name}"'},
}
