"""The year calendar: what is done in which month, and what hangs on no place of the journey."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Any

from polku.care.standing import standing
from polku.care.texts import parsed_or_none
from polku.improve.place import Place
from polku.table import iso

if TYPE_CHECKING:
    from polku.journey.year import CalendarItem


def year(at: Place, journey: str, which: int) -> dict[str, Any]:
    """{"year", "items", "campaigns"} of a journey: an item of every year stands in this one too."""
    items = [
        {
            "key": item.key,
            "name": item.name.both(),
            "from": first.isoformat(),
            "to": last.isoformat(),
            "every": item.every,
            "stages": list(item.stages),
            "programmes": list(item.programmes),
            "topics": list(item.topics),
            "note": item.note and item.note.both(),
            "bound": item.bound,
        }
        for item in at.journey_of(journey).calendar
        for first, last in within(item, which)
    ]
    items.sort(key=lambda each: (each["from"], each["key"]))
    return {"year": which, "items": items, "campaigns": _campaigns(at, which)}


def within(item: CalendarItem, which: int) -> list[tuple[date, date]]:
    """The days of an item that fall in a year: two stretches when it goes over New Year each year."""
    last = item.to_day or item.from_day
    years = (which - 1, which) if item.every == "year" else (item.from_day.year,)
    start, end = date(which, 1, 1), date(which, 12, 31)
    found = []
    for each in years:
        moved = each - item.from_day.year
        days = (_moved(item.from_day, moved), _moved(last, moved))
        if days[0] <= end and days[1] >= start:
            found.append((max(days[0], start), min(days[1], end)))
    return found


def _moved(day: date, years: int) -> date:
    """The same day of another year; 29 February becomes the 28th where there is none."""
    to = day.year + years
    return day.replace(year=to, day=min(day.day, monthrange(to, day.month)[1]))


def _campaigns(at: Place, which: int) -> list[dict[str, Any]]:
    """Programmes that go to an audience once, on the day they were published, if in this year."""
    definitions = at.control.definitions
    found = []
    for each in definitions.all("programme"):
        version = standing(each).version
        loaded = parsed_or_none(each.body)
        if version is None or loaded is None or loaded.programme.entry.kind != "audience":
            continue
        published = definitions.version("programme", each.key, version).published
        if published.astimezone(at.zone).year != which:
            continue
        found.append(
            {
                "key": each.key,
                "name": loaded.programme.name.both(),
                "stage": loaded.programme.stage,
                "at": iso(published),
            }
        )
    return sorted(found, key=lambda campaign: str(campaign["at"]))
