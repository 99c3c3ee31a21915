"""Publishing a journey: what it says is what runs from then on; and letting another journey run."""

from __future__ import annotations

from polku.care.workplace import Workplace
from polku.errors import DocumentError, Problem, RequestRefused
from polku.store.definitions import Definition
from polku.studio.drafts import edited
from polku.studio.hanging import hanging
from polku.studio.history import checked_note
from polku.studio.place import KIND, get, look, put_live
from polku.studio.texts import journey_or_none, problems_of


def publish(at: Workplace, key: str, *, note: str, edition: int | None, who: str) -> int:
    """Makes the draft the next version, and what runs when the journey is the running one; gives its number.

    Raises NotFound; RequestRefused: 422 `studio.no-note`, 409 `care.edited`, 409 `studio.nothing-new`; DocumentError
    with what blocks it.
    """
    found = get(at, key)
    note = checked_note(note, found.key)
    if edition is not None and edition != found.edition:
        raise edited(at, found.key, found.body, None)
    newest = at.control.definitions.newest(KIND, found.key)
    if newest is not None and newest.body == found.body:
        raise RequestRefused(Problem("studio.nothing-new", found.key, {"key": found.key}), 409)
    refuse(at, found, runs=found.state == "live")
    if found.state == "live":
        number = put_live(at, found, found.body, note=note, who=who)
    else:
        number = at.control.definitions.publish(KIND, found.key, found.body, who=who, note=note)
        details = {**found.details, "version": number, "based_on": number}
        at.control.definitions.set_state(KIND, found.key, "draft", details)
    _record(at, who, "journeys.publish", found.key, number, note)
    return number


def run(at: Workplace, key: str, *, note: str, who: str) -> int:
    """Lets another journey run instead of the one that does; gives the number of its version. Raises as `publish`."""
    running = look(at)
    found = get(at, key)
    note = checked_note(note, found.key)
    if found.key == running:
        raise RequestRefused(Problem("studio.runs-already", found.key, {"key": found.key}), 409)
    refuse(at, found, runs=True)
    number = put_live(at, found, found.body, note=note, who=who)
    _record(at, who, "journeys.run", found.key, number, note)
    return number


def blocking(at: Workplace, found: Definition, *, runs: bool) -> list[Problem]:
    """What must not be passed over: faults of the text, and for what is to run, what hangs on stages that go away."""
    problems = [each for each in problems_of(found.body) if each.level == "error"]
    journey = journey_or_none(found.body)
    if runs and journey is not None:
        problems += [each for each in hanging(at, journey) if each.level == "error"]
    return problems


def refuse(at: Workplace, found: Definition, *, runs: bool) -> None:
    """Raises DocumentError with what blocks."""
    if problems := blocking(at, found, runs=runs):
        raise DocumentError(problems)


def _record(at: Workplace, who: str, what: str, key: str, number: int, note: str) -> None:
    at.control.audit.record(who, what, {"key": key, "version": number, "note": note[:200]})
