"""Orders: how many, how large, what came back and what was left of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from polku.analytics.purchases import sales_by_month
from polku.errors import Problem
from polku.reports.acquired import UNKNOWN, channels, shown_channel
from polku.reports.answer import Answer, Chart, Column, Figure, Sheet
from polku.reports.asked import Asked
from polku.reports.money import earned, money_notes
from polku.reports.months import Months, months
from polku.reports.report import Report, Scene
from polku.reports.said import Money, Number
from polku.science.ratio import ratio

if TYPE_CHECKING:
    import numpy.typing as npt
    import pyarrow as pa

    Ints = npt.NDArray[np.int64]
    Bools = npt.NDArray[np.bool_]

MONTH = "month:"
CHANNEL = "channel:"


class Sold:
    """What each person paid in each month of the period: arrays of one length."""

    def __init__(self, scene: Scene) -> None:
        over = scene.period
        first = max(over.cohort_first, over.first or over.cohort_first)  # nothing was sold before
        self.months: Months = months(min(first, over.cohort_end), over.cohort_end, scene.zone)
        shape = (scene.money.currency, len(self.months.keys) - 1, scene.limited)
        rows = scene.ask(sales_by_month(*shape), **self.months.given)
        names = ("person", "month", "orders", "gross", "refunds")
        found = [rows[name].to_numpy().astype(np.int64) for name in names]
        self.person, self.month, self.orders, self.gross, self.refunds = found
        everybody = channels(scene)
        self.channels = (*everybody.names, UNKNOWN)
        self.channel = everybody.of(self.person) % len(self.channels)  # -1: the last

    def row(self, scene: Scene, keep: Bools) -> dict[str, Any]:
        """The cells of those rows; an order's size by people, so that who orders often counts as one."""
        orders, gross, refunds = (
            int(each[keep].sum()) for each in (self.orders, self.gross, self.refunds)
        )
        who, place = np.unique(self.person[keep], return_inverse=True)
        of_person = [np.bincount(place, each[keep], len(who)) for each in (self.gross, self.orders)]
        bought = of_person[1] > 0
        size = ratio(of_person[0][bought], of_person[1][bought])
        known = scene.money.margin is not None
        return {
            "orders": orders,
            "buyers": int(bought.sum()),
            "gross": gross,
            "refunds": refunds,
            "net": gross + refunds,
            "aov": size.value,
            "aov_low": size.low,
            "aov_high": size.high,
            "margin": earned(gross + refunds, scene.money) if known else None,
        }


def answer(scene: Scene, asked: Asked) -> Answer:
    """Rows by month and by channel."""
    sold = Sold(scene)
    every = np.ones(len(sold.person), np.bool_)
    total = sold.row(scene, every)
    by_month = [
        {"id": MONTH + key, "month": key, **sold.row(scene, sold.month == place)}
        for place, key in enumerate(sold.months.keys)
    ]
    by_channel = [
        {"id": CHANNEL + n, "channel": shown_channel(n), **sold.row(scene, sold.channel == i)}
        for i, n in enumerate(sold.channels)
        if (sold.channel == i).any()
    ]
    by_channel.sort(key=lambda row: (-row["net"], row["id"]))
    return Answer(
        n=total["orders"],
        figures=[
            Figure(
                "aov", "money", total["aov"], total["aov_low"], total["aov_high"], total["orders"]
            ),
            Figure("orders", "count", total["orders"]),
            Figure("buyers", "count", total["buyers"], people=True),
            Figure("net", "money", total["net"] if total["orders"] else None),
            Figure("refunds", "money", total["refunds"] if total["orders"] else None),
            Figure("margin", "money", total["margin"] if total["orders"] else None),
        ],
        sheets=[
            Sheet("months", _columns(Column("month", "month")), by_month),
            Sheet("channels", _columns(Column("channel", "text")), by_channel),
        ],
        charts=[
            Chart("months", "lines", "months", x="month", y=["net", "margin"]),
            Chart("size", "lines", "months", x="month", y=["aov"]),
            Chart("channels", "bars", "channels", x="channel", y=["net"]),
        ],
        notes=[*money_notes(scene), *sale_notes(scene, total["gross"], total["refunds"])],
    )


def _columns(first: Column) -> list[Column]:
    return [
        first,
        Column("orders"),
        Column("buyers", people=True),
        Column("gross", "money"),
        Column("refunds", "money"),
        Column("net", "money"),
        Column("aov", "money", interval=True),
        Column("margin", "money"),
    ]


def sale_notes(scene: Scene, gross: int, refunds: int) -> list[Problem]:
    """No sales, refunds above them, and that VAT was taken off."""
    notes = []
    if gross == 0:
        notes.append(Problem("money.no-sales", level="warning"))
    if -refunds > gross:
        currency = scene.money.currency
        params = {"refunds": Money(-refunds, currency), "gross": Money(gross, currency)}
        notes.append(Problem("money.refunds-above", params=params, level="warning"))
    if scene.money.vat:
        said = {"vat": Number(scene.money.vat)}
        notes.append(Problem("money.vat-off", params=said, level="hint"))
    return notes


def people(scene: Scene, asked: Asked, row: str, column: str) -> pa.Table:
    """Those who ordered in the month, by the channel, or at all."""
    import pyarrow as pa

    if column != "buyers":
        raise KeyError(column)
    sold = Sold(scene)
    keep = sold.orders > 0
    if row.startswith(MONTH):
        keep &= sold.month == sold.months.keys.index(row.removeprefix(MONTH))
    elif row.startswith(CHANNEL):
        keep &= sold.channel == sold.channels.index(row.removeprefix(CHANNEL))
    elif row:
        raise KeyError(row)
    return pa.table({"person": np.unique(sold.person[keep])})


REPORT = Report("orders", "money", Asked, answer, people)
