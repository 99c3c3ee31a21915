"""What a list of people is limited to: the counts of the screens, each as the people behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import parse_qsl

import pyarrow as pa
from fastapi import Query

from polku.analytics.numbers import Numbers
from polku.analytics.path import Arrow
from polku.analytics.recent_people import people_who_met, people_who_moved
from polku.analytics.stage_conversion import people_of
from polku.conditions.event import EventCondition
from polku.errors import NotFound, Problem
from polku.http.desk import KINDS, Desk
from polku.reports.reports import asked_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FOUND = 1_000  # people that a search looks up; more than anybody reads
DAYS = 30
Outcome = Literal["entered", "advanced", "lost", "open"]
Name = Annotated[str | None, Query(min_length=1, max_length=200)]


@dataclass(frozen=True)
class PeopleFilter:
    """The part of the address that names people by what they did; all that is given must hold."""

    q: Annotated[str, Query(max_length=200)] = ""
    arrow: Annotated[str | None, Query(description="The stage that an arrow begins from.")] = None
    outcome: Annotated[Outcome, Query(description="Which count of that arrow.")] = "entered"
    event: Annotated[Name, Query(description="Those who did it in the last `days`.")] = None
    touchpoint: Annotated[Name, Query(description="Those who met it in the last `days`.")] = None
    from_: Annotated[
        str | None, Query(alias="from", description="Moved from this stage in the last `days`.")
    ] = None
    to: Annotated[str | None, Query(description="Moved to this stage in the last `days`.")] = None
    days: Annotated[int, Query(ge=1, le=366, description="Back from window_end.")] = DAYS
    report: Annotated[Name, Query(description="Those behind a cell of this report …")] = None
    asked: Annotated[
        str, Query(max_length=4_000, description="… asked with this query string …")
    ] = ""
    row: Annotated[str, Query(max_length=400, description="… in the row with this id …")] = ""
    column: Annotated[str, Query(max_length=200, description="… and this column.")] = ""

    def people(self, desk: Desk, cursor: DuckDBPyConnection, found: Numbers) -> list[pa.Table]:
        """A table of people (column person) for each limit. Raises NotFound."""
        limits = []
        if self.arrow is not None:
            outcome = None if self.outcome == "entered" else self.outcome
            limits.append(people_of(cursor, _arrow(found, self.arrow), found.period, outcome))
        for condition in self._conditions(desk):
            codes = {kind: desk.workspace.warehouse.names(kind) for kind in KINDS}
            limits.append(people_who_met(cursor, condition, codes, found.period, self.days))
        if self.from_ is not None or self.to is not None:
            left, came = (
                None if key is None else stage_code(found, key, where)
                for key, where in ((self.from_, "from"), (self.to, "to"))
            )
            limits.append(people_who_moved(cursor, left, came, found.period, self.days))
        if self.report is not None:
            asked = asked_of(parse_qsl(self.asked))
            reports = desk.workspace.reports
            limits.append(reports.people(cursor, self.report, asked, self.row, self.column))
        if self.q.strip():
            hits = desk.workspace.control.identities.search(self.q, FOUND)
            limits.append(pa.table({"person": pa.array(hits, pa.int64())}))
        return limits

    def _conditions(self, desk: Desk) -> list[EventCondition]:
        conditions = [EventCondition(event=self.event)] if self.event is not None else []
        if self.touchpoint is not None:
            bound = {t.key: t.event for t in desk.loaded.journey.touchpoints if t.event}
            if self.touchpoint not in bound:
                params = {"touchpoint": self.touchpoint, "known": ", ".join(bound)}
                raise NotFound(Problem("api.no-touchpoint", "touchpoint", params))
            conditions.append(bound[self.touchpoint])
        return conditions


def together(limits: list[pa.Table]) -> pa.Table | None:
    """Whoever is in every table; None when there is none: everybody."""
    among: pa.Table | None = None
    for limit in limits:
        among = limit if among is None else among.join(limit, "person", join_type="inner")
    return among


def stage_code(found: Numbers, key: str, where: str = "stage") -> int:
    """The code of a stage. Raises NotFound."""
    for step in found.path.steps:
        if step.key == key:
            return step.code
    known = ", ".join(step.key for step in found.path.steps)
    raise NotFound(Problem("api.no-stage", where, {"stage": key, "known": known}))


def _arrow(found: Numbers, source: str) -> Arrow:
    for arrow in found.path.arrows():
        if arrow.source.key == source:
            return arrow
    known = ", ".join(arrow.source.key for arrow in found.path.arrows())
    raise NotFound(Problem("api.no-stage", "arrow", {"stage": source, "known": known}))
