"""Frictions that the data proposes: where the path has begun to break, and which place to mend first."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

from polku.analytics.alerts import Alert, watch
from polku.improve.place import Place
from polku.reports.alerts import sentence

if TYPE_CHECKING:
    from polku.journey.model import Journey
    from polku.reports.report import Scene

MOST = 5
HELD = 300.0  # seconds


class Findings:
    """What could be made a friction with one press; looked for anew every few minutes."""

    def __init__(self, place: Place) -> None:
        self._at = place
        self._lock = threading.Lock()
        self._held: tuple[float, list[dict[str, Any]]] | None = None

    def all(self) -> list[dict[str, Any]]:
        """What has been made a friction already (by its title) is left out."""
        with self._lock:
            if self._held is None or time.monotonic() - self._held[0] > HELD:
                self._held = (time.monotonic(), _look(self._at))
            found = self._held[1]
        rows = self._at.control.improvements.all(journey=self._at.key("-"), kind="friction")
        taken = {row.title for row in rows if row.state not in ("done", "rejected")}
        return [each for each in found if not taken & set(each["title"].values())][:MOST]


def _look(at: Place) -> list[dict[str, Any]]:
    with at.work.warehouse.read() as cursor:
        scene = at.reports.scene(cursor)
        found = [_of_alert(scene, each) for each in watch(scene).alerts if each.drop]
    first = at.reports.together(["mend"])["mend"].details.get("first")
    return found if first is None else [_of_first(first), *found]


def _of_alert(scene: Scene, alert: Alert) -> dict[str, Any]:
    said = sentence(scene, alert)
    arrow = alert.kind == "arrow"
    group = {} if alert.group is None else {alert.group[0]: alert.group[1]}
    names = [_name(scene, alert.kind, key) for key in (alert.source, alert.target)]
    who = f", {alert.group[1]}" if alert.group else ""
    return {
        "code": f"{alert.kind}:{alert.source}:{alert.target}",
        "title": {
            language: f"{names[0][language]} → {names[1][language]}{who}"
            for language in ("fi", "en")
        },
        "text": {"fi": said.what("fi"), "en": said.what("en")},
        "friction": "obstacle",
        "stage": alert.source if arrow else _stage_of(scene.journey, alert.source),
        "arrow": alert.target if arrow else None,
        "touchpoint": None if arrow else alert.source,
        "since": alert.since.isoformat(),
        "metric": _arrow_metric(alert.source, group)
        if arrow
        else _step_metric(scene, alert, group),
    }


def _of_first(first: dict[str, Any]) -> dict[str, Any]:
    """The place that the report `mend`, and with it Home, names."""
    return {
        "code": f"mend:{first['from']}",
        "title": first["what"],
        "text": first["because"],
        "friction": "uphill",
        "stage": first["from"],
        "arrow": None,
        "touchpoint": None,
        "since": None,
        "metric": _arrow_metric(first["from"], {}),
    }


def _arrow_metric(stage: str, group: dict[str, str]) -> dict[str, Any]:
    asked = {"cohorts": "none", **group}
    return {"report": "conversion", "row": stage, "column": "conversion", "asked": asked}


def _step_metric(scene: Scene, alert: Alert, group: dict[str, str]) -> dict[str, Any] | None:
    """From the one event to the other since the change began; None when either is more than a name."""
    names = []
    for key in (alert.source, alert.target):
        touch = next((each for each in scene.journey.touchpoints if each.key == key), None)
        if touch is None or touch.event is None or touch.event.where:
            return None
        names.append(touch.event.event)
    asked = {"steps": names, "from": alert.since.isoformat(), **group}
    return {"report": "funnel", "row": "2", "column": "conversion", "asked": asked}


def _name(scene: Scene, kind: str, key: str) -> dict[str, str]:
    if kind == "arrow":
        return scene.stage(key)
    found = (touch.name.both() for touch in scene.journey.touchpoints if touch.key == key)
    return next(found, {"fi": key, "en": key})


def _stage_of(journey: Journey, touchpoint: str) -> str | None:
    for each in journey.touchpoints:
        if each.key == touchpoint and each.stages:
            return each.stages[0]
    return None
