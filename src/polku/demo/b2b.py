"""The demo of a B2B service, Pohjantie Oy: twelve months of companies, buying groups and deals."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pyarrow as pa

from polku.demo.b2b_care import Answers, answers, keep
from polku.demo.b2b_deals import Deals, deals, group_sizes
from polku.demo.b2b_goods import ARRIVE_BY, CHANNEL, CHANNELS, COMPANY_NAMES, INDUSTRIES, ROLES
from polku.demo.b2b_people import Members, known_from, members
from polku.demo.b2b_sales import SECOND, grow_warm, negotiate, visit
from polku.demo.chance import delays, happens
from polku.demo.data import GROUPS, MEMBERSHIPS, TRAITS, DemoData
from polku.demo.names import emails, full_names, towns
from polku.demo.pace import Bools, Floats, Ints, Pace, office_weight, pace
from polku.demo.people import ids, links, moments
from polku.demo.rows import USER, Rows
from polku.demo.spend import Prices, ad_spend
from polku.demo.text import joined, numbered, objects
from polku.demo.truths import B2bTruths

_PAID = {
    CHANNEL["paid search"]: ("paid search", Prices("Haku: kunnossapito", 340.0, 9.0, 0.05)),
    CHANNEL["paid social"]: ("paid social", Prices("LinkedIn: opas", 520.0, 7.0, 0.006)),
}
_EXISTING = 0.14  # of the companies were customers before the history began
_KNOWN_AFTER = 2 * SECOND


def b2b_demo(
    people: int = 6_000, seed: int = 1, *, end: datetime, truths: B2bTruths | None = None
) -> DemoData:
    """Makes the service's history: the year that ends at `end` (aware).

    `people` in buying groups of 2–5; those of companies that customers recommend come on top. Not
    everybody meets us, so the people with events are fewer. The same arguments give the same rows.
    """
    truths = truths or B2bTruths()
    rng = np.random.default_rng(seed)
    year = pace(end, office_weight)
    deal, who, told = _two_waves(rng, truths, year, people)
    rows = Rows(year, CHANNELS)
    visit(rng, rows, deal, who)
    grow_warm(rng, rows, who)
    negotiate(rng, rows, deal, who)
    keep(rng, rows, deal, who, told)

    known_at = known_from(deal, who) + _KNOWN_AFTER
    known = np.flatnonzero(known_at <= year.hours[-1])
    consent = happens(rng, 0.8, who.people)
    texts = objects(*({"consent_email": yes} for yes in (False, True)))
    rows.add("Identified", known, known_at[known], rows.texts(texts) + consent[known], 0)
    joins = known_at[known] + SECOND
    group = numbered("pohjantie-y", np.arange(1, deal.companies + 1), 4)
    belongs = rows.texts(joined('{"group_id":"', group, '"}'))
    rows.add("Group Joined", known, joins, belongs + who.company[known], USER)

    names = ids(rng, "pohjantie", who.people)
    identified = np.stack([known_at, np.full(who.people, np.inf)])
    user = names.take(pa.array(2 * who.people + known))
    memberships = [user, group.take(pa.array(who.company[known]))]
    events, used = rows.table(names, identified, "pohjantie-")
    return DemoData(
        name="b2b",
        start=year.start,
        end=end,
        events=events,
        links=links(year, names, identified, used),
        traits=_traits(
            rng, year, who=who, names=names, known=known, at=known_at[known], consent=consent
        ),
        groups=_groups(rng, group, who.company[known]),
        memberships=pa.table(memberships, schema=MEMBERSHIPS),
        spend=ad_spend(rng, year.start, deal.arrives, deal.channel, _PAID),
    )


def _two_waves(
    rng: np.random.Generator, truths: B2bTruths, year: Pace, people: int
) -> tuple[Deals, Members, Answers]:
    """Companies that come by themselves, and those to which their people recommend us."""
    size = group_sizes(rng, people)
    count = len(size)
    existing = happens(rng, _EXISTING, count)
    arrives = year.wall(rng.random(count) * year.total)
    arrives = np.where(existing, year.wall(rng.random(count) * 10), arrives)
    channel = rng.choice(len(CHANNELS), count, p=ARRIVE_BY)
    first = deals(
        rng,
        truths,
        year,
        size=size,
        arrives=arrives,
        channel=channel,
        existing=existing,
        referred=np.full(count, -1),
    )
    who = members(rng, year, first)
    told = answers(rng, year, first, who)
    arrives = year.later(told.refers_at, rng.exponential(9.0, len(told.refers_at)))
    brings = np.flatnonzero(np.isfinite(arrives))
    second = deals(
        rng,
        truths,
        year,
        size=rng.integers(2, 6, len(brings)),
        arrives=arrives[brings],
        channel=np.full(len(brings), CHANNEL["referral"]),
        existing=np.zeros(len(brings), np.bool_),
        referred=brings,
    )
    more = members(rng, year, second)
    return first.with_more(second), _both(who, more, first.companies), told


def _both(first: Members, second: Members, companies: int) -> Members:
    columns = {
        name: np.concatenate([getattr(first, name), getattr(second, name)])
        for name in Members.__dataclass_fields__
    }
    columns["company"] = np.concatenate([first.company, second.company + companies])
    return Members(**columns)


def _traits(
    rng: np.random.Generator,
    year: Pace,
    *,
    who: Members,
    names: pa.Array,
    known: Ints,
    at: Floats,
    consent: Bools,
) -> pa.Table:
    full, local = full_names(rng, len(known))
    company = numbered("yritys", who.company[known] + 1, 4)
    columns = [
        names.take(pa.array(2 * who.people + known)),
        moments(year, at),
        full,
        emails(local, known, joined(company, ".example.fi")),
        towns(rng, len(known)),
        pa.array(consent[known]),
        pa.array(ROLES).take(pa.array(who.role[known])),
    ]
    return pa.table(columns, schema=TRAITS)


def _groups(rng: np.random.Generator, ids: pa.Array, company: Ints) -> pa.Table:
    """Shape GROUPS: the companies of which somebody is known (`company`: one a known person)."""
    some = np.unique(company)
    columns = [
        ids.take(pa.array(some)),
        pa.array(COMPANY_NAMES).take(pa.array(rng.integers(0, len(COMPANY_NAMES), len(some)))),
        pa.array(INDUSTRIES).take(pa.array(rng.integers(0, len(INDUSTRIES), len(some)))),
        pa.array(delays(rng, 60.0, 0.9, len(some)).astype(np.int64) + 8),
    ]
    return pa.table(columns, schema=GROUPS)
