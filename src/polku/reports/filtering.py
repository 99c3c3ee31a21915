"""The people that a filter leaves: segments and personas by their conditions, the rest by person groups."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from polku.analytics.person_groups import person_groups
from polku.conditions.properties import is_property
from polku.errors import NotFound, Problem, RequestRefused
from polku.reports.asked import Asked
from polku.segments.asking import members

if TYPE_CHECKING:
    from polku.analytics.period import Period
    from polku.reports.report import Scene

PREVIOUS = "previous"


def filtered(scene: Scene, asked: Asked) -> Scene:
    """The scene with the period and the people that were asked. Raises NotFound for what is not there and
    RequestRefused for a period that ends before it begins."""
    found = replace(scene, period=_period(scene, asked))
    groups = [("segment", asked.segment), ("persona", asked.persona)]
    groups += [("channel", asked.channel), ("device", asked.device), ("product", asked.product)]
    for dimension, value in groups:
        if value is not None:
            found = among_group(found, f"{dimension}:{value}")
    return found


def compared(scene: Scene, asked: Asked) -> Scene | None:
    """The scene to compare with; None when nothing is compared."""
    if asked.compare is None:
        return None
    base = filtered(scene, asked)
    if asked.compare == PREVIOUS:
        return replace(base, period=base.period.before(scene.zone))
    dimension = asked.compare.partition(":")[0]
    # The other group instead of the one of the same kind: mobile against desktop, not against nobody.
    others = asked.model_copy(update={dimension: None} if dimension in Asked.model_fields else {})
    return among_group(filtered(scene, others), asked.compare)


def among_group(scene: Scene, group: str) -> Scene:
    """The scene limited to the people of a group, such as "device:mobile"."""
    people = people_of_group(scene, group)
    if scene.chosen is not None:
        people = people.filter(
            pc.is_in(people["person"], value_set=scene.chosen["person"].combine_chunks())
        )
    return replace(scene, chosen=people)


def people_of_group(scene: Scene, group: str) -> pa.Table:
    """The people (column person) of a group. Raises NotFound, RequestRefused (`report.bad-group`)."""
    dimension, colon, value = group.partition(":")
    if not colon or not value:
        raise RequestRefused(Problem("report.bad-group", "compare", {"group": group}))
    if dimension in ("segment", "persona"):
        return _of_segment(scene, dimension, value)
    name = dimension.removeprefix("property.")
    if dimension not in ("channel", "device", "product") and (
        name == dimension or not is_property(name)
    ):
        raise RequestRefused(Problem("report.bad-group", "compare", {"group": group}))
    rows = person_groups(scene.reader, dimension, scene.words("channel"), scene.period.end)
    return rows.filter(pc.equal(rows["value"], value)).select(["person"])


def _of_segment(scene: Scene, kind: str, key: str) -> pa.Table:
    work = scene.workplace
    meanings = work.world().meanings if work is not None else None
    segment = meanings.personas.get(key, "") if kind == "persona" and meanings else key
    condition = meanings.segments.get(segment) if meanings else None
    if meanings is None or condition is None:
        raise NotFound(Problem(f"report.no-{kind}", kind, {"key": key}))
    found = members(scene.reader, condition, scene.period.as_of, scene.codes, meanings)
    return pa.table({"person": pa.array(np.asarray(found), pa.int64())})


def _period(scene: Scene, asked: Asked) -> Period:
    first, last = asked.from_, asked.to
    if first is not None and last is not None and last < first:
        raise RequestRefused(Problem("report.backward", "to", {"from": first, "to": last}))
    start = None if first is None else _midnight(scene, first)
    stop = None if last is None else _midnight(scene, last + timedelta(days=1)) - _INSTANT
    return replace(scene.period, start=start, stop=stop)


_INSTANT = timedelta(microseconds=1)


def _midnight(scene: Scene, day: date) -> datetime:
    return datetime.combine(day, time(), scene.zone).astimezone(UTC)
