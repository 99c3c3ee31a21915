"""The passes over a journey: each is a file with one function; their order is a tuple below."""

from __future__ import annotations

from polku.errors import Problem
from polku.journey.model import Journey
from polku.journey.validate.dead_ends import dead_ends
from polku.journey.validate.duplicate_keys import duplicate_keys
from polku.journey.validate.empty_slots import empty_slots
from polku.journey.validate.endless_cycles import endless_cycles
from polku.journey.validate.finding import Pass
from polku.journey.validate.goal_direction import goal_direction
from polku.journey.validate.idle_rules import idle_rules
from polku.journey.validate.market_shares import market_shares
from polku.journey.validate.reserved_keys import reserved_keys
from polku.journey.validate.unbound_touchpoints import unbound_touchpoints
from polku.journey.validate.unknown_lanes import unknown_lanes
from polku.journey.validate.unknown_references import unknown_references
from polku.journey.validate.unreachable_stages import unreachable_stages
from polku.journey.written import Written

REFERENCES: tuple[Pass, ...] = (duplicate_keys, reserved_keys, unknown_references)
MEANING: tuple[Pass, ...] = (
    unknown_lanes,
    goal_direction,
    market_shares,
    idle_rules,
    unreachable_stages,
    endless_cycles,
    dead_ends,
    unbound_touchpoints,
    empty_slots,
)


def validate(
    journey: Journey, written: Written | None = None, passes: tuple[Pass, ...] | None = None
) -> list[Problem]:
    """All that the passes find, in their order. MEANING is looked at when the REFERENCES hold.

    With `written` each problem knows its line.
    """
    place = written or Written(None, {}, (), "")
    found = [one for check in (passes or REFERENCES) for one in check(journey)]
    if passes is None and not found:
        found = [one for check in MEANING for one in check(journey)]
    return [place.problem(one.code, one.path, level=one.level, **one.params) for one in found]
