"""The companies and their deals: who gets how far, when, and who wins. The planted truths are here.

Times are days since the start of the history; `inf` is never.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from polku.demo.chance import delays, happens
from polku.demo.pace import Bools, Floats, Ints, Pace
from polku.demo.truths import B2bTruths

_LEAD, _TRIAL, _OPPORTUNITY, _OFFER = 0.55, 0.62, 0.68, 0.92
_MEETS_US = 0.42  # of the others in the buying group
_HALF_YEAR = 183.0


@dataclass(frozen=True)
class Deals:
    """One row a company. `size` people are in its buying group, the first `met` of them meet us.

    `existing` companies were customers before the history began: they have no deal, and `signed` is
    where their life with us comes into sight. `ends` is when the contract is up.
    """

    size: Ints
    met: Ints
    arrives: Floats
    channel: Ints
    existing: Bools
    lead: Floats
    trial: Floats
    opportunity: Floats
    offer: Floats
    won: Bools
    signed: Floats
    lost: Floats
    ends: Floats
    renews: Bools
    value: Ints  # of the contract, cents
    referred: Ints  # the referral that brought the company, or -1

    @property
    def companies(self) -> int:
        """How many there are."""
        return len(self.size)

    @property
    def used_until(self) -> Floats:
        """When each company stops: at the end of a contract that is not renewed; else never."""
        return np.where(self.renews, np.inf, self.ends)

    def with_more(self, other: Deals) -> Deals:
        """Both, one after the other."""
        return Deals(
            **{
                field.name: np.concatenate([getattr(self, field.name), getattr(other, field.name)])
                for field in fields(self)
            }
        )


def group_sizes(rng: np.random.Generator, people: int) -> Ints:
    """Buying groups of 2–5 whose people together are exactly `people` (the last may be smaller)."""
    sizes = rng.integers(2, 6, people // 2 + 1)
    before = np.cumsum(sizes) - sizes
    sizes = np.minimum(sizes, people - before)
    return np.asarray(sizes[sizes > 0])


def deals(
    rng: np.random.Generator,
    truths: B2bTruths,
    pace: Pace,
    *,
    size: Ints,
    arrives: Floats,
    channel: Ints,
    existing: Bools,
    referred: Ints,
) -> Deals:
    """What becomes of companies that arrive at `arrives` by `channel`."""
    count = len(size)

    def next_step(before: Floats, share: float, median: float, spread: float) -> Floats:
        step = pace.later(before, delays(rng, median, spread, count))
        return np.where(happens(rng, share, count), step, np.inf)

    met = np.where(existing, size, 1 + rng.binomial(size - 1, _MEETS_US))
    lead = next_step(np.where(existing, np.inf, arrives), _LEAD, 9.0, 0.9)
    trial = next_step(lead, _TRIAL, 24.0, 0.6)
    opportunity = next_step(trial, _OPPORTUNITY, 17.0, 0.5)
    slow = happens(rng, truths.late_share, count)
    prepared = np.where(slow, delays(rng, 36.0, 0.25, count), delays(rng, 9.0, 0.35, count))
    offer = pace.later(opportunity, prepared)
    offer = np.where(happens(rng, _OFFER, count), offer, np.inf)

    shown = np.isfinite(offer)
    wait = np.subtract(offer, opportunity, out=np.zeros(count), where=shown)
    late = wait > truths.late_after_days
    chance = np.where(met >= 2, truths.wins_together, truths.wins_alone)
    chance = chance * np.where(late, truths.late_factor, 1.0)
    won = shown & happens(rng, chance, count)
    decided = pace.later(
        np.where(shown, offer, opportunity), delays(rng, np.where(won, 21.0, 30.0), 0.45, count)
    )
    signed = np.where(existing, arrives, np.where(won, decided, np.inf))
    term = np.where(happens(rng, 0.5, count), _HALF_YEAR, 2 * _HALF_YEAR)
    ends = np.where(existing, rng.uniform(0, 365, count), signed + term)
    return Deals(
        size=size,
        met=met,
        arrives=arrives,
        channel=channel,
        existing=existing,
        lead=lead,
        trial=trial,
        opportunity=opportunity,
        offer=offer,
        won=won,
        signed=signed,
        lost=np.where(won | existing, np.inf, decided),
        ends=np.where(ends > arrives, ends, ends + 2 * _HALF_YEAR),
        renews=happens(rng, 0.83, count),
        value=delays(rng, 9_500.0, 0.5, count).astype(np.int64) * 100,
        referred=referred,
    )
