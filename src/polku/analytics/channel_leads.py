"""Week by week: what did each channel cost, how many leads came by it, and what became of them?

A person's channel is the one they first came by. Weeks are whole, counted back from the last midnight of the period
in the workspace's zone. A channel's weeks begin with its first day of spend: before it, spend is not known to be 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import numpy as np

from polku.analytics.acquisition import Starts, first_entries, starts_of, whole_seconds
from polku.analytics.channel_spend import spend_rows
from polku.analytics.facts import among, moment, people, question
from polku.analytics.person_groups import values_of_people
from polku.science.survival import Incidence, cumulative_incidence

if TYPE_CHECKING:
    from ibis import Table

    from polku.reports.report import Scene
    from polku.science.attribution.paths import Floats, Ints

LONGEST = 104  # weeks looked back
HOUR = 3600
UNKNOWN = -1


@question
def first_seen(limited: bool) -> Table:
    """person, at (whole seconds since 1970): the first event of each."""
    seen = among(people.filter(people.first_ts <= moment("window_end")), limited)
    return seen.select("person", at=whole_seconds(seen.first_ts))


@dataclass(frozen=True, eq=False)
class ChannelWeeks:
    """One channel, or all the unpaid ones together (`code` None). Of each of its weeks: the first day, spend in
    minor units and new leads. Of those weeks: `visitors` first seen, of whom so many became leads (`visitor_leads`).
    `share`: of the leads of the period who become customers within `window_days` (None: leads are customers)."""

    code: int | None
    days: tuple[date, ...]
    spend: Floats
    leads: Floats
    visitors: int
    visitor_leads: int
    share: Incidence | None
    window_days: float


@dataclass(frozen=True, eq=False)
class Channels:
    """The channels with spend (by code), and the others together. `unseen` people were customers from the first we
    know of them, by no known channel (customers from before the data, most often): no channel brought them."""

    paid: list[ChannelWeeks]
    unpaid: ChannelWeeks
    unseen: int


def channel_weeks(scene: Scene) -> Channels | None:
    """The weeks of all channels. None when the document has no stage of customers."""
    bought = scene.path.customer(scene.money.customer)
    if bought is None:
        return None
    lead = scene.path.lead(scene.money.lead, scene.money.customer)
    start = bought if lead is None else lead
    leads = _asked(scene, scene.path.from_on(start))
    customers = _asked(scene, scene.path.from_on(bought))
    window = scene.path.arrow(start.key, bought.key).window_days if lead is not None else 0.0
    seen = starts_of(scene.ask(first_seen(scene.limited)))
    channel = _channels(scene)
    at, known = customers.among(leads.person)
    unseen = known & (at <= leads.at) & ~channel.among(leads.person)[1]
    seen = seen.only(~np.isin(seen.person, leads.person[unseen]))
    leads = leads.only(~unseen)
    spent = spend_rows(scene)
    bounds, days = _weeks(scene, spent)
    paid = sorted({code for _, code, minor in spent if minor > 0})

    def one(code: int | None) -> ChannelWeeks:
        mine, of = _of(leads, channel, code, paid), _of(seen, channel, code, paid)
        day = np.array([(d - days[0]).days // 7 for d, c, _ in spent if c == code], np.int64)
        cost = np.array([minor for _, c, minor in spent if c == code], np.float64)
        inside = (day >= 0) & (day < len(days))
        spend = np.bincount(day[inside], cost[inside], len(days)).astype(np.float64)
        # Refunds of the ad platform may exceed a week's cost: less than nothing is not spent.
        spend = np.maximum(spend, 0.0)
        began = int(np.flatnonzero(spend > 0)[0]) if code is not None and spend.any() else 0
        week = np.searchsorted(bounds, mine.at, side="right") - 1
        within = (week >= began) & (week < len(days))
        met = (of.at >= bounds[began]) & (of.at < bounds[-1])
        _, became = leads.among(of.person[met])
        return ChannelWeeks(
            code,
            tuple(days[began:]),
            spend[began:],
            np.bincount(week[within] - began, minlength=len(days) - began).astype(np.float64),
            int(met.sum()),
            int(became.sum()),
            None if lead is None else _share(scene, mine, customers, window),
            window,
        )

    if not days:
        nothing = ChannelWeeks(None, (), np.zeros(0), np.zeros(0), 0, 0, None, window)
        return Channels([], nothing, int(unseen.sum()))
    return Channels([one(code) for code in paid], one(None), int(unseen.sum()))


def _asked(scene: Scene, codes: tuple[int, ...]) -> Starts:
    return starts_of(scene.ask(first_entries(codes, scene.limited)))


def _channels(scene: Scene) -> Starts:
    """The channel code by which each person came, in the place of the moment."""
    rows = scene.ask(values_of_people("channel"))
    code = rows["value"].cast("int64").to_numpy()
    person = rows["person"].to_numpy()
    order = np.argsort(person, kind="stable")
    return Starts(person[order], code[order])


def _of(all_: Starts, channel: Starts, code: int | None, paid: list[int]) -> Starts:
    """Those who came by the channel; by none of the paid ones when it is None."""
    came, known = channel.among(all_.person)
    came = np.where(known, came, UNKNOWN)
    return all_.only(~np.isin(came, paid) if code is None else came == code)


def _share(scene: Scene, leads: Starts, customers: Starts, window_days: float) -> Incidence:
    """Leads of the cohort period who become customers within the window; those still followed count for as long
    as they have been."""
    first, last = scene.period.cohort_start.timestamp(), scene.period.cohort_end.timestamp()
    mine = leads.only((leads.at > first) & (leads.at <= last))
    bought, known = customers.among(mine.person)
    window = int(window_days * 24)
    took = np.where(known, (bought - mine.at) // HOUR, np.iinfo(np.int64).max)
    followed = (int(scene.period.end.timestamp()) - mine.at) // HOUR
    advanced = took < window
    hours = np.where(advanced, took, np.minimum(followed, window))
    lost = ~advanced & (followed >= window)
    waiting = ~advanced & ~lost
    ones = [each.astype(np.int64) for each in (advanced, lost, waiting)]
    return cumulative_incidence(np.maximum(hours, 0), *ones)


def _weeks(scene: Scene, spent: list[tuple[date, int, int]]) -> tuple[Ints, list[date]]:
    """The edges of the weeks (seconds since 1970, one more than weeks), and each one's first day. They end with the
    period, or with the spend that is known."""
    over = scene.period
    end = over.cohort_end.astimezone(scene.zone).date()  # its day is not whole
    if spent:
        end = min(end, max(day for day, _, _ in spent) + timedelta(days=1))
    begin = over.cohort_start
    if over.first is not None:
        begin = max(begin, over.first)
    first = begin.astimezone(scene.zone).date() + timedelta(days=1)
    count = max(0, min(LONGEST, (end - first).days // 7))
    days = [end - timedelta(days=7 * (count - k)) for k in range(count + 1)]
    edges = [int(_midnight(scene, day).timestamp()) for day in days]
    return np.array(edges, np.int64), days[:-1]


def _midnight(scene: Scene, day: date) -> datetime:
    return datetime.combine(day, time(), scene.zone).astimezone(UTC)
