"""Who is there? A page of people, the latest seen first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import ibis

from polku.analytics.facts import ask, chosen, moment, number, people, question

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection
    from ibis import Table

    from polku.analytics.reader import Reader

NO_STAGE = "none"


@dataclass(frozen=True)
class Wanted:
    """The filter: a stage code, NO_STAGE, or None for all; `among` limits to the people registered
    as chosen."""

    stage: int | str | None = None
    among: bool = False


def _filtered(wanted: Wanted) -> Table:
    found = people
    if wanted.stage == NO_STAGE:
        found = found.filter(found.stage.isnull())
    elif wanted.stage is not None:
        found = found.filter(found.stage == wanted.stage)
    if wanted.among:
        found = found.semi_join(chosen, "person")
    return found


@question
def page(wanted: Wanted, after: bool, limit: int) -> Table:
    """`limit` people after the last of the page before, by (last seen, person) downwards."""
    found = _filtered(wanted)
    if after:
        last, person = moment("after_last"), number("after_person")
        found = found.filter(
            found.last_ts <= last, (found.last_ts < last) | (found.person < person)
        )
    return found.order_by(ibis.desc("last_ts"), ibis.desc("person")).limit(limit)


@question
def how_many(wanted: Wanted) -> Table:
    """One row: how many people the filter finds."""
    found = _filtered(wanted)
    return found.agg(people=found.count())


@dataclass(frozen=True)
class Page:
    """People rows (dictionaries of the table `people`, times aware), how many the filter finds in
    all, and the key of the next page: (last seen, person), or None at the end."""

    rows: list[dict[str, Any]]
    total: int
    next: tuple[datetime, int] | None


def people_list(
    cursor: Reader | DuckDBPyConnection,
    wanted: Wanted,
    *,
    limit: int,
    after: tuple[datetime, int] | None = None,
    among: pa.Table | None = None,
) -> Page:
    """One page. `among` is an Arrow table with the column person (int64)."""
    total = ask(cursor, how_many(wanted), chosen=among)["people"][0].as_py()
    given: dict[str, datetime | int] = {}
    if after:
        given = {"after_last": after[0], "after_person": after[1]}
    table = ask(cursor, page(wanted, after is not None, limit + 1), chosen=among, **given)
    rows = [_aware(row) for row in table.to_pylist()]
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(rows[:limit], total, (last["last_ts"], last["person"]) if last else None)


def _aware(row: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
        for key, value in row.items()
    }
