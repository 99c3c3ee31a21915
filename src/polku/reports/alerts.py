"""Alerts: has the path begun to break, or to carry better, where, how much, since when and for whom?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from babel.dates import format_date

from polku.analytics.alerts import Alert, Watch, watch
from polku.analytics.calendar_parts import midnight
from polku.analytics.step_days import people_stopped, touches
from polku.errors import Problem
from polku.reports.answer import Answer, Column, Figure, Sheet
from polku.reports.asked import Asked
from polku.reports.report import Report, Scene
from polku.reports.said import Both, Count, Number, Share

if TYPE_CHECKING:
    import pyarrow as pa

EVERYBODY = {"fi": "Kaikki", "en": "Everybody"}
COLUMNS = [
    Column("from", "text"),
    Column("to", "text"),
    Column("group", "text"),
    Column("drop", "flag"),
    Column("since", "day"),
    Column("tried"),
    Column("observed"),
    Column("expected", "number"),
    Column("before", "share"),
    Column("now", "share"),
    Column("stopped", people=True),
    Column("chance", "p"),
]


class AskedAlerts(Asked):
    """The filter only. `to` looks at the path as of that day."""


def answer(scene: Scene, asked: AskedAlerts) -> Answer:
    """A row and a sentence for each alert, the surest first."""
    seen = watch(scene)
    rows = [_row(scene, each) for each in seen.alerts]
    return Answer(
        n=seen.compared,
        figures=[Figure("compared", "count", seen.compared)],
        sheets=[Sheet("alerts", COLUMNS, rows)],
        notes=_notes(scene, seen),
        details={"quiet_days": seen.quiet},
    )


def _row(scene: Scene, each: Alert) -> dict[str, Any]:
    stopped = None if each.kind == "arrow" else len(_stopped(scene, each))
    return {
        "id": _id(each),
        "from": _name(scene, each, each.source),
        "to": _name(scene, each, each.target),
        "group": _group(each),
        "drop": each.drop,
        "since": each.since.isoformat(),
        "tried": each.tried,
        "observed": each.observed,
        "expected": each.expected,
        "before": each.before,
        "now": each.now,
        "stopped": stopped,
        "chance": each.chance,
    }


def _id(each: Alert) -> str:
    way = "down" if each.drop else "up"
    return f"{each.kind}:{each.source}:{each.target}:{way}"


def _name(scene: Scene, each: Alert, key: str) -> dict[str, str]:
    if each.kind == "arrow":
        return scene.stage(key)
    found = (touch.name.both() for touch in scene.journey.touchpoints if touch.key == key)
    return next(found, {"fi": key, "en": key})


def _group(each: Alert) -> dict[str, str]:
    if each.group is None:
        return EVERYBODY
    return {"fi": each.group[1], "en": each.group[1]}


def _notes(scene: Scene, seen: Watch) -> list[Problem]:
    if not seen.quiet:
        return [Problem("alerts.short-history", level="hint")]
    if not seen.compared:
        return [Problem("alerts.too-few", level="hint")]
    if not seen.alerts:
        return [Problem("alerts.none", params={"n": Count(seen.compared)}, level="hint")]
    return [sentence(scene, each) for each in seen.alerts]


def sentence(scene: Scene, each: Alert) -> Problem:
    """What, how much, since when, for whom."""
    day = Both(
        format_date(each.since, "EEEE d.M.", locale="fi"),
        format_date(each.since, "EEEE d MMMM", locale="en_GB"),
    )
    params: dict[str, Any] = {
        "from": Both.of(_name(scene, each, each.source)),
        "to": Both.of(_name(scene, each, each.target)),
        "group": Both.of(_group(each)),
        "since": day,
    }
    level: Any = "warning" if each.drop else "hint"
    if each.now is None or each.before is None:
        params |= {"observed": Count(each.observed), "expected": Number(each.expected, 0)}
        code = "alerts.pace-down" if each.drop else "alerts.pace-up"
        return Problem(code, params=params, level=level)
    params |= {
        "before": Share(each.before, 0),
        "now": Share(each.now, 0),
        "n": Count(each.tried or 0),
    }
    code = "alerts.step-down" if each.drop else "alerts.step-up"
    return Problem(code, params=params, level=level)


def _stopped(scene: Scene, each: Alert) -> pa.Table:
    """Who was at the first touchpoint since the change began and did not go on."""
    codes = {(touch.source, touch.target): (touch.first, touch.second) for touch in touches(scene)}
    first, second = codes[each.source, each.target]
    dimension, value = each.group or ("", "")
    if dimension == "channel":
        value = str(scene.codes["channel"].get(value, -1))
    start = midnight(each.since, scene.zone)
    end = scene.period.cohort_end
    return scene.ask(
        people_stopped(first, second, dimension, value if each.group else None, scene.limited),
        # The same events as in the counts: what came before the first day tells nothing of what followed.
        step_start=datetime.fromtimestamp(start.timestamp() - 1, UTC),
        window_end=end,
        stopped_start=start,
        stopped_end=end - timedelta(hours=each.waiting_hours),
        stopped_hours=each.waiting_hours,
    )


def people(scene: Scene, asked: AskedAlerts, row: str, column: str) -> pa.Table:
    """Those who stopped there since the change began."""
    if column != "stopped":
        raise KeyError(column)
    for each in watch(scene).alerts:
        if _id(each) == row and each.kind == "step":
            return _stopped(scene, each)
    raise KeyError(row)


REPORT = Report("alerts", "journey", AskedAlerts, answer, people)
