"""The events that a funnel is made of: who, when, and which of its steps each may be."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np

from polku.analytics.facts import Value, among, dialect, events, moment, path_events, question
from polku.conditions.event import EventCondition
from polku.science.funnel.rows import Rows, rows_in_order

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis import Table

    from polku.reports.report import Scene

Branch = tuple[str, tuple[tuple[str, tuple[tuple[str, int], ...]], ...]]
"""An event condition as JSON, and the codes that it needs: what makes it hashable."""


@question
def candidates(
    branches: tuple[Branch, ...],
    numbered: bool,
    pause_minutes: int | None,
    everything: bool,
    limited: bool,
) -> Table:
    """person, ts, seq, marks, and n when `numbered`, in no order: events after cohort_start until funnel_end of
    which `marks` has bit b when branch b matches; then a bit for events with which the session ends (`pause_minutes`
    without another), and when `numbered` one for events after which nothing has come. Without `everything` only
    events that have a bit."""
    table = path_events if numbered or pause_minutes is not None else events
    table = among(
        table.filter(table.ts > moment("cohort_start"), table.ts <= moment("funnel_end")), limited
    )
    if pause_minutes is None and not everything:
        names = [code for branch in branches if (code := _code(branch)) is not None]
        table = table.filter(table.event.isin(names)) if names else table.limit(0)
    tests = [_matches(table, branch) for branch in branches]
    if pause_minutes is not None:
        later = table.ts + ibis.interval(minutes=pause_minutes)
        tests.append(table.next_ts.isnull() | (table.next_ts > later))
    if numbered:
        tests.append(table.next_ts.isnull() | (table.next_ts > moment("funnel_end")))
    plain = not any(json.loads(text).get("where") for text, _ in branches)
    marked = table.mutate(marks=_marks(table, branches, tests, plain).cast(_width(len(tests))))
    if not everything and not (plain and pause_minutes is None):
        marked = marked.filter(marked.marks > 0)
    kept = ["person", "ts", "seq", "marks"] + (["n"] if numbered else [])
    return marked.select(*kept)


def _marks(table: Table, branches: tuple[Branch, ...], tests: list[Value], plain: bool) -> Value:
    """The bits of a row. Where names alone decide, each name has its bits at once."""
    if plain:
        bits: dict[int, int] = {}
        for bit, branch in enumerate(branches):
            if (code := _code(branch)) is not None:
                bits[code] = bits.get(code, 0) | 1 << bit
        given = [(table.event == code, ibis.literal(mask, "int64")) for code, mask in bits.items()]
        marks: Value = (
            ibis.cases(*given, else_=ibis.literal(0, "int64"))
            if given
            else ibis.literal(0, "int64")
        )
        rest = list(enumerate(tests))[len(branches) :]
    else:
        marks, rest = ibis.literal(0, "int64"), list(enumerate(tests))
    for bit, test in rest:
        marks = marks + test.ifelse(ibis.literal(1 << bit, "int64"), ibis.literal(0, "int64"))
    return marks


def _width(bits: int) -> str:
    """The smallest whole number that holds so many bits: there may be millions of them."""
    return "int16" if bits < 15 else "int32" if bits < 31 else "int64"


def _matches(table: Table, branch: Branch) -> Value:
    text, codes = branch
    condition = EventCondition.model_validate(json.loads(text))
    return condition.compile(table, {kind: dict(named) for kind, named in codes}, dialect())


def _code(branch: Branch) -> int | None:
    text, codes = branch
    return dict(dict(codes).get("event", ())).get(json.loads(text)["event"])


def branch_of(condition: EventCondition, codes: Mapping[str, Mapping[str, int]]) -> Branch:
    """The condition with just the codes that it needs."""
    named = [("event", tuple(p for p in codes.get("event", {}).items() if p[0] == condition.event))]
    named += [
        (kind, tuple(sorted(codes.get(kind, {}).items())))
        for kind in ("channel", "source")
        if kind in condition.where
    ]
    return json.dumps(condition.model_dump(mode="json", exclude_defaults=True)), tuple(named)


def rows_of(
    scene: Scene,
    conditions: Sequence[EventCondition],
    end: Any,
    *,
    numbered: bool = False,
    pause_minutes: int | None = None,
    everything: bool = False,
) -> Rows:
    """The candidates of a scene until `end`, in order; bit b is condition b; then those of `candidates`."""
    asked = candidates(
        tuple(branch_of(each, scene.codes) for each in conditions),
        numbered,
        pause_minutes,
        everything,
        scene.limited,
    )
    return _in_order(scene.ask(asked, funnel_end=end))


def _in_order(table: pa.Table) -> Rows:
    def column(name: str) -> Any:
        return table[name].to_numpy()

    numbers = column("n") if "n" in table.column_names else None
    ts = column("ts").astype("datetime64[us]", copy=False).view(np.int64)
    return rows_in_order(column("person"), ts, column("seq"), column("marks"), numbers)
