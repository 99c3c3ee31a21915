"""The demo of a Finnish web shop, Kaislaranta: twelve months of its customers' lives."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np

from polku.demo.chance import happens
from polku.demo.data import GROUPS, MEMBERSHIPS, DemoData
from polku.demo.pace import HELSINKI, Floats, Pace, pace, shop_weight
from polku.demo.people import ids, links, private_traits
from polku.demo.rows import Rows
from polku.demo.shop_care import care
from polku.demo.shop_goods import ARRIVE_BY, CHANNEL, CHANNELS, IDENTIFIED
from polku.demo.shop_lives import Lives, live
from polku.demo.shop_sales import CHECKOUT, sell
from polku.demo.shop_second import second_orders
from polku.demo.shop_visits import (
    FORM_SENT,
    SECOND,
    Visits,
    become_leads,
    devices,
    free_visits,
    look_around,
)
from polku.demo.spend import Prices, ad_spend
from polku.demo.truths import ShopTruths

_PAID = {
    CHANNEL["paid search"]: ("paid search", Prices("Haku: sauna ja mökki", 72.0, 6.0, 0.045)),
    CHANNEL["paid social"]: ("paid social", Prices("Some: opas", 38.0, 6.0, 0.012)),
}


def shop_demo(
    people: int = 20_000, seed: int = 1, *, end: datetime, truths: ShopTruths | None = None
) -> DemoData:
    """Makes the shop's history: the year that ends at `end` (aware).

    `people` arrive by themselves; those whom promoters bring come on top (about 2 %). About 15
    events a person. The same arguments give the same rows.
    """
    truths = truths or ShopTruths()
    rng = np.random.default_rng(seed)
    year = pace(end, shop_weight)
    lives = _generations(rng, truths, year, people, _days(year, leak_began(end, truths)))
    rows = Rows(year, CHANNELS)
    has = devices(rng, lives)
    visits = free_visits(rng, year, lives, has)
    identified = _identified(lives, visits)
    visits = _on_known_devices(visits, identified)
    look_around(rng, rows, lives, visits, has.of(visits))
    become_leads(rng, rows, lives, has)
    sell(rng, rows, lives, has)
    care(rng, truths, rows, lives)

    consent = np.isfinite(lives.leads) | happens(rng, 0.35, lives.people)
    told = rows.texts(IDENTIFIED)
    for slot in (0, 1):
        known = np.flatnonzero(identified[slot] <= year.hours[-1])
        rows.add("Identified", known, identified[slot, known], told + consent[known], slot)
    names = ids(rng, "kaislaranta", lives.people)
    known = np.flatnonzero(identified[0] <= year.hours[-1])
    events, used = rows.table(names, identified, "kaislaranta-")
    return DemoData(
        name="shop",
        start=year.start,
        end=end,
        events=events,
        links=links(year, names, identified, used),
        traits=private_traits(
            rng, year, names, person=known, at=identified[0, known], consent=consent[known]
        ),
        groups=GROUPS.empty_table(),
        memberships=MEMBERSHIPS.empty_table(),
        spend=ad_spend(rng, year.start, lives.arrives, lives.channel, _PAID),
        caused=second_orders(truths, rows, lives, has, names, identified),
        caused_by="second-purchase",
    )


def leak_began(end: datetime, truths: ShopTruths | None = None) -> datetime:
    """The Finnish midnight at which the checkout began to leak."""
    days = (truths or ShopTruths()).leak_days
    local = (end - timedelta(days=days)).astimezone(HELSINKI)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight if midnight == local else midnight + timedelta(days=1)


def _days(year: Pace, moment: datetime) -> float:
    return (moment - year.start) / timedelta(days=1)


def _generations(
    rng: np.random.Generator, truths: ShopTruths, year: Pace, people: int, leak_from: float
) -> Lives:
    """Those who come by themselves, those whom they bring, those whom these bring …"""
    arrives = year.wall(rng.random(people) * year.total)
    channel = rng.choice(len(CHANNELS), people, p=ARRIVE_BY)
    nobody = np.full(people, -1)
    lives = live(
        rng, truths, year, leak_from=leak_from, arrives=arrives, channel=channel, referred=nobody
    )
    seen = 0
    while seen < len(lives.referral_at):
        referral = np.arange(seen, len(lives.referral_at))
        seen = len(lives.referral_at)
        referral = np.repeat(referral, 1 + rng.poisson(0.8, len(referral)))
        wait = rng.exponential(7.0, len(referral))
        arrives = year.later(lives.referral_at[referral], wait)
        comes = np.isfinite(arrives)
        channel = np.full(int(comes.sum()), CHANNEL["referral"])
        lives = lives.with_more(
            live(
                rng,
                truths,
                year,
                leak_from=leak_from,
                arrives=arrives[comes],
                channel=channel,
                referred=referral[comes],
            )
        )
    return lives


def _on_known_devices(visits: Visits, identified: Floats) -> Visits:
    """A second device that never becomes known would look like one more person: it is not used."""
    stranger = (visits.slot == 1) & np.isinf(identified[1, visits.person])
    return replace(visits, slot=np.where(stranger, 0, visits.slot))


def _identified(lives: Lives, visits: Visits) -> Floats:
    """[2, people]: when the first device became known; and the second, by its next visit."""
    first = lives.leads + FORM_SENT + SECOND
    np.minimum.at(first, lives.checkouts.person, lives.checkouts.at + CHECKOUT + SECOND)
    after = (visits.slot == 1) & (visits.at >= first[visits.person])
    second = np.full(lives.people, np.inf)
    np.minimum.at(second, visits.person[after], visits.at[after])
    return np.stack([first, second])
