"""What people answered to surveys, and the stage they stood on when they did.

An answer is an event with a number: `Survey Answered` with its `kind` (the programmes' own surveys), or an event named
after what was asked, such as `NPS Answered`, with `score`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from polku.analytics.facts import Value, among, dialect, events, moment, question, transitions
from polku.analytics.retention import part_of
from polku.conditions.properties import property_column
from polku.conditions.where import NUMBER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ibis import Table

KINDS = ("nps", "csat", "ces", "emotion")
NAMED = {
    "NPS Answered": "nps",
    "CSAT Answered": "csat",
    "CES Answered": "ces",
    "Emotion Answered": "emotion",
}
SURVEY = "Survey Answered"
NOWHERE = -1


Named = tuple[tuple[str, int], ...]


def named(codes: Mapping[str, int]) -> Named:
    """Kind → code of its event, "survey" for the programmes' own; of those that have come."""
    found = {kind: codes[name] for name, kind in NAMED.items() if name in codes}
    if SURVEY in codes:
        found["survey"] = codes[SURVEY]
    return tuple(sorted(found.items()))


def _tenths(rows: Table, name: str) -> Value:
    """The number that a property says, in whole tenths; null where it says none."""
    text = property_column(rows, name, dialect())
    number = text.re_search(f"^{NUMBER}$").ifelse(text, None).try_cast("float64")
    return (number * 10).round().cast("int64")


def _answers(names: Named, limited: bool) -> Table:
    """person, uid, ts, kind, tenths (the score in tenths): within the cohort period."""
    rows = events.filter(
        events.event.isin(tuple(code for _, code in names)),
        events.ts > moment("cohort_start"),
        events.ts <= moment("cohort_end"),
    )
    kind: Value = property_column(rows, "kind", dialect())
    for name, code in names:
        if name != "survey":
            kind = (rows.event == code).ifelse(name, kind)
    rows = rows.mutate(kind=kind, tenths=_tenths(rows, "score"))
    rows = rows.filter(rows.kind.isin(KINDS), rows.tenths.notnull())
    return among(rows.select("person", "uid", "ts", "kind", "tenths"), limited)


def at_stage(rows: Table) -> Table:
    """`rows` (person, uid, ts …) with `stage`: the one the person stood on just then; NOWHERE before any. An
    event that itself moved the person counts where it led from: the transition is not before it."""
    t = transitions.select(who="person", n="n", since="at", to="to_stage")
    both = rows.inner_join(t, [rows.person == t.who, t.since < rows.ts])
    last = both.group_by("uid", "person").agg(stage=both.to.argmax(both.n))
    last = last.rename(uid_of="uid", person_of="person")
    kept = [*rows.columns]
    found = rows.left_join(last, [rows.uid == last.uid_of, rows.person == last.person_of])
    return found.mutate(stage=found.stage.coalesce(ibis.literal(NOWHERE, "int32"))).select(
        *kept, "stage"
    )


@question
def answers_by_stage(names: Named, limited: bool) -> Table:
    """kind, stage, tenths, answers."""
    rows = at_stage(_answers(names, limited))
    return rows.group_by("kind", "stage", "tenths").agg(answers=rows.count())


@question
def answerers(names: Named, limited: bool) -> Table:
    """kind, stage, people who answered."""
    rows = at_stage(_answers(names, limited))
    return rows.group_by("kind", "stage").agg(people=rows.person.nunique())


@question
def answers_by_part(names: Named, limited: bool, parts: int) -> Table:
    """kind, part (see `part_of`), tenths, answers."""
    rows = _answers(names, limited)
    rows = rows.mutate(part=part_of(rows.ts, parts))
    return rows.group_by("kind", "part", "tenths").agg(answers=rows.count())


@question
def people_who_answered(names: Named, limited: bool, kind: str, stage: int) -> Table:
    """The people who gave an answer of the kind on the stage."""
    rows = at_stage(_answers(names, limited))
    rows = rows.filter(rows.kind == kind, rows.stage == stage)
    return rows.select("person").distinct()


@question
def expectations(limited: bool) -> Table:
    """stage, answers, gap, squares: of events that tell both `expectation` and `experience` (on one scale), the
    experience less the expectation, in tenths."""
    rows = events.filter(
        events.properties.contains('"expectation"'),
        events.ts > moment("cohort_start"),
        events.ts <= moment("cohort_end"),
    )
    for name in ("expectation", "experience"):
        rows = rows.mutate(**{name: _tenths(rows, name)})
    rows = rows.filter(rows.expectation.notnull(), rows.experience.notnull())
    rows = among(rows, limited).select(
        "person", "uid", "ts", gap=rows.experience - rows.expectation
    )
    rows = at_stage(rows)
    rows = rows.mutate(square=rows.gap * rows.gap)
    return rows.group_by("stage").agg(
        answers=rows.count(),
        gap=rows.gap.sum().cast("int64"),
        squares=rows.square.sum().cast("int64"),
    )
