"""What is somebody worth who comes to a stage: what they go on to pay in the year that follows.

Those who came lately have not been followed for a year. Each month after coming is measured among those who
have been followed through it, and the months are added: the partitioned estimator of Lin, Feuer, Etzioni and
Wax (1997), Biometrics 53, 419-434, with the variance of its influence function (Bang and Tsiatis 2000).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from polku.analytics.facts import Value, among, moment, question, transitions
from polku.analytics.sales import sales
from polku.analytics.stage_conversion import Conversion, stage_conversion
from polku.science.wilson import Z95

if TYPE_CHECKING:
    from ibis import Table

    from polku.reports.report import Scene

MONTH = 30  # days
MONTHS = 12
HORIZON = MONTH * MONTHS
ENOUGH = 30  # people followed through a month, below which it is not measured any more
DAY = 86_400

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Worth:
    """The mean of what one person pays within `days` after coming, in minor units as paid (VAT and costs not
    taken off), with its standard error; `n` people came, `days` is as far as at least 30 were followed.
    None when nobody has been followed for a month."""

    value: float | None
    error: float
    n: int
    days: int


@dataclass(frozen=True)
class StageValue:
    """The value of one person's coming to a stage = the probability that they become a customer (1 from the
    customers' stage on) times what a customer pays in the year after; minor units as paid, with the standard
    error of the product (delta method). None when either is not known."""

    stage: int
    conversion: Conversion | None  # None: on the customers' stage or past it
    worth: Worth
    value: float | None
    error: float

    @property
    def low(self) -> float | None:
        """The lower end of the 95 % interval."""
        return None if self.value is None else self.value - Z95 * self.error

    @property
    def high(self) -> float | None:
        """The upper end of the 95 % interval."""
        return None if self.value is None else self.value + Z95 * self.error


def _entries(stages: tuple[int, ...], limited: bool) -> Table:
    """person, stage, at: the first coming of each person to each of the stages within the cohort period."""
    t = among(transitions.filter(transitions.to_stage.isin(stages)), limited)
    t = t.filter(t.at > moment("cohort_start"), t.at <= moment("cohort_end"))
    t = t.filter(t.at <= moment("window_end"))
    return t.group_by("person", stage="to_stage").agg(at=t.at.min())


def _months(start: Value, end: Value) -> Value:
    return (end.epoch_seconds() - start.epoch_seconds()) // (MONTH * DAY)


def _followed(start: Value) -> Value:
    """Whole months from `start` to the end of the window, at most 12."""
    whole = _months(start, moment("window_end"))
    return (whole < MONTHS).ifelse(whole, MONTHS)


@question
def followed(stages: tuple[int, ...], limited: bool) -> Table:
    """People by stage and the whole months that they have been followed, at most 12."""
    came = _entries(stages, limited)
    came = came.mutate(months=_followed(came.at))
    return came.group_by("stage", "months").agg(people=came.count())


@question
def paid_after(stages: tuple[int, ...], currency: str, limited: bool) -> Table:
    """stage, person, months followed, month (0 = the first 30 days) and what was paid in it."""
    came = _entries(stages, limited)
    paid = sales(currency, limited).select(payer="person", then="ts", minor="minor")
    rows = came.inner_join(paid, [came.person == paid.payer, came.at <= paid.then])
    rows = rows.mutate(months=_followed(rows.at), month=_months(rows.at, rows.then))
    rows = rows.filter(rows.month < rows.months)
    return rows.group_by("stage", "person", "months", "month").agg(minor=rows.minor.sum())


def worths(scene: Scene, stages: tuple[int, ...]) -> dict[int, Worth]:
    """Stage code → what those who came there in the period went on to pay."""
    came = scene.ask(followed(stages, scene.limited))
    paid = scene.ask(paid_after(stages, scene.money.currency, scene.limited))
    found = {}
    for stage in stages:
        here = came["stage"].to_numpy() == stage
        counts = np.bincount(
            came["months"].to_numpy()[here], came["people"].to_numpy()[here], MONTHS + 1
        )
        rows = paid.filter(paid["stage"].to_numpy() == stage)
        found[stage] = worth(
            counts.astype(np.int64),
            *(rows[name].to_numpy() for name in ("person", "months", "month", "minor")),
        )
    return found


def worth(counts: Ints, person: Ints, months: Ints, month: Ints, minor: Ints) -> Worth:
    """`counts[f]` people were followed for f whole months (0..12, the last: 12 or more); the rows are what
    each person paid in a month that they were followed through, with that person's `months`."""
    n = int(counts.sum())
    through = counts[::-1].cumsum()[::-1][1:]  # followed through month 0, 1, …
    measured = int((through >= ENOUGH).sum())
    if not measured:
        return Worth(None, 0.0, n, 0)
    keep = month < measured
    person, months, month, minor = person[keep], months[keep], month[keep], minor[keep]
    means = np.bincount(month, minor, measured) / through[:measured]
    value = float(means.sum())
    # Each person's influence: what they paid, each month weighted by how few were followed through it, less
    # what was to be expected of the months that they were followed through.
    weight = n / through[:measured]
    expected = np.concatenate(([0.0], np.cumsum(means * weight)))
    expected = np.concatenate((expected, np.full(MONTHS - measured, expected[-1])))
    who, first, place = np.unique(person, return_index=True, return_inverse=True)
    own = np.bincount(place, minor * weight[month], len(who))
    of_payers = own - expected[months[first]]
    payers = np.bincount(months[first], minlength=MONTHS + 1)
    squares = float((of_payers**2).sum() + ((counts - payers) * expected**2).sum())
    return Worth(value, sqrt(squares) / n, n, measured * MONTH)


def stage_values(scene: Scene) -> Mapping[int, StageValue]:
    """Stage code → the value of coming there, for each stage of the way forward. Empty when the journey does not
    say which stage is the customers'."""
    path = scene.path
    customer = path.customer(scene.money.customer)
    if customer is None:
        return {}
    first = path.forward.index(customer)
    found = worths(scene, tuple(step.code for step in path.forward[first:]))
    values: dict[int, StageValue] = {}
    for place, step in enumerate(path.forward):
        if place >= first:
            its = found[step.code]
            values[step.code] = StageValue(step.code, None, its, its.value, its.error)
            continue
        arrow = path.arrow(step.key, customer.key, float(HORIZON))
        becomes = stage_conversion(scene.reader, arrow, scene.period, scene.chosen)
        values[step.code] = _product(step.code, becomes, found[customer.code])
    return values


def _product(stage: int, becomes: Conversion, its: Worth) -> StageValue:
    if becomes.value is None or its.value is None or becomes.low is None or becomes.high is None:
        return StageValue(stage, becomes, its, None, 0.0)
    spread = (becomes.high - becomes.low) / (2 * Z95)
    error = sqrt((spread * its.value) ** 2 + (its.error * becomes.value) ** 2)
    return StageValue(stage, becomes, its, becomes.value * its.value, error)
