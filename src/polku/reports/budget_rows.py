"""The split of a month's budget: from money to visitors, leads and customers, and what each costs."""

from __future__ import annotations

from typing import Any

from polku.analytics.channel_leads import ChannelWeeks
from polku.reports.answer import Column
from polku.reports.budget_sources import Known
from polku.reports.response import spread
from polku.science.budget.adstock import Floats
from polku.science.budget.plan import BEYOND, CAP, WEEKS, Plan, Source, counted

SPLIT = [
    Column("channel", "text"),
    Column("spend", "money"),
    Column("usual", "money"),
    Column("visitors", "number"),
    Column("leads", "number", interval=True),
    Column("rate", "share", interval=True),
    Column("customers", "number", interval=True),
    Column("lead_price", "money"),
    Column("customer_price", "money"),
    Column("next_price", "money"),
    Column("at_limit", "flag"),
]


def split_rows(known: Known, plan: Plan, *, beyond: bool, months: float) -> list[dict[str, Any]]:
    """A month of each channel, of those without spend, and in all."""
    rows = []
    weeks = [*(known.paid or []), known.unpaid]
    for place, (each, source) in enumerate(zip(weeks, known.sources, strict=True)):
        if each is None:
            continue
        spend = float(plan.spend[place])
        leads = source.curve.at(spend)[:, 0] * WEEKS
        row = _row(f"channel:{each.code}" if each.code is not None else "unpaid")
        row |= {
            "channel": known.name(each.code),
            "visitors": _visitors(each, float(leads.mean())),
            **spread("leads", leads, mean=True),
            **(spread("rate", source.share, mean=True) if each.share is not None else {}),
            **_customers(plan.customers[:, place], counted(plan, months, place), months),
        }
        if source.paid:
            row |= _paid(spend, leads, plan.customers[:, place] * WEEKS)
            row["usual"] = source.curve.usual * WEEKS
            if source.curve.known:
                end = source.curve.largest * (BEYOND if beyond else CAP)
                row["at_limit"] = bool(spend >= end * (1 - 1e-6))
                row["next_price"] = _next(source, spend)
        rows.append(row)
    total = _row("total") | {"channel": {"fi": "Yhteensä", "en": "Total"}}
    total |= {
        "spend": float(plan.spend.sum()) * WEEKS,
        "usual": sum(s.curve.usual for s in known.sources if s.paid) * WEEKS,
        **_customers(plan.customers.sum(1), counted(plan, months), months),
    }
    return [*rows, total]


def _customers(weekly: Floats, draws: Floats, months: float) -> dict[str, Any]:
    """What is expected, with the interval of what may come: the same as that of the figure above the table."""
    return spread("customers", draws / months) | {"customers": float(weekly.mean()) * WEEKS}


def _row(key: str) -> dict[str, Any]:
    keys = [column.key for column in SPLIT]
    ends = [f"{c.key}_{end}" for c in SPLIT if c.interval for end in ("low", "high")]
    return {"id": key, **dict.fromkeys([*keys, *ends])}


def _paid(spend: float, leads: Any, customers: Any) -> dict[str, Any]:
    month = spend * WEEKS
    row: dict[str, Any] = {"spend": month}
    if month > 0:
        row["lead_price"] = month / leads.mean() if leads.mean() > 0 else None
        row["customer_price"] = month / customers.mean() if customers.mean() > 0 else None
    return row


def _next(source: Source, spend: float) -> float | None:
    """What the next customer costs: one over the marginal return."""
    step = source.curve.largest / 100
    gain = (source.customers(spend + step).mean() - source.customers(spend).mean()) / step
    return float(1 / gain) if gain > 0 else None


def _visitors(weeks: ChannelWeeks, leads: float) -> float | None:
    """Visitors for so many leads, as it has been."""
    return leads * weeks.visitors / weeks.visitor_leads if weeks.visitor_leads else None
