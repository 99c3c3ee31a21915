"""/p/map/<token>: the map of a journey for people without a login. No person is named, and numbers stand on it only
when whoever shared it said so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from polku.errors import DocumentError, Language, NotFound
from polku.http.public.page import words
from polku.http.public.site import Site
from polku.http.public.visit import Visit
from polku.journey import load_journey
from polku.journey.lane import catalogue, lane_name, lanes_of
from polku.journey.model import Journey, Stage
from polku.store.shares import Share
from polku.studio.place import KIND

PRIVATE = frozenset({"owner"})  # names one of the team
WIDE, HIGH, MARGIN = 160, 160, 24  # of a column and of the curve, in units of the picture


@dataclass(frozen=True)
class Point:
    """A place of the emotion curve."""

    x: int
    y: int


def answer(visit: Visit) -> Response:
    """The map as it stands now: what runs as it was published, another journey as its draft is."""
    share = opened(visit.site, visit.key)
    language = visit.language()
    t = words(language)
    try:
        journey = _journey(visit.site, share)
    except DocumentError:
        return visit.message(language, t["map_title"], t["map_unfinished"])
    except NotFound:
        return visit.gone()
    stages = journey.stages
    title = journey.name.in_(language) if journey.name else t["map_title"]
    numbers = _numbers(visit, stages) if share.kind == "live-map" else []
    return visit.page(
        "map",
        language,
        title=title,
        stages=[{"name": each.name.in_(language), "exit": each.exit} for each in stages],
        lanes=[*_lanes(journey, language, t), *_numbers_in_words(numbers, language, t)],
        curve=_curve(stages, t),
        as_of=visit.date(visit.now, visit.site.settings.workspace.timezone, language),
        live=bool(numbers),
        goal=journey.goal.name.in_(language) if journey.goal and journey.goal.name else "",
    )


def opened(site: Site, token: str) -> Share:
    """The link that is good now. Raises NotFound (`link.unknown`, `link.expired`)."""
    try:
        return site.control.shares.open("map", token)
    except NotFound as error:
        if error.problems[0].code != "link.unknown":
            raise
        return site.control.shares.open("live-map", token)


def _journey(site: Site, share: Share) -> Journey:
    found = site.control.definitions.get(KIND, share.target)
    if found.state == "live":
        return site.workspace.journey.journey
    return load_journey(found.body, where=share.target).journey


def _lanes(journey: Journey, language: Language, t: Any) -> list[dict[str, Any]]:
    """The rows of texts, each with its cells; the rows that nobody has filled are left out."""
    found = []
    for lane in lanes_of(journey.lanes):
        known = catalogue().get(lane.key)
        if lane.key in PRIVATE or (known and known.kind in ("live", "improve")):
            continue
        cells = [_cell(journey, stage, lane.key, language, t) for stage in journey.stages]
        if any(cells):
            found.append({"name": lane_name(lane).in_(language), "cells": cells})
    return found


def _cell(journey: Journey, stage: Stage, lane: str, language: Language, t: Any) -> list[str]:
    known = catalogue().get(lane)
    if known is None or known.kind == "cell":
        return [text.in_(language) for text in stage.cells.get(lane, ())]
    if known.kind == "emotion":
        return [] if stage.emotion_assumed is None else [_feeling(stage.emotion_assumed, t)]
    if known.kind == "touchpoints":
        return [each.name.in_(language) for each in journey.touchpoints if stage.key in each.stages]
    value = getattr(stage, known.field or lane, None)
    if value is None:
        return []
    texts = value if isinstance(value, tuple) else (value,)
    return [text.in_(language) for text in texts]


def _feeling(value: int, t: Any) -> str:
    return str(t[f"map_emotion_{value}"])


def _curve(stages: Sequence[Stage], t: Any) -> dict[str, Any]:
    """The assumed emotion as a line; empty with fewer than two stages that have one."""
    points = [
        Point(
            place * WIDE + WIDE // 2, MARGIN + (2 - each.emotion_assumed) * (HIGH - 2 * MARGIN) // 4
        )
        for place, each in enumerate(stages)
        if each.emotion_assumed is not None
    ]
    if len(points) < 2:
        return {}
    return {
        "width": WIDE * len(stages),
        "height": HIGH,
        "middle": HIGH // 2,
        "line": " ".join(f"{each.x},{each.y}" for each in points),
        "points": [{"x": each.x, "y": each.y} for each in points],
        "good": t["map_emotion_2"],
        "bad": t["map_emotion_-2"],
    }


def _numbers(visit: Visit, stages: Sequence[Stage]) -> list[int]:
    """People on each stage now."""
    table = visit.site.workspace.stages()
    people = {row["stage"]: int(row["people"]) for row in table.records()}
    return [people.get(each.key, 0) for each in stages]


def _numbers_in_words(numbers: Sequence[int], language: Language, t: Any) -> list[dict[str, Any]]:
    if not numbers:
        return []
    from babel.numbers import format_decimal

    locale = "fi_FI" if language == "fi" else "en_GB"
    cells = [[str(format_decimal(each, locale=locale))] for each in numbers]
    return [{"name": t["map_people"], "cells": cells}]
