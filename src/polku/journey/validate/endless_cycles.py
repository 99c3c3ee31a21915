from __future__ import annotations

from collections.abc import Iterator

from polku.journey.model import Journey
from polku.journey.validate.finding import Finding, name_of
from polku.journey.validate.rules import onward, reached, ways


def endless_cycles(journey: Journey) -> Iterator[Finding]:
    """Stages in which one goes round for ever: from each of them one comes to the others, and from
    none to a stage outside, although the way should lead on.

    The way need not lead on from where it may end: from a stage of the axis `left`, and from the
    last stage that is not one. A single stage without a way on is only warned of.
    """
    links, keys = onward(ways(journey)), journey.stage_keys
    reach = {key: reached(key, links) for key in keys}
    forward = [stage.key for stage in journey.stages if not stage.exit]
    ends = {stage.key for stage in journey.stages if stage.exit} | set(forward[-1:])
    told: set[str | None] = set()
    for i, key in enumerate(keys):
        ring = reach[key]
        closed = all(reach[other] == ring for other in ring if other is not None)
        if key in told or not closed or ring & ends:
            continue
        told |= ring
        names = name_of(journey, *(one for one in keys if one in ring))
        if len(ring) > 1:
            yield Finding("journey.endless-cycle", ("stages", i), {"stages": names})
        else:
            yield Finding("journey.no-way-on", ("stages", i), {"stage": names}, "warning")
