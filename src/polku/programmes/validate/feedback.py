from __future__ import annotations

from collections.abc import Iterator

from polku.programmes.known import Known
from polku.programmes.model import Programme
from polku.programmes.validate.finding import Finding
from polku.programmes.walk import walk

ASKED_ON = ("using", "loyal")


def feedback(programme: Programme, known: Known) -> Iterator[Finding]:
    """A programme for those who bought that never asks how it went."""
    if known.journey is None or programme.stage not in known.journey.stage_keys:
        return
    axis = known.journey.stage(programme.stage).axis
    if axis in ASKED_ON and not any(placed.step.kind == "survey" for placed in walk(programme)):
        yield Finding("programme.no-feedback", ("steps",), {"name": programme.name}, "hint")
