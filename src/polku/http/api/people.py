"""People: the list with search, filters and the Lost list."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import numpy as np
from fastapi import APIRouter, Depends, Query
from itsdangerous import BadSignature, URLSafeSerializer

from polku.analytics.lost_people import Patience
from polku.analytics.numbers import Numbers
from polku.analytics.people_list import NO_STAGE, Wanted, people_list
from polku.errors import NotFound, PolkuError, Problem, RequestRefused
from polku.http.auth import needs
from polku.http.desk import Asked, AtDesk, Desk
from polku.http.lost_list import lost_list
from polku.http.people_filter import PeopleFilter, stage_code, together
from polku.http.person_card import person_card
from polku.http.shapes.people import LostBody, People, Person, PersonRow

router = APIRouter()


@router.get("/people", dependencies=[needs("viewer")])
def people(
    desk: AtDesk,
    asked: Annotated[PeopleFilter, Depends()],
    stage: str | None = None,
    list_: Annotated[Literal["lost"] | None, Query(alias="list")] = None,
    anonymous: Annotated[
        Literal["shown", "hidden"],
        Query(description="The lost on the first stage whom nobody can reach."),
    ] = "shown",
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> People:
    """A page of people, the latest seen first; with `arrow`, `event`, `touchpoint`, `from`, `to`
    the people behind a count of the screens."""
    found = desk.numbers()
    after = _read_cursor(cursor)
    with desk.workspace.warehouse.read() as con:
        limits, lost = asked.people(desk, con, found), None
        if list_ == "lost":
            ones, lost = lost_list(desk, con, found, reachable=anonymous == "hidden")
            limits.append(ones)
        among = together(limits)
        code = stage if stage is None or stage == NO_STAGE else stage_code(found, stage)
        wanted = Wanted(code, among=among is not None)
        page = people_list(con, wanted, limit=limit, after=after, among=among)
    return People(
        total=page.total,
        people=_rows(desk, page.rows, found),
        lost=lost,
        next=_SIGNS.dumps([page.next[0].isoformat(), str(page.next[1])]) if page.next else None,
        as_of=desk.now(),
    )


@router.get("/people/{person}", dependencies=[needs("viewer")])
def person(desk: AtDesk, person: str, language: Asked, before: datetime | None = None) -> Person:
    """One person, by number or by any of their ids. `before` pages to older entries."""
    moment = before and (before.replace(tzinfo=UTC) if before.tzinfo is None else before)
    try:
        return person_card(desk, person, moment, language)
    except NotFound:
        with suppress(PolkuError):  # a broken document keeps the fold that there is
            desk.workspace.refresh()  # who came a moment ago may not be placed yet
        return person_card(desk, person, moment, language)


# The key of a page only has to come back whole; it is no secret.
_SIGNS = URLSafeSerializer("polku", salt="people-page")


def _read_cursor(cursor: str | None) -> tuple[datetime, int] | None:
    if cursor is None:
        return None
    try:
        last, person = _SIGNS.loads(cursor)
        return datetime.fromisoformat(last), int(person)
    except (BadSignature, ValueError, TypeError):
        raise RequestRefused(Problem("api.bad-cursor", "cursor"), 400) from None


def _rows(desk: Desk, rows: list[dict[str, Any]], found: Numbers) -> list[PersonRow]:
    ids, names = desk.labels(np.array([row["person"] for row in rows], np.int64))
    now = desk.now()
    limits = {each.stage: each for each in found.patience}
    return [
        PersonRow(
            person=str(row["person"]),
            id=label,
            name=name,
            stage=found.path.key_of(row["stage"]),
            since=row["since"],
            days=days_between(row["since"], now),
            first=row["first_ts"],
            last=row["last_ts"],
            events=row["events"],
            lost=_lost(row, limits.get(row["stage"]), found),
        )
        for row, label, name in zip(rows, ids, names, strict=True)
    ]


def _lost(row: dict[str, Any], limit: Patience | None, found: Numbers) -> LostBody | None:
    if limit is None or row["since"] is None or row["since"] >= limit.since(found.period):
        return None
    days = days_between(row["since"], found.period.end)
    return LostBody(days=days or 0.0, usual=limit.usual_days, measured=limit.measured)


def days_between(start: datetime | None, end: datetime) -> float | None:
    """Days with one decimal, never below 0; None without a start."""
    return None if start is None else round(max(0.0, (end - start).total_seconds() / 86_400), 1)
