"""The price of a lead and of a customer, by channel and month, against what one is willing to pay."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from polku.analytics.acquisition import Starts
from polku.conditions.properties import scale
from polku.reports.acquired import (
    UNKNOWN,
    Channels,
    channels,
    chosen_of,
    customers,
    in_period,
    leads,
    shown_channel,
    stage_notes,
    whole,
)
from polku.reports.answer import Answer, Chart, Column, Figure, Sheet
from polku.reports.asked import Asked
from polku.reports.costs_notes import cost_notes, unseen
from polku.reports.ledger import Ledger, ledger
from polku.reports.months import DAYS, Months, months
from polku.reports.report import Report, Scene
from polku.science.poisson import price
from polku.science.survival import cumulative_incidence
from polku.science.wilson import wilson

if TYPE_CHECKING:
    import pyarrow as pa

    from polku.analytics.period import Period
    from polku.science.survival import Ints

HOUR = 3600
CHANNEL = "channel:"
MONTH = "month:"


@dataclass(frozen=True, eq=False)
class Acquiring:
    """Who became a lead and a customer in the period, by channel (a place in `names`, the last is not known) and
    month, and what it cost. `everyone` counts the customers of all channels and people: the team's cost is shared
    out over them."""

    names: tuple[str, ...]
    months: Months
    leads: Starts
    lead_channel: Ints
    customers: Starts
    customer_channel: Ints
    ledger: Ledger
    cost: Ints = field(repr=False)  # [channel, month]
    clicks: Ints = field(repr=False)
    everyone: int = 0
    whole: frozenset[str] | None = None
    bought: Starts | None = None

    def known(self, channel: str) -> bool:
        """Whether the channel's spend can be set against the people of the filter."""
        return self.whole is None or channel in self.whole


def acquiring(scene: Scene) -> Acquiring:
    """Everything that the report counts."""
    found, book = channels(scene), ledger(scene)
    bought = customers(scene)
    new = in_period(scene, bought)
    asked = in_period(scene, leads(scene, bought))
    everyone = len(new.person)
    new = new.only(chosen_of(scene, new.person))
    asked = asked.only(chosen_of(scene, asked.person))
    calendar = months(*_ends(scene.period), scene.zone)
    kept = whole(scene, found)
    costly = sorted({line.channel for line in book.lines if kept is None or line.channel in kept})
    names = (*found.names, *(n for n in costly if n not in found.names), UNKNOWN)
    place = {name: i for i, name in enumerate(names)}
    cost = np.zeros((len(names), len(calendar.keys)), np.int64)
    clicks = np.zeros_like(cost)
    for line in book.lines:
        if kept is None or line.channel in kept:
            at = place[line.channel], calendar.of_day(line.day)
            cost[at] += line.cost
            clicks[at] += line.clicks
    return Acquiring(
        names, calendar, asked, _of(found, asked), new, _of(found, new), book, cost, clicks,
        everyone, kept, bought,
    )  # fmt: skip


def _ends(over: Period) -> tuple[Any, Any]:
    return over.cohort_first, over.cohort_end


def _of(found: Channels, people: Starts) -> Ints:
    """The places of their channels; whose is not known stands last."""
    return found.of(people.person)


def answer(scene: Scene, asked: Asked) -> Answer:
    """Rows by channel and by month; all sums are those of the ledger."""
    all_ = acquiring(scene)
    team = (minor(scene, scene.money.team_per_month) or 0.0) * all_.ledger.days / DAYS
    each = team / all_.everyone if team and all_.everyone else None
    rows = [_channel(scene, all_, place, each) for place in range(-1, len(all_.names) - 1)]
    rows = [row for row in rows if row["spend"] or row["leads"] or row["customers"]]
    rows.sort(key=lambda row: (-(row["spend"] or 0), -row["customers"], row["id"]))
    figures = _figures(scene, all_, team)
    notes = [*stage_notes(scene), *all_.ledger.notes, *cost_notes(scene, all_.whole, rows, figures)]
    notes += unseen(rows)
    return Answer(
        n=len(all_.customers.person),
        figures=figures,
        sheets=[
            Sheet("channels", _columns(Column("channel", "text")), rows),
            Sheet("months", _month_columns(), _months(scene, all_, team)),
        ],
        charts=[
            Chart("lead-price", "bars", "channels", x="channel", y=["cpa"]),
            Chart("customer-price", "bars", "channels", x="channel", y=["cac"]),
            Chart("months", "lines", "months", x="month", y=["cpa", "cac"]),
        ],
        notes=notes,
        details={"spend": all_.ledger.cost, "team": team, "days": all_.ledger.days},
    )


def minor(scene: Scene, major: float | None) -> float | None:
    """An amount of the settings in minor units."""
    return None if major is None else major * scale(scene.money.currency)


def _columns(first: Column) -> list[Column]:
    return [
        first,
        Column("spend", "money"),
        Column("clicks"),
        Column("leads", people=True),
        Column("cpa", "money", interval=True),
        Column("customers", people=True),
        Column("cac", "money", interval=True),
        Column("cac_full", "money"),
        Column("rate", "share", interval=True),
        Column("allowed", "money"),
    ]


def _month_columns() -> list[Column]:
    kept = [c for c in _columns(Column("month", "month")) if c.key not in ("rate", "allowed")]
    return [*kept, Column("open", "flag")]


def _channel(scene: Scene, all_: Acquiring, place: int, team: float | None) -> dict[str, Any]:
    name = all_.names[place]
    told = all_.known(name)
    cost = int(all_.cost[place].sum()) if name or all_.whole is None else 0
    here = all_.leads.only(all_.lead_channel == place)
    new = int((all_.customer_channel == place).sum())
    row: dict[str, Any] = {"id": CHANNEL + name, "channel": shown_channel(name)}
    # Nobody pays for a channel without spend: its price is not known, and not nothing.
    paid = float(cost) if told and cost else None
    row |= {"spend": cost if told else None, "clicks": int(all_.clicks[place].sum()) or None}
    row |= {"leads": len(here.person), "customers": new, **_prices(paid, len(here.person), new)}
    full = paid is not None and new and team is not None
    row["cac_full"] = row["cac"] + team if full else None
    row |= _rate(scene, all_, here)
    target = minor(scene, scene.money.customer_price)
    known = target is not None and row["rate"] is not None
    row["allowed"] = target * row["rate"] if known else None
    return row


def _prices(cost: float | None, people: int, new: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, count in (("cpa", people), ("cac", new)):
        value, low, high = (None, None, None) if cost is None else price(cost, count)
        found |= {key: value, f"{key}_low": low, f"{key}_high": high}
    return found


def _rate(scene: Scene, all_: Acquiring, here: Starts) -> dict[str, Any]:
    """The probability that a lead becomes a customer within the window of the stage of leads."""
    empty = {"rate": None, "rate_low": None, "rate_high": None}
    step = scene.path.lead(scene.money.lead, scene.money.customer)
    if step is None or all_.bought is None or not len(here.person):
        return empty
    window = int(step.window_days * 24)
    end = int(scene.period.end.timestamp())
    at, has = all_.bought.among(here.person)
    took = np.where(has & (at <= end), at - here.at, 0) // HOUR
    won = has & (at <= end) & (took < window)
    followed = np.clip((end - here.at) // HOUR, 0, window)
    hours = np.where(won, took, followed)
    closed = ~won & (followed >= window)
    waiting = ~won & ~closed
    found = cumulative_incidence(hours, won, closed, waiting)
    if found.value is None:
        return empty
    p = found.value
    n = p * (1 - p) / found.variance if found.variance > 0 else float((won | closed).sum())
    size = min(n, found.n)
    low, high = wilson(p * size, size)
    return {"rate": p, "rate_low": low, "rate_high": high}


def _months(scene: Scene, all_: Acquiring, team: float) -> list[dict[str, Any]]:
    size = len(all_.months.keys)
    of_leads = np.bincount(all_.months.of(all_.leads.at), minlength=size)
    of_new = np.bincount(all_.months.of(all_.customers.at), minlength=size)
    days = np.zeros(size)
    for line in range(all_.ledger.days):
        days[all_.months.of_day(all_.ledger.first + timedelta(days=line))] += 1
    rows = []
    limited = scene.chosen is not None
    told = all_.whole is None or bool(all_.whole)
    for place, key in enumerate(all_.months.keys):
        cost = int(all_.cost[:, place].sum())
        paid = float(cost) if told and cost else None
        asked, new = int(of_leads[place]), int(of_new[place])
        row: dict[str, Any] = {"id": MONTH + key, "month": key, "spend": cost if told else None}
        row |= {"clicks": int(all_.clicks[:, place].sum()) or None}
        row |= {"leads": asked, "customers": new, **_prices(paid, asked, new)}
        share = team * days[place] / max(all_.ledger.days, 1)
        full = paid is not None and new and team and not limited
        row["cac_full"] = (cost + share) / new if full else None
        row["open"] = place == size - 1
        rows.append(row)
    return rows


def _figures(scene: Scene, all_: Acquiring, team: float) -> list[Figure]:
    cost = int(all_.cost.sum())
    told = all_.whole is None or bool(all_.whole)
    asked, new = len(all_.leads.person), len(all_.customers.person)
    price_of = _prices(float(cost) if told and cost else None, asked, new)
    # Those who came without being paid for make the mean cheap: what is paid for has its own price.
    paid = [place for place in range(-1, len(all_.names) - 1) if all_.cost[place].any()]
    paid_leads = int(np.isin(all_.lead_channel, paid).sum())
    paid_new = int(np.isin(all_.customer_channel, paid).sum())
    paid_price = _prices(float(cost) if told and cost else None, paid_leads, paid_new)
    full = None
    if told and cost and new and team and scene.chosen is None:
        full = (cost + team) / new
    rate = _rate(scene, all_, all_.leads)
    target = minor(scene, scene.money.customer_price)
    known = target is not None and rate["rate"] is not None
    return [
        Figure("spend", "money", cost if told else None),
        Figure("cpa", "money", price_of["cpa"], price_of["cpa_low"], price_of["cpa_high"], asked),
        _paid_figure("cpa", paid_price, paid_leads),
        Figure("lead_price", "money", minor(scene, scene.money.lead_price)),
        Figure("allowed", "money", target * rate["rate"] if known and target else None),
        Figure("cac", "money", price_of["cac"], price_of["cac_low"], price_of["cac_high"], new),
        _paid_figure("cac", paid_price, paid_new),
        Figure("cac_full", "money", full, n=new),
        Figure("customer_price", "money", target),
        Figure("rate", "share", rate["rate"], rate["rate_low"], rate["rate_high"], asked),
    ]


def _paid_figure(key: str, price_of: dict[str, Any], n: int) -> Figure:
    low, high = price_of[f"{key}_low"], price_of[f"{key}_high"]
    return Figure(f"{key}_paid", "money", price_of[key], low, high, n)


def people(scene: Scene, asked: Asked, row: str, column: str) -> pa.Table:
    """The new leads or customers of a channel or a month."""
    import pyarrow as pa

    all_ = acquiring(scene)
    found, of = {
        "leads": (all_.leads, all_.lead_channel),
        "customers": (all_.customers, all_.customer_channel),
    }[column]
    if row.startswith(MONTH):
        keep = all_.months.of(found.at) == all_.months.keys.index(row.removeprefix(MONTH))
    else:
        name = row.removeprefix(CHANNEL)
        keep = of == (all_.names.index(name) if name else -1)
    return pa.table({"person": found.only(keep).person})


REPORT = Report("costs", "money", Asked, answer, people)
