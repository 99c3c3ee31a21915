"""The shop's visits and what people look at: pages, articles, guides, products."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from polku.demo.chance import delays, happens
from polku.demo.pace import Floats, Ints, Pace
from polku.demo.rows import Rows, repeated
from polku.demo.shop_goods import (
    ARTICLES,
    CATEGORY_OF,
    CHANNEL,
    DEVICES,
    FORMS,
    GUIDE_VIEWS,
    GUIDES,
    MAGNETS,
    PAGES,
    PATHS,
    PRODUCTS,
    READ,
    VIEWED,
)
from polku.demo.shop_lives import Lives

SECOND = 1 / 86_400  # in days
FORM_SENT = 60 * SECOND
_FIRST_OF = np.searchsorted(CATEGORY_OF, np.arange(CATEGORY_OF.max() + 1))
_SIZE_OF = np.bincount(CATEGORY_OF)


@dataclass(frozen=True)
class Visits:
    """One row a visit; `slot` tells on which of the person's devices."""

    person: Ints
    at: Floats
    slot: Ints
    channel: Ints


@dataclass(frozen=True)
class Devices:
    """The devices of each person: [2, people] device codes, and who has a second one."""

    kind: Ints
    second: Ints  # 1 or 0

    def of(self, visits: Visits) -> Ints:
        """The device code of each visit."""
        return np.asarray(self.kind[visits.slot, visits.person])


def devices(rng: np.random.Generator, lives: Lives) -> Devices:
    """Who uses a phone beside the computer, or a computer beside the phone."""
    mobile = DEVICES.index("mobile")
    other = np.where(lives.device == mobile, DEVICES.index("desktop"), mobile)
    second = happens(rng, 0.22, lives.people).astype(np.int64)
    return Devices(np.stack([lives.device, other]), second)


def free_visits(rng: np.random.Generator, pace: Pace, lives: Lives, has: Devices) -> Visits:
    """Visits without an errand: finding the shop, by the newsletter, looking after an order."""
    everyone = np.arange(lives.people)
    again, _ = repeated(rng.poisson(1.1, lives.people))
    lead = np.flatnonzero(np.isfinite(lives.leads))
    mailed = lead[repeated(rng.poisson(1.7, len(lead)))[0]]
    mailed_at = pace.later(lives.leads[mailed], delays(rng, 22.0, 1.0, len(mailed)))
    kept = mailed_at < lives.leaves_list[mailed]
    mailed, mailed_at = mailed[kept], mailed_at[kept]
    done = lives.checkouts.done
    bought, bought_at = lives.checkouts.person[done], lives.checkouts.at[done]
    row, _ = repeated(rng.poisson(1.3, len(bought)))

    person = np.concatenate([everyone, again, mailed, bought[row]])
    at = np.concatenate(
        [
            lives.arrives,
            pace.later(lives.arrives[again], delays(rng, 6.0, 1.0, len(again))),
            mailed_at,
            pace.later(bought_at[row], delays(rng, 16.0, 0.9, len(row))),
        ]
    )
    own = lives.channel[again]
    channel = np.concatenate(
        [
            lives.channel,
            np.where(happens(rng, 0.5, len(again)), own, _come_back(rng, len(again))),
            np.full(len(mailed), CHANNEL["email"]),
            _come_back(rng, len(row)),
        ]
    )
    slot = has.second[person] * happens(rng, 0.4, len(person))
    slot[: lives.people] = 0
    seen = at <= pace.hours[-1]
    return Visits(person[seen], at[seen], slot[seen], channel[seen])


def look_around(
    rng: np.random.Generator, rows: Rows, lives: Lives, visits: Visits, device: Ints
) -> None:
    """Pages, articles and products of visits without an errand."""
    pages(rng, rows, visits, device, 1.1)
    read, guides = rows.texts(READ), rows.texts(GUIDE_VIEWS)
    views = rows.texts(VIEWED)
    _some(
        rng,
        rows,
        "Article Read",
        visits,
        device,
        chance=0.28,
        texts=(read, len(ARTICLES)),
        seconds=30.0,
    )
    _some(
        rng,
        rows,
        "Guide Viewed",
        visits,
        device,
        chance=0.07,
        texts=(guides, len(GUIDES)),
        seconds=90.0,
    )
    looks = np.flatnonzero(happens(rng, 0.4, len(visits.person)))
    row, n = repeated(1 + rng.poisson(0.7, len(looks)))
    row = looks[row]
    product = favourites(rng, lives.taste[visits.person[row]])
    rows.add(
        "Product Viewed",
        visits.person[row],
        visits.at[row] + (45 + 40 * n + 30 * rng.random(len(row))) * SECOND,
        views + product * len(DEVICES) + device[row],
        visits.slot[row],
        channel=visits.channel[row],
    )


def pages(rng: np.random.Generator, rows: Rows, visits: Visits, device: Ints, more: float) -> None:
    """Page Viewed: one and on average `more` others a visit."""
    first = rows.texts(PAGES)
    row, n = repeated(1 + rng.poisson(more, len(visits.person)))
    path = np.minimum(rng.geometric(0.33, len(row)) - 1, PATHS - 1)
    rows.add(
        "Page Viewed",
        visits.person[row],
        visits.at[row] + n * (25 + 40 * rng.random(len(row))) * SECOND,
        first + path * len(DEVICES) + device[row],
        visits.slot[row],
        channel=visits.channel[row],
    )


def become_leads(rng: np.random.Generator, rows: Rows, lives: Lives, has: Devices) -> None:
    """The visit in which a guide is asked for: Form Started, mostly Form Submitted …"""
    tries = np.minimum(lives.leads, lives.fails)
    person = np.flatnonzero(tries <= rows.pace.hours[-1])
    zero = np.zeros(len(person), np.int64)
    visits = Visits(person, tries[person], zero, lives.channel[person])
    device = has.of(visits)
    pages(rng, rows, visits, device, 0.4)
    place = rng.integers(0, len(GUIDES), len(person)) * len(DEVICES) + device
    sent = np.isfinite(lives.leads[person])
    everyone = np.ones(len(person), np.bool_)
    forms = rows.texts(FORMS) + place
    for event, texts, second, some in (
        ("Guide Viewed", rows.texts(GUIDE_VIEWS) + place, 20, everyone),
        ("Form Started", forms, 40, everyone),
        ("Form Submitted", forms, 60, sent),
        ("Lead Magnet Downloaded", rows.texts(MAGNETS) + place, 66, sent),
    ):
        at = visits.at[some] + second * SECOND
        rows.add(event, person[some], at, texts[some], 0, channel=visits.channel[some])


def favourites(rng: np.random.Generator, taste: Ints) -> Ints:
    """A product for each: two times of three from the favourite category."""
    own = _FIRST_OF[taste] + (rng.random(len(taste)) * _SIZE_OF[taste]).astype(np.int64)
    return np.where(happens(rng, 0.67, len(taste)), own, rng.integers(0, PRODUCTS, len(taste)))


def _some(
    rng: np.random.Generator,
    rows: Rows,
    event: str,
    visits: Visits,
    device: Ints,
    *,
    chance: float,
    texts: tuple[int, int],
    seconds: float,
) -> None:
    some = np.flatnonzero(happens(rng, chance, len(visits.person)))
    first, kinds = texts
    what = first + rng.integers(0, kinds, len(some)) * len(DEVICES) + device[some]
    at = visits.at[some] + seconds * (0.5 + rng.random(len(some))) * SECOND
    rows.add(event, visits.person[some], at, what, visits.slot[some], channel=visits.channel[some])


def _come_back(rng: np.random.Generator, count: int) -> Ints:
    direct, organic = CHANNEL["direct"], CHANNEL["organic search"]
    return np.where(happens(rng, 0.6, count), direct, organic)
