"""What the hooks brought: cost, people and leads of their campaigns.

The people of a campaign are those whose first event that names one names it: `campaign.name` of the event, which is
utm_campaign; of a form `utm_campaign` of its address, else its own `campaign`. When no event of a campaign has come,
and the ledger knows a single campaign of its channel, it is the people who first came by that channel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis
import numpy as np

from polku.analytics.facts import dialect, events, moment, people, question, spend
from polku.conditions.properties import property_column
from polku.reports.acquired import Channels, channels, customers, in_period, leads
from polku.science.poisson import price

if TYPE_CHECKING:
    from ibis import Table

    from polku.journey.model import Journey
    from polku.reports.report import Scene
    from polku.studio.content.held import Held


@question
def first_campaigns(wanted: tuple[str, ...]) -> Table:
    """person, campaign: the first campaign that an event of theirs names, of those `wanted`."""
    told = events.filter(events.properties.contains('campaign"'))  # most events tell of none
    named = property_column(told, "campaign.name", dialect())
    linked = property_column(told, "utm_campaign", dialect())
    own = property_column(told, "campaign", dialect())
    said = told.mutate(campaign=ibis.coalesce(named, linked, own))
    said = said.filter(said.campaign.notnull(), said.ts <= moment("window_end"))
    first = said.group_by("person").agg(
        campaign=said.campaign.argmin(ibis.struct({"t": said.ts, "s": said.seq}))
    )
    return first.filter(first.campaign.isin(wanted))


@question
def new_people() -> Table:
    """person: those first seen in the period."""
    new = people.filter(
        people.first_ts > moment("cohort_start"), people.first_ts <= moment("cohort_end")
    )
    return new.select("person")


@question
def campaign_days() -> Table:
    """day, channel (code), campaign, currency, cost (minor units), clicks of the ledger's rows that name a campaign."""
    rows = spend.filter(spend.campaign.notnull())
    return rows.group_by("day", "channel", "campaign", "currency").agg(
        cost=rows.cost.sum().coalesce(0).cast("int64"),
        clicks=rows.clicks.sum().coalesce(0).cast("int64"),
    )


def campaigns(scene: Scene, journey: Journey, held: Held) -> dict[str, dict[str, Any]]:
    """Campaign → {"cost", "clicks", "people", "leads", "rate", "cpa", "by"} of the period. `by` says how its people
    are known: "campaign", "channel", or null when they are not (then people and leads are null, too)."""
    hooks = [hook for thread in journey.threads for hook in thread.hooks]
    wanted = tuple(sorted({hook.campaign for hook in hooks if hook.campaign}))
    return held.get(("campaigns", *wanted), lambda: _brought(scene, wanted)) if wanted else {}


def _brought(scene: Scene, wanted: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    ledger, only = _ledger(scene)
    rows = scene.ask(first_campaigns(wanted))
    person = rows["person"].to_numpy().astype(np.int64)
    named = np.asarray(rows["campaign"].to_pylist(), object)
    new = scene.ask(new_people())["person"].to_numpy().astype(np.int64)
    asked = in_period(scene, leads(scene, customers(scene))).person
    by_channel = channels(scene)
    found = {}
    for campaign in wanted:
        mine, by = person[named == campaign], "campaign"
        if not len(mine):
            mine, by = _of_channel(by_channel, only.get(campaign), new), "channel"
        row: dict[str, Any] = dict(ledger.get(campaign, {"cost": None, "clicks": None}))
        if not len(mine):
            found[campaign] = {
                **row,
                "people": None,
                "leads": None,
                "rate": None,
                "cpa": None,
                "by": None,
            }
            continue
        came = np.intersect1d(mine, new)
        became = np.intersect1d(mine, asked)
        rate = len(np.intersect1d(came, asked)) / len(came) if len(came) else None
        cost = row["cost"]
        cpa = price(float(cost), len(became))[0] if cost else None
        found[campaign] = {
            **row, "people": len(came), "leads": len(became), "rate": rate, "cpa": cpa, "by": by,
        }  # fmt: skip
    return found


def _ledger(scene: Scene) -> tuple[dict[str, dict[str, int]], dict[str, str]]:
    """Cost and clicks by campaign in the period, and the channel of campaigns that are its only one."""
    words, over = scene.words("channel"), scene.period
    first = over.cohort_first.astimezone(scene.zone).date()
    last = over.cohort_end.astimezone(scene.zone).date()
    found: dict[str, dict[str, int]] = {}
    of_channel: dict[str, set[str]] = {}
    for row in scene.ask(campaign_days()).to_pylist():
        channel = words.get(row["channel"], "")
        of_channel.setdefault(channel, set()).add(row["campaign"])
        if row["currency"] in (None, scene.money.currency) and first <= row["day"] <= last:
            mine = found.setdefault(row["campaign"], {"cost": 0, "clicks": 0})
            mine["cost"] += row["cost"]
            mine["clicks"] += row["clicks"]
    only = {next(iter(all_)): name for name, all_ in of_channel.items() if len(all_) == 1 and name}
    return found, only


def _of_channel(found: Channels, name: str | None, new: Any) -> Any:
    if name is None or name not in found.names:
        return new[:0]
    return new[found.of(new) == found.names.index(name)]
