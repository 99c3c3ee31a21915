"""The people of the buying groups: who meets us, when, and how they come to be known by name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from polku.demo.b2b_deals import Deals
from polku.demo.b2b_goods import DECIDER, INFLUENCER, USER_ROLE
from polku.demo.chance import delays, happens
from polku.demo.pace import Bools, Floats, Ints, Pace
from polku.demo.rows import repeated


@dataclass(frozen=True)
class Members:
    """One row a person; times in days, `inf` is never. `n` numbers them within the company, from 0.

    `appears` is the first event; `lead`, `trial` are one's own. `serves` is when one begins to use
    what the company bought. `signer` is one person a company.
    """

    company: Ints
    n: Ints
    role: Ints
    met: Bools
    signer: Bools
    appears: Floats
    lead: Floats
    trial: Floats
    serves: Floats

    @property
    def people(self) -> int:
        """How many there are."""
        return len(self.company)


def members(rng: np.random.Generator, pace: Pace, deals: Deals) -> Members:
    """The people of all companies, company by company."""
    company, n = repeated(deals.size)
    people = len(company)
    champion = n == 0
    met = n < deals.met[company]
    arrives, opportunity = deals.arrives[company], deals.opportunity[company]
    # Whoever meets us before the deal really does so before it: the truth is about these.
    before_deal = np.where(
        np.isfinite(opportunity),
        arrives + 0.9 * rng.random(people) * (opportunity - arrives),
        np.inf,
    )
    appears = np.minimum(pace.later(arrives, rng.exponential(18.0, people)), before_deal)
    appears = np.where(champion, arrives, np.where(met, appears, np.inf))

    lead = pace.later(appears, delays(rng, 6.0, 0.8, people))
    own = ~champion & happens(rng, 0.7, people) & np.isfinite(deals.lead[company])
    lead = np.where(
        champion, deals.lead[company], np.where(own & (lead < opportunity), lead, np.inf)
    )
    trial = pace.later(np.maximum(lead, deals.trial[company]), delays(rng, 3.0, 0.6, people))
    joins = np.isfinite(lead) & happens(rng, 0.85, people) & (trial < opportunity)
    trial = np.where(champion, deals.trial[company], np.where(joins, trial, np.inf))

    signed = deals.signed[company]
    wait = np.where(deals.existing[company], 2.0, 28.0)
    serves = pace.later(signed, delays(rng, wait, 0.4, people))
    uses = met | happens(rng, 0.6, people)
    uses &= serves < deals.used_until[company]
    serves = np.where(uses, serves, np.inf)

    decider = rng.integers(0, deals.size)[company] == n
    rest = np.where(happens(rng, 0.4, people), INFLUENCER, USER_ROLE)
    signs = decider & met
    without = np.bincount(company, signs, deals.companies)[company] == 0
    return Members(
        company=company,
        n=n,
        role=np.where(decider, DECIDER, rest),
        met=met,
        signer=signs | (champion & without),
        appears=np.minimum(appears, serves),
        lead=lead,
        trial=trial,
        serves=serves,
    )


def known_from(deals: Deals, who: Members) -> Floats:
    """When each person is first known by name: own lead or trial, the deal, or the use."""
    deal = np.where(who.met, deals.opportunity[who.company], np.inf)
    first = np.minimum(np.minimum(who.lead, who.trial), np.minimum(deal, who.serves))
    return np.asarray(first, np.float64)
