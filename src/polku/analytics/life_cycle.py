"""Who is new, who stayed, who came back and who fell silent, part by part; who left, and who returned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polku.analytics.facts import among, hours_between, moment, number, question, transitions
from polku.analytics.retention import Shape, active

if TYPE_CHECKING:
    from ibis import Table

    from polku.analytics.facts import Value


@question
def active_people(of: Shape, currency: str, limited: bool, parts: int) -> Table:
    """part, people, new (of whom it is the first part), stayed (of who were there in the part before too)."""
    each = active(*of, currency, limited, parts)
    first = each.group_by(who=each.person).agg(first=each.part.min())
    before = each.select(earlier="person", next=each.part + 1)
    rows = each.inner_join(first, [each.person == first.who])
    rows = rows.left_join(before, [rows.person == before.earlier, rows.part == before.next])
    rows = rows.mutate(
        is_new=(rows.part == rows["first"]).cast("int64"),
        is_same=rows.earlier.notnull().cast("int64"),
    )
    return rows.group_by("part").agg(
        people=rows.count(),
        new=rows.is_new.sum().cast("int64"),
        stayed=rows.is_same.sum().cast("int64"),
    )


@question
def people_of_part(of: Shape, currency: str, limited: bool, parts: int, kind: str) -> Table:
    """The people of part `cell_part`: people, new, stayed, back (neither), or silent (there in the part before)."""
    each = active(*of, currency, limited, parts)
    here = each.filter(each.part == number("cell_part")).select("person")
    before = each.filter(each.part == number("cell_part") - 1).select("person")
    earlier = each.filter(each.part < number("cell_part")).select("person")
    if kind == "people":
        return here
    if kind == "new":
        return here.anti_join(earlier, "person")
    if kind == "stayed":
        return here.semi_join(before, "person")
    if kind == "back":
        return here.semi_join(earlier, "person").anti_join(before, "person").distinct()
    return before.anti_join(here, "person")


def _stays(stages: tuple[int, ...], limited: bool) -> Table:
    """person, stage, at, left_at and to (null while they are there) of stays on the stages until window_end."""
    t = among(transitions.filter(transitions.at <= moment("window_end")), limited)
    after = t.select(who="person", n_before=t.n - 1, left_at="at", to="to_stage")
    stay = t.filter(t.to_stage.isin(stages))
    stay = stay.left_join(after, [stay.person == after.who, stay.n == after.n_before])
    return stay.select("person", "at", "left_at", "to", stage="to_stage")


@question
def leavers(stages: tuple[int, ...], exits: tuple[int, ...], limited: bool, parts: int) -> Table:
    """One row: there_i customers when part i began, left_i of them who went to an exit stage before the next one
    began. `stages` are the customers' stages."""
    stay = _stays(stages, limited)
    out = stay.to.isin(exits).fill_null(False)
    flags: dict[str, Value] = {}
    for place in range(parts):
        begin, end = moment(f"part_{place}"), moment(f"part_{place + 1}")
        here = (stay.at < begin) & (stay.left_at.isnull() | (stay.left_at >= begin))
        gone = out & (stay.left_at >= begin) & (stay.left_at < end)
        # Whoever was a customer at the beginning may move from stage to stage before leaving.
        flags[f"here_{place}"] = here.fill_null(False).cast("int64").max()
        flags[f"gone_{place}"] = gone.fill_null(False).cast("int64").max()
    each = stay.group_by("person").agg(**flags)
    sums: dict[str, Value] = {}
    for place in range(parts):
        sums[f"there_{place}"] = each.count(where=each[f"here_{place}"] == 1)
        left = (each[f"here_{place}"] == 1) & (each[f"gone_{place}"] == 1)
        sums[f"left_{place}"] = each.count(where=left)
    return each.agg(**sums)


@question
def returned(exits: tuple[int, ...], back: tuple[int, ...], limited: bool) -> Table:
    """hours, returned, people: stays on the exit stages that began in the cohort period, until they ended by
    coming back to one of `back`, or were seen last."""
    stay = _stays(exits, limited)
    stay = stay.filter(stay.at > moment("cohort_start"), stay.at <= moment("cohort_end"))
    came = stay.to.isin(back).fill_null(False)
    ended = stay.left_at.coalesce(moment("window_end"))
    stay = stay.mutate(returned=came, hours=hours_between(stay.at, ended))
    return stay.group_by("hours", "returned").agg(people=stay.count())
