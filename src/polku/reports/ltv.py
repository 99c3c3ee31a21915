"""What a customer is worth: what each has brought so far, and what is to come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import isfinite
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import Field

from polku.analytics.acquisition import Starts
from polku.analytics.purchases import net_sales
from polku.errors import Problem
from polku.reports.acquired import channels, chosen_of, customers, in_period, whole
from polku.reports.answer import Answer, Chart, Column, Figure, Sheet
from polku.reports.asked import Asked
from polku.reports.costs import minor
from polku.reports.ledger import ledger
from polku.reports.ltv_check import Check, check
from polku.reports.ltv_contract import contract_events, contract_value, contracts
from polku.reports.ltv_repeat import (
    Purchases,
    Value,
    best,
    dependence,
    fit_spending,
    new_customer,
    purchases,
    spending_spread,
    spread_of,
    to_come,
)
from polku.reports.money import earned, money_notes
from polku.reports.months import DAYS, Months, months
from polku.reports.orders import sale_notes
from polku.reports.report import Report, Scene
from polku.reports.said import Count, Number, Share
from polku.science.clv.fitting import ENOUGH, Fit
from polku.science.ratio import Ratio, ratio

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

MONTH = "month:"
DEPENDENT = 0.2  # a correlation of frequency and spending that makes the forecast doubtful
UNPAID = 0.5
CONTRACTS = 0.5  # of sales must be contracts for the model to be chosen by itself
NAMES = {"bg-nbd": "BG/NBD", "pareto-nbd": "Pareto/NBD", "contract": "sBG"}


class AskedLtv(Asked):
    """Further: which model, how far ahead, and the discount."""

    model: Literal["auto", "bg-nbd", "pareto-nbd", "contract"] = "auto"
    horizon: int = Field(default=12, ge=1, le=60, description="Months ahead")
    discount: float = Field(default=10.0, ge=0, le=100, description="Per cent a year")


@dataclass(frozen=True, eq=False)
class Base:
    """The customers of the period and what they have paid (minor units), by cohort month."""

    months: Months
    new: Starts
    month: Ints
    gross: Ints
    refunds: Ints
    orders: Ints

    def kept(self) -> float:
        """What refunds leave of sales, 0..1; 1 where nothing was sold."""
        gross = float(self.gross.sum())
        return max(0.0, 1 + float(self.refunds.sum()) / gross) if gross else 1.0


@dataclass
class Forecast:
    """What is told of the future. Money as margin in minor units."""

    model: str
    curve: Value | None = None
    alive: Value | None = None
    coming: Value | None = None
    check: Check | None = None
    notes: list[Problem] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)


def base(scene: Scene) -> Base:
    """Who they are."""
    new = in_period(scene, customers(scene))
    new = new.only(chosen_of(scene, new.person))
    over = scene.period
    calendar = months(over.cohort_first, over.cohort_end, scene.zone)
    if len(new.at):  # no empty cohorts before the first customer
        first = datetime.fromtimestamp(int(new.at.min()), UTC)
        calendar = months(max(first, over.cohort_first), over.cohort_end, scene.zone)
    rows = scene.ask(net_sales(scene.money.currency, scene.limited))
    person = rows["person"].to_numpy().astype(np.int64)
    order = np.argsort(person, kind="stable")
    paid = []
    for name in ("gross", "refunds", "orders"):
        values = rows[name].to_numpy().astype(np.int64)[order]
        paid.append(_joined(person[order], values, new.person))
    return Base(calendar, new, calendar.of(new.at), *paid)


def _joined(person: Ints, values: Ints, wanted: Ints) -> Ints:
    if not len(person):
        return np.zeros(len(wanted), np.int64)
    at = np.minimum(np.searchsorted(person, wanted), len(person) - 1)
    return np.where(person[at] == wanted, values[at], 0)


def answer(scene: Scene, asked: AskedLtv) -> Answer:
    """So far by cohort, the forecast, and whether the forecast would have come true."""
    found = base(scene)
    worth = _earned(scene, found.gross + found.refunds)
    mean = ratio(worth)
    told = forecast(scene, asked, found)
    last = _last(told.curve)
    ratio_of = _against_cac(scene, found, last)
    notes = [*money_notes(scene)]
    if not len(found.new.person):
        notes.append(Problem("money.no-customers", level="warning"))
    else:
        notes += sale_notes(scene, int(found.gross.sum()), int(found.refunds.sum()))
        unpaid = float((found.orders == 0).mean())
        if unpaid > UNPAID:
            said = {"share": Share(unpaid)}
            notes.append(Problem("money.customers-without-payment", params=said, level="warning"))
    sheets = [Sheet("cohorts", _columns(told), _cohorts(scene, found, worth, told))]
    charts = [Chart("cohorts", "bars", "cohorts", x="month", y=["to_date"])]
    if told.curve is not None:
        sheets.append(Sheet("curve", _curve_columns(), _curve(told.curve)))
        charts.append(Chart("curve", "lines", "curve", x="age", y=["predicted"]))
    if told.check is not None:
        sheets.append(Sheet("check", _check_columns(), told.check.rows))
        charts.append(Chart("check", "bars", "check", x="times", y=["predicted", "actual"]))
    return Answer(
        n=len(found.new.person),
        figures=[
            Figure("to_date", "money", mean.value, mean.low, mean.high, mean.n),
            Figure("ltv", "money", *last, n=len(found.new.person)),
            Figure("customer_value", "money", minor(scene, scene.money.customer_value)),
            ratio_of,
        ],
        sheets=sheets,
        charts=charts,
        notes=[*notes, *told.notes],
        rule=_rule(asked, told),
        details={"model": told.model, **told.details},
    )


def _earned(scene: Scene, paid: Ints) -> NDArray[np.float64]:
    return paid.astype(np.float64) * earned(1.0, scene.money)


def _last(curve: Value | None) -> tuple[float | None, float | None, float | None]:
    if curve is None:
        return None, None, None
    return tuple(  # type: ignore[return-value]
        float(each[-1]) if np.isfinite(each[-1]) else None
        for each in (curve.value, curve.low, curve.high)
    )


def forecast(scene: Scene, asked: AskedLtv, found: Base) -> Forecast:
    """By the model asked; "auto" takes contracts when they are half of sales, else the better of the other two."""
    events, share = contract_events(scene)
    model: str = asked.model
    if model == "auto":
        model = "contract" if share >= CONTRACTS else "auto"
    told = Forecast(model if model != "auto" else "bg-nbd")
    if not len(found.new.person) or not found.gross.sum() or found.kept() == 0.0:
        return told
    if model == "contract":
        _contract(scene, asked, found, told, events)
    else:
        _repeat(scene, asked, found, told, model)
    return told


def _contract(
    scene: Scene, asked: AskedLtv, found: Base, told: Forecast, events: tuple[int, ...]
) -> None:
    have = contracts(scene, events)
    fit, value = contract_value(have, asked.horizon, asked.discount / 100, DAYS)
    told.notes += _trouble(fit, told.model, int(have.renewals.ended.sum()))
    told.details["fit"] = _written(fit)
    if value is not None:
        scale = earned(found.kept(), scene.money)
        told.curve = Value(value.value * scale, value.low * scale, value.high * scale)


def _repeat(scene: Scene, asked: AskedLtv, found: Base, told: Forecast, wanted: str) -> None:
    bought = purchases(scene, scene.period.end)
    bought = bought.only(np.isin(bought.person, found.new.person))
    buying, model = best(bought, wanted)
    told.model = model
    spending = fit_spending(bought)
    told.details |= {"fit": _written(buying), "spending": _written(spending)}
    told.notes += _trouble(buying, model, int((bought.days > 1).sum()))
    if buying.trouble:
        return
    spend, spread = spending_spread(spending)
    if spend is None:
        told.notes.append(Problem("money.no-mean-spend", level="hint"))
        again = bought.days > 1
        spend = float(
            (bought.gross - bought.first_gross).sum() / max((bought.days - 1)[again].sum(), 1)
        )
    scale = earned(found.kept(), scene.money)
    first = ratio(bought.first_gross)
    sd = spread_of(first.low, first.high)
    yearly = asked.discount / 100
    curve = new_customer(
        buying,
        model,
        spend * scale,
        spread,
        (first.value or 0.0) * scale,
        sd * scale,
        asked.horizon,
        yearly,
    )
    told.curve = curve
    group = found.month[np.searchsorted(found.new.person, bought.person)]
    size = len(found.months.keys)
    told.alive, coming = to_come(
        bought, group, size, buying, model, spending, spend, asked.horizon, yearly
    )
    told.coming = Value(*(each * scale for each in (coming.value, coming.low, coming.high)))
    told.check = check(scene, bought, model)
    told.notes += _doubts(scene, asked, bought, told.check)


def _doubts(scene: Scene, asked: AskedLtv, bought: Purchases, seen: Check | None) -> list[Problem]:
    notes = []
    if seen is not None and seen.missed:
        said = {"predicted": Count(seen.predicted), "actual": Count(seen.actual)}
        notes.append(Problem("money.forecast-missed", params=said, level="warning"))
    days = bought.end - int(bought.first.min())
    if asked.horizon * DAYS > days + 31:
        notes.append(Problem("money.short-history", params={"days": Count(days)}, level="hint"))
    r = dependence(bought)
    if r is not None and abs(r) > DEPENDENT:
        notes.append(Problem("money.spend-dependent", params={"r": Number(r, 2)}, level="hint"))
    return notes


def _trouble(fit: Fit, model: str, n: int) -> list[Problem]:
    if fit.trouble == "too-few":
        said = {"n": Count(n), "enough": Count(ENOUGH)}
        return [Problem("money.few-repeat", params=said, level="warning")]
    if fit.trouble:
        return [Problem("money.no-fit", params={"model": NAMES[model]}, level="warning")]
    return []


def _written(fit: Fit) -> dict[str, Any]:
    """For programs: parameters (NaN as None), log-likelihood and trouble."""
    plain = {n: v if isfinite(v) else None for n, v in zip(fit.names, fit.values, strict=True)}
    like = fit.likelihood if isfinite(fit.likelihood) else None
    return {"parameters": plain, "likelihood": like, "trouble": fit.trouble, "n": fit.n}


def _against_cac(
    scene: Scene, found: Base, ltv: tuple[float | None, float | None, float | None]
) -> Figure:
    book = ledger(scene)
    kept = whole(scene, channels(scene)) if scene.chosen is not None else None
    cost = sum(line.cost for line in book.lines if kept is None or line.channel in kept)
    new = len(found.new.person)
    if not cost or not new:
        return Figure("ltv_cac", "number", None)
    cac = cost / new
    value, low, high = (None if v is None else v / cac for v in ltv)
    return Figure("ltv_cac", "number", value, low, high, new)


def _cohorts(scene: Scene, found: Base, worth: Any, told: Forecast) -> list[dict[str, Any]]:
    rows = []
    for place, key in enumerate(found.months.keys):
        here = found.month == place
        if not here.any():
            continue
        so_far: Ratio = ratio(worth[here])
        each: dict[str, Any] = {
            "id": MONTH + key,
            "month": key,
            "customers": int(here.sum()),
            "orders": int(found.orders[here].sum()),
            "paid": int((found.gross + found.refunds)[here].sum()),
            "to_date": so_far.value,
            "to_date_low": so_far.low,
            "to_date_high": so_far.high,
        }
        for name, value, by in (("alive", told.alive, 1), ("coming", told.coming, int(here.sum()))):
            if value is not None:
                for end, numbers in (("", value.value), ("_low", value.low), ("_high", value.high)):
                    number = float(numbers[place]) / by
                    each[name + end] = min(number, 1.0) if name == "alive" else number
        rows.append(each)
    return rows


def _columns(told: Forecast) -> list[Column]:
    columns = [
        Column("month", "month"),
        Column("customers", people=True),
        Column("orders"),
        Column("paid", "money"),
        Column("to_date", "money", interval=True),
    ]
    if told.alive is not None:
        columns += [
            Column("alive", "share", interval=True),
            Column("coming", "money", interval=True),
        ]
    return columns


def _curve(value: Value) -> list[dict[str, Any]]:
    return [
        {
            "id": f"age:{age}",
            "age": age,
            "predicted": float(value.value[age]),
            "predicted_low": float(value.low[age]),
            "predicted_high": float(value.high[age]),
        }
        for age in range(len(value.value))
    ]


def _curve_columns() -> list[Column]:
    return [Column("age", "number"), Column("predicted", "money", interval=True)]


def _check_columns() -> list[Column]:
    return [
        Column("times", "text"),
        Column("people"),
        Column("predicted", "number"),
        Column("actual", "number", interval=True),
    ]


def _rule(asked: AskedLtv, told: Forecast) -> dict[str, str]:
    name = NAMES[told.model]
    given = f"{asked.discount:g}"
    return {
        "fi": f"Malli {name}, {asked.horizon} kk eteenpäin, diskonttaus {given.replace('.', ',')} % vuodessa.",
        "en": f"Model {name}, {asked.horizon} months ahead, discounted by {given}% a year.",
    }


def people(scene: Scene, asked: AskedLtv, row: str, column: str) -> pa.Table:
    """The customers of a cohort."""
    import pyarrow as pa

    if column != "customers" or not row.startswith(MONTH):
        raise KeyError(column)
    found = base(scene)
    place = found.months.keys.index(row.removeprefix(MONTH))
    return pa.table({"person": found.new.person[found.month == place]})


REPORT = Report("ltv", "money", AskedLtv, answer, people)
