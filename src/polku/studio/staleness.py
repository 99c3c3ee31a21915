"""When a journey was looked over last, and whether that is too long ago."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from polku.journey import Journey

CADENCE = 90
"""Days between reviews when the journey does not say."""


def staleness(
    journey: Journey | None, created: datetime, now: datetime, zone: str
) -> dict[str, Any]:
    """`due` is the day by which it is to be reviewed, counted from the last review, or from the making of a journey
    that never was; `days` how many days over (negative: still to go); `stale` when the day has passed."""
    every = (journey.review_every_days if journey else None) or CADENCE
    last = journey.last_reviewed if journey else None
    here = ZoneInfo(zone)
    due = (last or created.astimezone(here).date()) + timedelta(days=every)
    days = (now.astimezone(here).date() - due).days
    return {
        "last_reviewed": last.isoformat() if last else None,
        "every_days": every,
        "due": due.isoformat(),
        "days": days,
        "stale": days > 0,
    }
