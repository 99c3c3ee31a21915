"""What the filter bar offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from polku.analytics.person_groups import person_groups
from polku.segments.saved import segments_of

if TYPE_CHECKING:
    from polku.reports.report import Scene

MOST = 200

Offered = list[dict[str, Any]]


def filter_options(scene: Scene) -> dict[str, Offered]:
    """Segments, personas that have one, stages, programmes and events as they are named; channels, devices and
    products as people have them, the most common first."""
    work = scene.workplace
    journey = scene.journey
    segments = segments_of(work.control.definitions) if work else {}
    programmes = work.control.definitions.all("programme") if work else []
    return {
        "segments": [_named(key, each.name.both()) for key, each in segments.items()],
        "personas": [_named(p.key, p.name.both()) for p in journey.personas if p.segment],
        "channels": _values(scene, "channel"),
        "devices": _values(scene, "device"),
        "products": _values(scene, "product"),
        "stages": [_named(stage.key, stage.name.both()) for stage in journey.stages],
        "events": [_plain(name) for name in sorted(scene.codes.get("event", {}))][:MOST],
        "programmes": [_plain(each.key) for each in programmes],
    }


def _values(scene: Scene, dimension: str) -> Offered:
    rows = person_groups(scene.reader, dimension, scene.words("channel"), scene.period.end)
    counts = pc.value_counts(rows["value"]).to_pylist()
    found = sorted(counts, key=lambda each: (-each["counts"], each["values"]))
    return [_plain(each["values"]) for each in found[:MOST]]


def _plain(value: str) -> dict[str, Any]:
    return _named(value, {"fi": value, "en": value})


def _named(value: str, title: dict[str, str]) -> dict[str, Any]:
    return {"value": value, "title": title}
