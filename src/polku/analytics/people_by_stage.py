"""How many people stand on each stage now?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polku.analytics.facts import ask, people, question

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from ibis import Table

    from polku.analytics.reader import Reader


@question
def people_now() -> Table:
    """One row for each stage code that holds somebody; null = no stage."""
    return people.group_by("stage").agg(people=people.count())


@question
def stages_of_people() -> Table:
    """person, stage: where everybody stands now; null = no stage."""
    return people.select("person", "stage")


def people_by_stage(cursor: Reader | DuckDBPyConnection) -> dict[int | None, int]:
    """Stage code (None = on no stage) → people."""
    rows = ask(cursor, people_now()).to_pylist()
    return {row["stage"]: row["people"] for row in rows}
