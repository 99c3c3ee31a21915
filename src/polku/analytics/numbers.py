"""All figures of Home and the live journey, taken from one snapshot so that their totals agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from polku.analytics.changes import Change, changes
from polku.analytics.event_counts import Happened, event_counts, unmapped
from polku.analytics.goal_progress import GoalProgress, goal_progress
from polku.analytics.lost_people import Patience, lost_people, patience
from polku.analytics.moves import Entered, Return, entered, returns
from polku.analytics.path import Path, path_of
from polku.analytics.people_by_stage import people_by_stage
from polku.analytics.period import Period, period
from polku.analytics.stage_conversion import Conversion, stage_conversion
from polku.analytics.time_in_stage import Stay, time_in_stage
from polku.analytics.totals import Totals, totals
from polku.analytics.touchpoint_counts import touchpoint_counts
from polku.analytics.weakest_arrow import Why, weakest_arrow

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from polku.analytics.reader import Reader
    from polku.journey.model import Journey


@dataclass(frozen=True)
class Numbers:
    """Mappings by int are by stage code; `conversions` and `why` follow `path.arrows()`."""

    period: Period
    path: Path
    totals: Totals
    people: Mapping[int | None, int]
    stays: Mapping[int, Stay]
    entered: Mapping[int, Entered]
    returns: list[Return]
    conversions: list[Conversion]
    weakest: int | None
    why: list[Why]
    goal: GoalProgress | None
    changes: list[Change]
    patience: list[Patience]
    lost: Mapping[int, int]
    touchpoints: Mapping[str, Happened | None]
    unmapped: list[tuple[str, Happened]]


def numbers(
    cursor: Reader | DuckDBPyConnection,
    journey: Journey,
    codes: Mapping[str, Mapping[str, int]],
    as_of: datetime,
    zone: ZoneInfo,
) -> Numbers:
    """Every figure, as of `as_of`. `codes` are the warehouse's names by kind."""
    path = path_of(journey, codes.get("stage", {}))
    sums = totals(cursor)
    over = period(as_of, sums.first, sums.last)
    stays = time_in_stage(cursor, over)
    conversions = [stage_conversion(cursor, arrow, over) for arrow in path.arrows()]
    reached = [any(code in stays for code in arrow.ahead) for arrow in path.arrows()]
    weakest, why = weakest_arrow(conversions, reached)
    limits = patience(path, stays)
    words = {code: name for name, code in codes.get("event", {}).items()}
    counts = event_counts(cursor, words, over)
    return Numbers(
        period=over,
        path=path,
        totals=sums,
        people=people_by_stage(cursor),
        stays=stays,
        entered=entered(cursor, over),
        returns=returns(cursor, path, over),
        conversions=conversions,
        weakest=weakest,
        why=why,
        goal=goal_progress(cursor, journey, path, over, zone),
        changes=changes(cursor, path, over),
        patience=limits,
        lost=lost_people(cursor, limits, over),
        touchpoints=touchpoint_counts(cursor, journey, codes, counts, over),
        unmapped=unmapped(journey, counts),
    )
