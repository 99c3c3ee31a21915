"""The goals that a journey has had: when each was set, by whom, and how its number has moved since."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from polku.analytics.period import Period
from polku.analytics.stage_conversion import stage_conversion
from polku.care.workplace import Workplace
from polku.journey import Journey
from polku.journey.dump import plain
from polku.journey.goal import Goal
from polku.reports.report import Scene
from polku.studio.place import KIND, get
from polku.studio.texts import journey_or_none
from polku.table import iso

if TYPE_CHECKING:
    from polku.reports.reports import Reports

BEFORE = timedelta(days=90)


def goals(at: Workplace, reports: Reports, key: str, *, moved: bool) -> dict[str, Any]:
    """The goal and the parked ones as they are published (of a drawn journey: as the draft has them), and the history,
    the newest first; with `moved`, how the number of each has moved. Raises NotFound."""
    found = get(at, key)
    versions = at.control.definitions.versions(KIND, found.key)
    runs = found.state == "live" and versions
    journey = journey_or_none(versions[0].body if runs else found.body)
    changed: list[dict[str, Any]] = []
    ends: list[tuple[Goal, datetime, datetime]] = []
    before: Goal | None = None
    for version in reversed(versions):
        read = journey_or_none(version.body)
        if read is None or read.goal == before:
            continue
        about = read.goal or before
        if about is None:
            continue
        if ends:
            ends[-1] = (*ends[-1][:2], version.published)
        ends.append((about, version.published, at.now()))
        changed.append(
            {
                "version": version.version,
                "at": iso(version.published),
                "who": version.who,
                "before": _shown(before),
                "after": _shown(read.goal),
                "moved": None,
            }
        )
        before = read.goal
    if changed and moved:
        measured = _measured(at, reports, ends)
        changed = [{**row, "moved": each} for row, each in zip(changed, measured, strict=True)]
    return {
        "goal": _shown(journey.goal if journey else None),
        "parked": [_shown(each) for each in journey.parked] if journey else [],
        "stages": _stages(journey),
        "history": changed[::-1],
    }


def _measured(
    at: Workplace, reports: Reports, ends: list[tuple[Goal, datetime, datetime]]
) -> list[dict[str, Any] | None]:
    """For each change the conversion of who entered in the 90 days before it and of who has since, until the next."""
    at.bring()
    with at.warehouse.read() as cursor:
        scene = reports.scene(cursor)
        return [_moved(scene, *each) for each in ends]


def _moved(scene: Scene, goal: Goal, since: datetime, until: datetime) -> dict[str, Any] | None:
    try:
        arrow = scene.path.arrow(goal.from_stage, goal.to_stage, goal.within_days)
    except (KeyError, ValueError, IndexError):
        return None  # a stage that the journey no longer has
    whole = scene.period
    found: list[dict[str, Any]] = []
    for start, stop in ((since - BEFORE, since), (since, until)):
        period = Period(
            whole.as_of, whole.end, whole.first, start.astimezone(UTC), stop.astimezone(UTC)
        )
        if period.cohort_end <= period.cohort_start:
            found.append({"value": None, "low": None, "high": None, "n": 0})
            continue
        one = stage_conversion(scene.reader, arrow, period)
        found.append({"value": one.value, "low": one.low, "high": one.high, "n": one.entered})
    return {"before": found[0], "since": found[1]}


def _shown(goal: Goal | None) -> dict[str, Any] | None:
    if goal is None:
        return None
    written = {
        name: int(value) if isinstance(value, float) and value.is_integer() else value
        for name, value in plain(goal).items()
    }
    return {"sentence": goal.name.both(), "written": written}


def _stages(journey: Journey | None) -> list[dict[str, Any]]:
    stages = journey.stages if journey else ()
    return [{"key": stage.key, "name": stage.name.both()} for stage in stages]
