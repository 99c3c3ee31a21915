"""What did each arm of an experiment do within the window after coming in? Sums, squares and cross-products.

The same is counted in a window of the same length before coming in (x), for CUPED. Only people whose window has
passed count; those still within it are open.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from ibis import Table

from polku.analytics.experiment_arms import Source, exposures
from polku.analytics.facts import events, grouped, moment, number, question, transitions
from polku.analytics.programme_results import DAY
from polku.analytics.sales import sales
from polku.analytics.touchpoint_counts import Codes
from polku.conditions.event import EventCondition
from polku.science.experiments.moments import Moments

if TYPE_CHECKING:
    import pyarrow as pa

Kind = Literal["goal", "buyers", "revenue", "orders", "order-value"]


@dataclass(frozen=True)
class Metric:
    """What is measured of a person. `goal`: reached or not, an event (`event`, JSON) or a stage (`stage`, its code);
    buyers: bought or not; revenue: minor units; orders: how many; order-value: revenue over orders."""

    kind: Kind
    currency: str = ""
    event: str | None = None
    stage: int | None = None
    codes: Codes = ()

    @property
    def share(self) -> bool:
        """Whether each person is 0 or 1."""
        return self.kind in ("goal", "buyers")


def happenings(metric: Metric) -> Table:
    """person, then, amount, orders: whatever counts, one row each time."""
    if metric.kind == "goal" and metric.stage is not None:
        there = transitions.filter(transitions.to_stage == metric.stage)
        return there.select("person", then=there["at"], amount=1, orders=0)
    if metric.kind == "goal":
        condition = EventCondition.model_validate_json(metric.event or "")
        named = {kind: dict(pairs) for kind, pairs in metric.codes}
        found = events.filter(events.event == named.get("event", {}).get(condition.event, -1))
        found = found.filter(condition.compile(found, named, _engine()))
        return found.select("person", then=found.ts, amount=1, orders=0)
    paid = sales(metric.currency, False)
    return paid.select(
        "person", then=paid.ts, amount=paid.minor, orders=(paid.minor > 0).cast("int32")
    )


def _engine() -> str:
    from polku.analytics.facts import dialect

    return dialect()


def outcomes_of_people(source: Source, metric: Metric, limited: bool) -> Table:
    """person, place, at, open, and y, b, x as whole numbers, one row for each person on an arm."""
    who = exposures(source, limited)
    done = happenings(metric)
    done = done.select(got=done.person, then=done.then, amount=done.amount, orders=done.orders)
    window = number("window_seconds")
    both = who.inner_join(done, who.person == done.got)
    took = both.then.epoch_seconds() - both["at"].epoch_seconds()
    after = (both.then > both["at"]) & (took <= window)
    before = (both.then <= both["at"]) & (took > -window)
    both = both.mutate(
        y=after.ifelse(_amount(metric, both), 0),
        b=after.ifelse(both.orders, 0),
        x=before.ifelse(_amount(metric, both), 0),
    )
    summed = both.group_by("person").agg(
        y=both.y.sum().cast("int64"), b=both.b.sum().cast("int64"), x=both.x.sum().cast("int64")
    )
    summed = summed.select(counted=summed.person, y=summed.y, b=summed.b, x=summed.x)
    each = who.left_join(summed, who.person == summed.counted)
    open_ = each["at"].epoch_seconds() + window > moment("as_of").epoch_seconds()
    y, x = each.y.coalesce(0), each.x.coalesce(0)
    if metric.share:
        y, x = (y > 0).cast("int64"), (x > 0).cast("int64")
    return each.select("person", "place", at=each["at"], open=open_, y=y, b=each.b.coalesce(0), x=x)


def _amount(metric: Metric, both: Any) -> Any:
    return both.orders if metric.kind in ("orders", "buyers") else both.amount


@question
def moments_of_arms(source: Source, metric: Metric, by_group: bool, limited: bool) -> Table:
    """place, grp (-1: none), open, day on which the window closed (days since 1970), n and the sums."""
    each = outcomes_of_people(source, metric, limited)
    day = (each["at"].epoch_seconds() + number("window_seconds")) // DAY
    each = each.mutate(day=day.cast("int64"))
    if by_group:
        told = grouped.select(who=grouped.person, grp=grouped.grp)
        each = each.left_join(told, each.person == told.who)
        each = each.mutate(grp=each.grp.coalesce(-1).cast("int32"))
    keys = ["place", "open", "day", *(["grp"] if by_group else [])]
    y, b, x = (each[name].cast("float64") for name in "ybx")
    return each.group_by(keys).agg(
        n=each.count(),
        y=each.y.sum().cast("int64"),
        yy=(y * y).sum(),
        x=each.x.sum().cast("int64"),
        xx=(x * x).sum(),
        xy=(x * y).sum(),
        b=each.b.sum().cast("int64"),
        bb=(b * b).sum(),
        yb=(y * b).sum(),
    )


@question
def closed_people(source: Source, metric: Metric, limited: bool) -> Table:
    """person, at, place, y: everybody whose window has closed."""
    each = outcomes_of_people(source, metric, limited)
    return each.filter(~each.open).select("person", "at", "place", "y").order_by("person")


@question
def people_who_reached(
    source: Source, metric: Metric, places: tuple[int, ...], limited: bool
) -> Table:
    """The people of some arms who reached the goal in time, their window over."""
    each = outcomes_of_people(source, metric, limited)
    return each.filter(each.place.isin(places), ~each.open, each.y > 0).select("person")


SUMS = ("y", "yy", "x", "xx", "xy", "b", "bb", "yb")


def summed(rows: pa.Table, keep: Callable[[pa.Table], Any] | None = None) -> Moments:
    """The moments of the rows for which `keep` (a mask of numpy) is true."""
    mask = np.ones(len(rows), bool) if keep is None else np.asarray(keep(rows), bool)
    n = int(rows["n"].to_numpy()[mask].sum())
    # A sum of floats that does not depend on the order of rows.
    return Moments(n, *(float(np.sort(rows[name].to_numpy()[mask]).sum()) for name in SUMS))
