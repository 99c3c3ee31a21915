"""A year of a team's work in the demo, done by what the team itself uses: the clock alone is moved through the past."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from importlib import resources
from typing import TYPE_CHECKING, Any

from polku.clock import Moved
from polku.journey.written import read
from polku.studio.demo_deeds import Year, begin, comment, decide, go_on, review

if TYPE_CHECKING:
    from polku.app import Workspace
    from polku.demo.data import DemoData

KEPT = "demo"
"""The choice that remembers what the demo's team made, by kind: ids."""
WHO = "demo"
FIRST_HOUR, MINUTES_APART = 6, 7  # UTC, so that no day begins before the office does
Deed = Callable[[], None]


def live_year(workspace: Workspace, data: DemoData, clock: Moved) -> None:
    """The team's improvements, decisions, reviews, segments and comments. `clock` is the workspace's, and stands at
    the end afterwards."""
    file = resources.files("polku.demo") / "team" / f"{data.name}.yaml"
    told = read(file.read_text("utf-8"), file.name).value
    year = Year(workspace, workspace.settings.workspace.language, data.end)
    clock.at = data.start + timedelta(days=1)
    for each in told["team"]:
        user = workspace.control.users.add(each["name"], each["email"], each["role"])
        year.users[each["key"]] = user
        year.note("users", user.id)
    for segment in told["segments"]:
        workspace.segments.save(segment["key"], segment, who=WHO)
        year.note("segments", segment["key"])
    link = workspace.improve.ideas.renew("-", who=next(iter(year.users.values())).name)
    year.box = workspace.improve.ideas.opened(link["token"])
    year.note("shares", link["token"])
    for before, number, deed in sorted(_numbered(_deeds(year, told)), key=lambda each: each[:2]):
        clock.at = min(_office(data.end, -before, number), data.end)
        deed()
    clock.at = data.end
    workspace.refresh()  # the reviews looked at the stages as they were on their days
    workspace.control.choices.put(KEPT, year.made, who=WHO)


def remove(workspace: Workspace) -> None:
    """Takes away what the demo's team made."""
    control = workspace.control
    made = control.choices.get(KEPT) or {}
    if not made:
        return
    for key in made.get("segments", ()):
        control.definitions.delete("segment", key)
    with control.write() as connection:
        for kind, column in (
            ("improvements", "id"),
            ("decisions", "id"),
            ("reviews", "id"),
            ("comments", "id"),
            ("shares", "token"),
        ):
            rows = [(id,) for id in made.get(kind, ())]
            if kind == "improvements" and rows:
                connection.exec_driver_sql("DELETE FROM votes WHERE improvement = ?", rows)
            if rows:
                connection.exec_driver_sql(f"DELETE FROM {kind} WHERE {column} = ?", rows)
    for user in made.get("users", ()):
        control.users.remove(user)
    control.choices.put(KEPT, {}, who=WHO)


def _numbered(deeds: Iterator[tuple[int, Deed]]) -> list[tuple[int, int, Deed]]:
    """With the earliest first and those of one day as they were written."""
    return [(-before, number, deed) for number, (before, deed) in enumerate(deeds)]


def _office(end: datetime, before: int, number: int) -> datetime:
    """A moment of the working day that is so many days before the end, or of the Friday before it."""
    day = (end - timedelta(days=before)).astimezone(UTC).date()
    day -= timedelta(days=max(0, day.weekday() - 4))
    start = datetime.combine(day, time(FIRST_HOUR), UTC)
    return start + timedelta(minutes=MINUTES_APART * (number % 60))


def _deeds(year: Year, told: Mapping[str, Any]) -> Iterator[tuple[int, Deed]]:
    """(days before the end, what is done then)."""
    for each in told["improvements"]:
        yield each["day"], lambda each=each: begin(year, each)  # type: ignore[misc]
        yield from _later(year, each)
    for each in told["decisions"]:
        yield each["day"], lambda each=each: decide(year, each)  # type: ignore[misc]
    for each in told["reviews"]:
        yield each["day"], lambda each=each: review(year, each)  # type: ignore[misc]
    for each in told["comments"]:
        yield each["day"], lambda each=each: comment(year, each)  # type: ignore[misc]


def _later(year: Year, each: Mapping[str, Any]) -> Iterator[tuple[int, Deed]]:
    """What becomes of an improvement: each promotion has a life of its own."""
    for step in each.get("then", ()):
        yield step["day"], lambda step=step: go_on(year, each, step)  # type: ignore[misc]
        yield from _later(year, step)
