"""How well a journey is: whether it is stale, and whether people still walk it as it was designed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from polku.care.workplace import Workplace
from polku.errors import Language
from polku.studio.place import get
from polku.studio.staleness import staleness
from polku.studio.texts import journey_or_none

if TYPE_CHECKING:
    from polku.reports.reports import Reports

DAYS = 90
FELL = 0.1
"""By this part of what it was: people have begun to go other ways."""
ENOUGH = 30
"""People in each of the two periods, below which a fall may be chance."""


def health(at: Workplace, reports: Reports, key: str, language: Language) -> dict[str, Any]:
    """{"stale", "drift"}; only the running journey is walked, of others the drift is None. Raises NotFound."""
    found = get(at, key)
    journey = journey_or_none(found.body)
    zone = at.settings.workspace.timezone
    return {
        "stale": staleness(journey, found.created, at.now(), zone),
        "drift": _drift(at, reports, zone, language) if found.state == "live" else None,
    }


def _drift(at: Workplace, reports: Reports, zone: str, language: Language) -> dict[str, Any]:
    """The share of people whose every move of the last 90 days the design allows, beside the 90 days before: the
    figure of the report "fit", asked as anybody can ask it."""
    at.bring()
    today = at.now().astimezone(ZoneInfo(zone)).date()
    asked = {
        "from": (today - timedelta(days=DAYS - 1)).isoformat(),
        "to": today.isoformat(),
        "compare": "previous",
    }
    answer = reports.answer("fit", asked, language)
    now, before = _whole(answer), _whole(answer["compared"])
    fell = (
        now["value"] is not None
        and before["value"] is not None
        and min(now["n"], before["n"]) >= ENOUGH
        and now["value"] <= before["value"] * (1 - FELL)
    )
    return {"now": now, "before": before, "days": DAYS, "fell": fell, "asked": asked}


def _whole(answer: dict[str, Any]) -> dict[str, Any]:
    for figure in answer["figures"]:
        if figure["key"] == "whole":
            return {name: figure[name] for name in ("value", "low", "high")} | {
                "n": figure["n"] or 0
            }
    return {"value": None, "low": None, "high": None, "n": 0}
