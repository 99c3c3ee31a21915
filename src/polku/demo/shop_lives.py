"""The lives of the shop's people, before they are written down as events.

All times are days since the start of the history; `inf` is never. One row a person, an answer, a
referral; `person` columns are row numbers of the people.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from polku.demo.chance import choices, delays, happens
from polku.demo.pace import Floats, Ints, Pace
from polku.demo.shop_goods import CATEGORIES, CHANNELS, DEVICE_BY, DEVICES
from polku.demo.shop_orders import Checkouts, shop_around
from polku.demo.truths import ShopTruths


@dataclass(frozen=True)
class Lives:
    """`leads`, `fails` and `leaves_list` may be inf. `referred` is the referral that brought one, or -1."""

    arrives: Floats
    channel: Ints
    device: Ints
    taste: Ints  # favourite category
    leads: Floats
    fails: Floats  # a form that was started and could not be sent
    leaves_list: Floats
    referred: Ints
    checkouts: Checkouts
    answer_person: Ints
    answer_at: Floats
    answer_score: Ints
    ticket_person: Ints
    ticket_at: Floats
    referral_person: Ints
    referral_at: Floats

    @property
    def people(self) -> int:
        """How many lived."""
        return len(self.arrives)

    def with_more(self, other: Lives) -> Lives:
        """Both, the people of `other` numbered after one's own."""
        joined = {}
        for field in fields(self):
            mine, theirs = getattr(self, field.name), getattr(other, field.name)
            if field.name == "checkouts":
                joined[field.name] = mine.with_more(theirs, self.people)
            else:
                shift = self.people if field.name.endswith("_person") else 0
                joined[field.name] = np.concatenate([mine, theirs + shift])
        return Lives(**joined)


def live(
    rng: np.random.Generator,
    truths: ShopTruths,
    pace: Pace,
    *,
    leak_from: float,
    arrives: Floats,
    channel: Ints,
    referred: Ints,
) -> Lives:
    """The lives of those who arrive at `arrives` (days) by `channel` (code)."""
    people = len(arrives)
    device = choices(rng, DEVICE_BY, channel)
    lead_chance = np.array([truths.leads[name] for name in CHANNELS])[channel]
    leads = pace.later(arrives, delays(rng, 1.2, 1.0, people))
    leads = np.where(happens(rng, lead_chance, people), leads, np.inf)
    broken = (device == DEVICES.index(truths.leak_device)) & (leads >= leak_from)
    broken &= np.isfinite(leads) & ~happens(rng, truths.leak_submits, people)
    fails, leads = np.where(broken, leads, np.inf), np.where(broken, np.inf, leads)
    leaves_list = pace.later(leads, delays(rng, 45.0, 0.8, people))
    leaves_list = np.where(happens(rng, 0.09, people), leaves_list, np.inf)
    checkouts = shop_around(
        rng, truths, pace, leak_from, arrives=arrives, channel=channel, device=device, leads=leads
    )

    done = checkouts.done
    buyer, bought = checkouts.person[done], checkouts.at[done]
    content = rng.standard_normal(people)
    trouble = happens(rng, 0.09, len(buyer))
    asked = happens(rng, 0.45, len(buyer))
    feels = content[buyer] + 0.6 * rng.standard_normal(len(buyer)) - 1.3 * trouble
    score = np.clip(np.rint(8.1 + 1.6 * feels), 0, 10).astype(np.int64)
    answered = pace.later(bought, delays(rng, 14.0, 0.3, len(buyer)))
    tickets = pace.later(bought, delays(rng, 4.0, 0.6, len(buyer)))

    first_joy = _first(people, buyer[asked], np.where(score >= 9, answered, np.inf)[asked])
    first_order = _first(people, buyer, bought)
    promoter = np.isfinite(first_joy)
    refers = happens(
        rng, np.where(promoter, truths.promoter_refers, truths.other_refers), people
    ) & np.isfinite(first_order)
    refers_at = pace.later(
        np.where(promoter, first_joy, first_order), delays(rng, 9.0, 0.6, people)
    )
    referrer = np.flatnonzero(refers & np.isfinite(refers_at))
    return Lives(
        arrives=arrives,
        channel=channel,
        device=device,
        taste=rng.integers(0, len(CATEGORIES), people),
        leads=leads,
        fails=fails,
        leaves_list=leaves_list,
        referred=referred,
        checkouts=checkouts,
        answer_person=buyer[asked],
        answer_at=answered[asked],
        answer_score=score[asked],
        ticket_person=buyer[trouble],
        ticket_at=tickets[trouble],
        referral_person=referrer,
        referral_at=refers_at[referrer],
    )


def _first(people: int, person: Ints, at: Floats) -> Floats:
    """The earliest moment of each person; inf for those without."""
    first = np.full(people, np.inf)
    np.minimum.at(first, person, at)
    return first
