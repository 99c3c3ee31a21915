"""In how many months do customers pay back what it cost to win them?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from pydantic import Field
from scipy.stats import t as student

from polku.analytics.purchases import AGE_MONTH, sales_by_age
from polku.errors import Problem
from polku.reports.acquired import shown_channel
from polku.reports.answer import Answer, Chart, Column, Figure, Sheet
from polku.reports.asked import Asked
from polku.reports.costs import CHANNEL, Acquiring, acquiring
from polku.reports.money import earned, money_notes
from polku.reports.report import Report, Scene
from polku.science.jackknife import BLOCKS, spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

FEWEST = 10
"""Fewer customers than this who have lived so long, and the curve ends."""
_T = float(student.ppf(0.975, BLOCKS - 1))


class AskedPayback(Asked):
    """Further: how many months are followed."""

    months: int = Field(default=12, ge=1, le=60, description="Months followed")


@dataclass(frozen=True, eq=False)
class Lived:
    """Margin and customers by group (channel × cohort month), block and age in whole months."""

    all_: Acquiring
    margin: Floats  # [channel, cohort, block, age]
    customers: Floats  # the same: how many have lived through that month
    begun: Floats  # [channel, cohort, block]


@dataclass(frozen=True, eq=False)
class Curve:
    """Margin for each customer after 0, 1, … months, and how many have lived that long."""

    value: Floats
    low: Floats
    high: Floats
    n: Ints


def lived(scene: Scene, most: int) -> Lived:
    """What the new customers of the period have brought since they began."""
    all_ = acquiring(scene)
    new = all_.customers
    cohorts = len(all_.months.keys)
    cohort = all_.months.of(new.at)
    channel = all_.customer_channel % len(all_.names)
    block = new.person % BLOCKS
    age = np.maximum(int(scene.period.end.timestamp()) - new.at, 0) // AGE_MONTH
    group = channel * cohorts + cohort
    started = pa.table(
        {
            "person": new.person,
            "start": new.at,
            "lived": age,
            "grp": pa.array(group, pa.int32()),
            "block": pa.array(block, pa.int32()),
        }
    )
    shape = (len(all_.names), cohorts, BLOCKS)
    rows = scene.ask(sales_by_age(scene.money.currency), tables={"started": started}, most_age=most)
    grp, of, at, minor = (
        rows[name].to_numpy().astype(np.int64) for name in ("grp", "block", "age", "minor")
    )
    margin = np.zeros((*shape, most))
    np.add.at(margin, (grp // cohorts, grp % cohorts, of, at), minor * earned(1.0, scene.money))
    people = np.zeros((*shape, most))
    for month in range(most):
        here = age > month
        np.add.at(people[..., month], (channel[here], cohort[here], block[here]), 1.0)
    begun = np.zeros(shape)
    np.add.at(begun, (channel, cohort, block), 1.0)
    return Lived(all_, margin, people, begun)


def curve(margin: Floats, customers: Floats) -> Curve:
    """Of blocks × ages: each month's margin over those who lived through it, added up."""
    n = customers.sum(axis=0)
    enough = int(np.argmax(n < FEWEST)) if (n < FEWEST).any() else len(n)
    margin, customers, n = margin[:, :enough], customers[:, :enough], n[:enough]
    value = np.cumsum(margin.sum(axis=0) / np.maximum(n, 1))
    left = np.maximum(n - customers, 1e-9)
    without = np.cumsum((margin.sum(axis=0) - margin) / left, axis=1)
    wide = _T * spread(without)
    zero = np.zeros(1)
    return Curve(
        np.concatenate([zero, value]),
        np.concatenate([zero, value - wide]),
        np.concatenate([zero, value + wide]),
        np.concatenate([n[:1] if len(n) else zero, n]).astype(np.int64),
    )


def crossing(values: Floats, cost: float) -> int | None:
    """The first month after which the margin covers the cost for good."""
    below = np.flatnonzero(values < cost)
    if not len(below):
        return 0
    first = int(below[-1]) + 1
    return first if first < len(values) else None


def answer(scene: Scene, asked: AskedPayback) -> Answer:
    """A row for each paid channel, for each of its cohorts, and the curves."""
    found = lived(scene, asked.months)
    all_ = found.all_
    channels, curves, cohorts = [], [], []
    for place, name in enumerate(all_.names):
        cost = int(all_.cost[place].sum())
        new = int(found.begun[place].sum())
        if not cost or not all_.known(name) or not new:
            continue
        cac = cost / new
        line = curve(found.margin[place].sum(axis=0), found.customers[place].sum(axis=0))
        channels.append(_channel(name, cost, new, cac, line))
        curves += _curve_rows(name, cac, line)
        cohorts += _cohort_rows(found, place)
    channels.sort(key=lambda row: (-row["spend"], row["id"]))
    total = _total(found)
    notes = [*money_notes(scene), *all_.ledger.notes]
    if not len(all_.customers.person):
        notes.append(Problem("money.no-customers", level="warning"))
    if all_.whole is not None and not all_.whole:
        notes.append(Problem("money.spend-not-split", level="warning"))
    return Answer(
        n=len(all_.customers.person),
        figures=total,
        sheets=[
            Sheet("channels", _channel_columns(), channels),
            Sheet("curves", _curve_columns(), curves),
            Sheet("cohorts", _cohort_columns(), cohorts),
        ],
        charts=[
            Chart("curves", "lines", "curves", x="age", y=["left"], by="channel"),
            Chart("channels", "bars", "channels", x="channel", y=["payback"]),
        ],
        notes=notes,
    )


def _total(found: Lived) -> list[Figure]:
    """All paid channels together."""
    all_ = found.all_
    paid = [i for i, n in enumerate(all_.names) if all_.cost[i].sum() and all_.known(n)]
    paid = [i for i in paid if found.begun[i].sum()]
    if not paid:
        return [Figure("payback", "number", None), Figure("cac", "money", None)]
    line = curve(found.margin[paid].sum(axis=(0, 1)), found.customers[paid].sum(axis=(0, 1)))
    new = int(found.begun[paid].sum())
    cac = float(all_.cost[paid].sum()) / new
    early, late = crossing(line.high, cac), crossing(line.low, cac)
    return [
        Figure("payback", "number", crossing(line.value, cac), early, late, new),
        Figure("cac", "money", cac, n=new),
    ]


def _channel(name: str, cost: int, new: int, cac: float, line: Curve) -> dict[str, Any]:
    month = crossing(line.value, cac)
    return {
        "id": CHANNEL + name,
        "channel": shown_channel(name),
        "spend": cost,
        "customers": new,
        "cac": cac,
        "margin": float(line.value[-1]) if len(line.value) > 1 else None,
        "margin_low": float(line.low[-1]) if len(line.value) > 1 else None,
        "margin_high": float(line.high[-1]) if len(line.value) > 1 else None,
        "followed": len(line.value) - 1,
        "payback": month,
        "payback_low": crossing(line.high, cac),
        "payback_high": crossing(line.low, cac),
        "open": month is None,
    }


def _curve_rows(name: str, cac: float, line: Curve) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{CHANNEL}{name}:{age}",
            "channel": shown_channel(name),
            "age": age,
            "customers": int(line.n[age]),
            "margin": float(line.value[age]),
            "cac": cac,
            "left": float(line.value[age]) - cac,
            "left_low": float(line.low[age]) - cac,
            "left_high": float(line.high[age]) - cac,
        }
        for age in range(len(line.value))
    ]


def _cohort_rows(found: Lived, place: int) -> list[dict[str, Any]]:
    all_ = found.all_
    name, rows = all_.names[place], []
    for month, key in enumerate(all_.months.keys):
        new, cost = int(found.begun[place, month].sum()), int(all_.cost[place, month])
        if not new or not cost:
            continue
        cac = cost / new
        line = curve(found.margin[place, month], found.customers[place, month])
        back = crossing(line.value, cac)
        rows.append(
            {
                "id": f"{CHANNEL}{name}:{key}",
                "channel": shown_channel(name),
                "month": key,
                "spend": cost,
                "customers": new,
                "cac": cac,
                "margin": float(line.value[-1]) if len(line.value) > 1 else None,
                "followed": len(line.value) - 1,
                "payback": back,
                "open": back is None,
            }
        )
    return rows


def _channel_columns() -> list[Column]:
    return [
        Column("channel", "text"),
        Column("spend", "money"),
        Column("customers", people=True),
        Column("cac", "money"),
        Column("margin", "money", interval=True),
        Column("followed", "count"),
        Column("payback", "count", interval=True),
        Column("open", "flag"),
    ]


def _curve_columns() -> list[Column]:
    return [
        Column("channel", "text"),
        Column("age", "count"),
        Column("customers"),
        Column("margin", "money"),
        Column("cac", "money"),
        Column("left", "money", interval=True),
    ]


def _cohort_columns() -> list[Column]:
    return [
        Column("channel", "text"),
        Column("month", "month"),
        Column("spend", "money"),
        Column("customers", people=True),
        Column("cac", "money"),
        Column("margin", "money"),
        Column("followed", "count"),
        Column("payback", "count"),
        Column("open", "flag"),
    ]


def people(scene: Scene, asked: AskedPayback, row: str, column: str) -> pa.Table:
    """The new customers of a channel, or of one of its cohorts."""
    if column != "customers" or not row.startswith(CHANNEL):
        raise KeyError(column)
    all_ = acquiring(scene)
    name, _, month = row.removeprefix(CHANNEL).rpartition(":")
    if month not in all_.months.keys:
        name, month = row.removeprefix(CHANNEL), ""
    keep = all_.customer_channel % len(all_.names) == all_.names.index(name)
    if month:
        keep &= all_.months.of(all_.customers.at) == all_.months.keys.index(month)
    return pa.table({"person": all_.customers.only(keep).person})


REPORT = Report("payback", "money", AskedPayback, answer, people)
