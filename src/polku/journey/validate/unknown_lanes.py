from __future__ import annotations

import difflib
from collections.abc import Iterator

from polku.journey.lane import catalogue
from polku.journey.model import Journey
from polku.journey.validate.finding import Finding


def unknown_lanes(journey: Journey) -> Iterator[Finding]:
    """A row that the catalogue does not know and that has no name, and cells of no row at all."""
    known = list(catalogue())
    for i, lane in enumerate(journey.lanes):
        if lane.key not in known and lane.name is None:
            params = {"key": lane.key, "known": _nearest(lane.key, known)}
            yield Finding("journey.unknown-lane", ("lanes", i), params)
    known += [lane.key for lane in journey.lanes]
    for i, stage in enumerate(journey.stages):
        for field in ("cells", "evidence"):
            for key in getattr(stage, field):
                if key not in known:
                    params = {"key": key, "known": _nearest(key, known)}
                    path = ("stages", i, field, key)
                    yield Finding("journey.cell-of-no-lane", path, params, "warning")


def _nearest(key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, 3, cutoff=0.5)
    return ", ".join(near or known[:6])
