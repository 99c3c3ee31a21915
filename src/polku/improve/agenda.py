"""The agenda of a review, made from the journey: the goal, what changed, the money, five timelines, what to decide."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from polku.analytics.numbers import Numbers, numbers
from polku.care.texts import parsed_or_none
from polku.errors import DocumentError
from polku.improve.place import Place
from polku.improve.timelines import chosen, timeline
from polku.journey.diff import diff
from polku.journey.load import load_journey
from polku.reports.prices import REPORTS, prices
from polku.table import iso

if TYPE_CHECKING:
    from polku.analytics.path import Arrow
    from polku.store.definitions import Version
    from polku.store.reviews import Review

KINDS = ("event", "source", "channel", "stage")
MOST_WORDS = 40  # sentences of one version
FIRST = timedelta(days=90)
"""What the first review looks back at."""


def agenda(at: Place, last: Review | None) -> dict[str, Any]:
    """Of the running journey as it is now; `last` is the review before this one."""
    work, journey = at.work, at.journey
    asked = at.reports.together((*REPORTS, "mend"))
    first = asked["mend"].details.get("first")
    with work.warehouse.read() as cursor:
        scene = at.reports.scene(cursor)
        codes = {kind: work.warehouse.names(kind) for kind in KINDS}
        found = numbers(cursor, journey, codes, at.now(), at.zone)
        arrow = _arrow(found, first)
        people = [timeline(scene, person, why) for why, person in chosen(scene, arrow)]
    return {
        "as_of": iso(at.now()),
        "stages": [{"key": s.key, "name": s.name.both(), "exit": s.exit} for s in journey.stages],
        "goal": _goal(at, found, last),
        "versions": _versions(at, last),
        "changes": _changes(found),
        "arrow": arrow and {"from": arrow.source.key, "to": arrow.target.key},
        "breaks": first and {name: first[name] for name in ("what", "because")},
        "money": {
            "currency": work.settings.money.currency,
            **{name: vars(each) for name, each in prices(asked).items()},
        },
        "timelines": [each for each in people if each is not None],
        "under_way": _under_way(at),
        "since": last and iso(last.started),
        "every_days": journey.review_every_days,
    }


def _arrow(found: Numbers, first: dict[str, Any] | None) -> Arrow | None:
    """The goal's, else the one where the path breaks."""
    if found.goal is not None:
        return found.goal.arrow
    arrows = found.path.arrows()
    return next((each for each in arrows if first and each.source.key == first["from"]), None)


def _goal(at: Place, found: Numbers, last: Review | None) -> dict[str, Any] | None:
    goal, progress = at.journey.goal, found.goal
    if goal is None or progress is None:
        return None
    before = (last.agenda.get("goal") if last else None) or None
    same = before and (before["from"], before["to"]) == (goal.from_stage, goal.to_stage)
    now = progress.now
    return {
        "name": goal.name.both(),
        "from": goal.from_stage,
        "to": goal.to_stage,
        "target": goal.target,
        "date": goal.target_date and goal.target_date.isoformat(),
        "now": now.value,
        "low": now.low,
        "high": now.high,
        "n": now.entered,
        "before": before["now"] if same and before else None,
        "trend": [{"month": m, "value": value, "n": n} for m, value, n in progress.trend][-6:],
        "days_left": progress.days_left,
    }


def _changes(found: Numbers) -> list[dict[str, Any]]:
    return [
        {
            "code": each.code,
            "stage": each.stage,
            "to": each.to,
            "now": each.now,
            "before": each.before,
            "n": each.n,
        }
        for each in found.changes
    ]


def _versions(at: Place, last: Review | None) -> list[dict[str, Any]]:
    """What was published since the last review (lately, without one), the newest first, in words."""
    definitions = at.control.definitions
    rows = definitions.versions("journey", at.key("-"))
    since = last.started if last is not None else at.now() - FIRST
    new = [row for row in rows if row.published > since]
    found = [
        {
            "kind": "journey",
            "key": row.key,
            "name": at.journey.name.both(),
            "version": row.version,
            "at": iso(row.published),
            "who": row.who,
            "note": row.note,
            "words": _words(row, next((r for r in rows if r.version == row.version - 1), None)),
        }
        for row in new
    ]
    for programme in definitions.all("programme"):
        loaded = parsed_or_none(programme.body)
        for row in definitions.versions("programme", programme.key):
            if row.published > since:
                found.append(
                    {
                        "kind": "programme",
                        "key": row.key,
                        "name": loaded and loaded.programme.name.both(),
                        "version": row.version,
                        "at": iso(row.published),
                        "who": row.who,
                        "note": row.note,
                        "words": [],
                    }
                )
    return sorted(found, key=lambda each: str(each["at"]), reverse=True)[:50]


def _words(now: Version, before: Version | None) -> list[dict[str, str]]:
    if before is None:
        return []
    try:
        one, other = load_journey(before.body).journey, load_journey(now.body).journey
    except DocumentError:
        return []
    return [
        {"fi": each.words("fi"), "en": each.words("en")} for each in diff(one, other)[:MOST_WORDS]
    ]


def _under_way(at: Place) -> list[dict[str, Any]]:
    rows = at.control.improvements.all(journey=at.key("-"), state="doing")
    return [
        {"id": row.id, "kind": row.kind, "title": row.title, "owner": row.owner}
        for row in rows
        if row.kind != "idea"  # it goes on as what it became
    ]
