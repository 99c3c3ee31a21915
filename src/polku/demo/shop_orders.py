"""Who goes to the checkout, when, and whether the order gets done: three of the planted truths."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from polku.demo.chance import delays, happens
from polku.demo.pace import Bools, Floats, Ints, Pace
from polku.demo.shop_goods import CHANNELS, DEVICES
from polku.demo.truths import ShopTruths

_DIRECT_BUY = 0.07  # of those who never leave their address, some buy nevertheless
_TRIES = 3
_TRIES_AGAIN = 0.5
_MOST_ORDERS = 24
_COMES_BACK = 0.05  # of those who stop, some come back after a long silence


@dataclass(frozen=True)
class Checkouts:
    """One row a checkout. `number` is 1 for the person's first order and its failed tries."""

    person: Ints
    at: Floats
    done: Bools
    number: Ints

    def with_more(self, other: Checkouts, shift: int) -> Checkouts:
        """Both, the people of `other` numbered from `shift`."""
        return Checkouts(
            np.concatenate([self.person, other.person + shift]),
            np.concatenate([self.at, other.at]),
            np.concatenate([self.done, other.done]),
            np.concatenate([self.number, other.number]),
        )


def shop_around(
    rng: np.random.Generator,
    truths: ShopTruths,
    pace: Pace,
    leak_from: float,
    *,
    arrives: Floats,
    channel: Ints,
    device: Ints,
    leads: Floats,
) -> Checkouts:
    """All checkouts of people who arrive at `arrives` and become leads at `leads` (days or inf)."""
    people = len(arrives)
    completes = np.array([truths.checkout_completes[name] for name in DEVICES])
    # The truths speak of orders that were made, so the wish to order is a little stronger.
    in_the_end = completes * sum((_TRIES_AGAIN * (1 - completes)) ** n for n in range(_TRIES))
    lead = np.isfinite(leads)
    wish = np.where(
        lead, np.array([truths.lead_buys[name] for name in CHANNELS])[channel], _DIRECT_BUY
    )
    median = np.array([truths.first_checkout_days[name] for name in DEVICES])[device]
    at = pace.later(np.where(lead, leads, arrives), delays(rng, median, 0.6, people))
    person = np.flatnonzero(happens(rng, wish / in_the_end[device], people) & np.isfinite(at))
    at = at[person]
    own_pace = delays(rng, 30.0, 0.3, people)
    found: list[Checkouts] = []
    for number in range(1, _MOST_ORDERS + 1):
        if not len(person):
            break
        tried = _check_out(
            rng, truths, pace, leak_from, person=person, at=at, device=device, number=number
        )
        found.append(tried)
        person, last = tried.person[tried.done], tried.at[tried.done]
        again = truths.second_purchase if number == 1 else truths.further_purchase
        goes_on = happens(rng, again / in_the_end[device[person]], len(person))
        returns = ~goes_on & happens(rng, _COMES_BACK, len(person))
        wait = (
            delays(rng, 43.0, 0.5, len(person))
            if number == 1
            else own_pace[person] * delays(rng, 1.0, 0.25, len(person))
        )
        wait = np.where(returns, delays(rng, 200.0, 0.12, len(person)), wait)
        at = pace.later(last, wait)
        still = (goes_on | returns) & np.isfinite(at)
        person, at = person[still], at[still]
    return _one_after_another(found)


def _check_out(
    rng: np.random.Generator,
    truths: ShopTruths,
    pace: Pace,
    leak_from: float,
    *,
    person: Ints,
    at: Floats,
    device: Ints,
    number: int,
) -> Checkouts:
    """The tries of one order: after a failed one, some try again in a day or two."""
    completes = np.array([truths.checkout_completes[name] for name in DEVICES])
    leaking = DEVICES.index(truths.leak_device)
    found: list[Checkouts] = []
    for _ in range(_TRIES):
        where = device[person]
        leak = (where == leaking) & (at >= leak_from)
        done = happens(rng, np.where(leak, truths.leak_completes, completes[where]), len(person))
        found.append(Checkouts(person, at, done, np.full(len(person), number)))
        again = ~done & happens(rng, _TRIES_AGAIN, len(person))
        person = person[again]
        at = pace.later(at[again], delays(rng, 1.2, 0.6, len(person)))
    return _one_after_another(found)


def _one_after_another(found: list[Checkouts]) -> Checkouts:
    return Checkouts(
        np.concatenate([np.empty(0, np.int64), *(c.person for c in found)]),
        np.concatenate([np.empty(0), *(c.at for c in found)]),
        np.concatenate([np.empty(0, np.bool_), *(c.done for c in found)]),
        np.concatenate([np.empty(0, np.int64), *(c.number for c in found)]),
    )
