"""From the first visit to the contract, as events."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from polku.demo.b2b_deals import Deals
from polku.demo.b2b_goods import (
    CHANNEL,
    DECIDER,
    DEMOS,
    DOWNLOADS,
    FORM,
    LOSSES,
    MEETINGS,
    PAGES,
    PATHS,
    TRIALS,
    WEBINARS,
)
from polku.demo.b2b_people import Members
from polku.demo.chance import happens
from polku.demo.pace import Floats, Ints
from polku.demo.rows import Rows, repeated
from polku.demo.text import joined, numbered

SECOND = 1 / 86_400  # in days


def visit(rng: np.random.Generator, rows: Rows, deals: Deals, who: Members) -> None:
    """Page Viewed: the first visit, returns before one becomes a lead and between lead and deal."""
    person = np.flatnonzero(who.met & ~deals.existing[who.company] & np.isfinite(who.appears))
    again, _ = repeated(rng.poisson(1.6, len(person)))
    again = person[again]
    warm = np.flatnonzero(np.isfinite(who.lead))
    mailed = warm[repeated(rng.poisson(2.2, len(warm)))[0]]
    visitor = np.concatenate([person, again, mailed])
    at = np.concatenate(
        [
            who.appears[person],
            rows.pace.later(who.appears[again], rng.exponential(14.0, len(again))),
            rows.pace.later(who.lead[mailed], rng.exponential(25.0, len(mailed))),
        ]
    )
    # Nobody of those who do not take part appears before the deal by this: all here have met us.
    channel = np.concatenate(
        [
            deals.channel[who.company[person]],
            np.where(happens(rng, 0.6, len(again)), CHANNEL["direct"], CHANNEL["organic search"]),
            np.full(len(mailed), CHANNEL["email"]),
        ]
    )
    row, n = repeated(1 + rng.poisson(1.4, len(visitor)))
    path = np.minimum(rng.geometric(0.3, len(row)) - 1, PATHS - 1)
    rows.add(
        "Page Viewed",
        visitor[row],
        at[row] + n * (30 + 60 * rng.random(len(row))) * SECOND,
        rows.texts(PAGES) + path,
        0,
        channel=channel[row],
    )


def grow_warm(rng: np.random.Generator, rows: Rows, who: Members) -> None:
    """Form Submitted and Lead Magnet Downloaded, or Webinar Attended; Demo Requested, Trial Started."""
    lead = np.flatnonzero(np.isfinite(who.lead))
    by_guide = happens(rng, 0.6, len(lead))
    asks = lead[by_guide]
    rows.add("Form Submitted", asks, who.lead[asks] - 6 * SECOND, rows.texts(FORM), 0)
    for event, texts, person in (
        ("Lead Magnet Downloaded", DOWNLOADS, lead[by_guide]),
        ("Webinar Attended", WEBINARS, lead[~by_guide]),
    ):
        what = rows.texts(texts) + rng.integers(0, len(texts), len(person))
        rows.add(event, person, who.lead[person], what, 0)
    trial = np.flatnonzero(np.isfinite(who.trial))
    asks = trial[who.n[trial] == 0]
    rows.add("Demo Requested", asks, who.trial[asks] - 600 * SECOND, rows.texts(DEMOS))
    rows.add("Trial Started", trial, who.trial[trial], rows.texts(TRIALS))


def negotiate(rng: np.random.Generator, rows: Rows, deals: Deals, who: Members) -> None:
    """Opportunity Created, Meeting Held, Offer Shown, then Contract Signed or Opportunity Lost.

    What is done with the buying group stands on each person who takes part in it, as in a CRM.
    """
    part = np.flatnonzero(who.met)
    company = who.company[part]
    number = numbered("", np.arange(1, deals.companies + 1), 5)
    value = joined(',"value":', pc.ascii_ltrim(numbered("", deals.value // 100, 6), "0"))
    deal = rows.texts(joined('{"deal_id":"M-', number, '"', value, "}"))
    offer = rows.texts(joined('{"offer_id":"T-', number, '-1"', value, "}"))
    rows.add("Opportunity Created", part, deals.opportunity[company], deal + company)

    meets = part[happens(rng, 0.8, len(part))]
    met_at = rows.pace.later(
        deals.opportunity[who.company[meets]], rng.exponential(4.0, len(meets))
    )
    kind = rng.integers(0, len(MEETINGS), len(meets))
    rows.add("Meeting Held", meets, met_at, rows.texts(MEETINGS) + kind)
    rows.add("Offer Shown", part, deals.offer[company], offer + company)

    lost = deals.lost[company]
    why = rng.choice(len(LOSSES), deals.companies, p=[0.3, 0.25, 0.2, 0.25])
    rows.add("Opportunity Lost", part, lost, rows.texts(LOSSES) + why[company])

    signed = np.where(deals.won, deals.signed, np.inf)[company]
    accepts = part[(who.role[part] == DECIDER) | who.signer[part] | happens(rng, 0.4, len(part))]
    early = signed_before(rng, np.where(deals.won, deals.signed, np.inf)[who.company[accepts]])
    rows.add("Offer Accepted", accepts, early, offer + who.company[accepts])
    signer = part[who.signer[part]]
    contract = rows.texts(joined('{"contract_id":"S-', number, '"', _terms(deals), "}"))
    at = signed[who.signer[part]]
    rows.add(
        "Contract Signed",
        signer,
        at,
        contract + who.company[signer],
        revenue=deals.value[who.company[signer]],
    )


def signed_before(rng: np.random.Generator, signed: Floats) -> Floats:
    """A moment in the working day before each signature."""
    return np.asarray(signed - (0.02 + 0.2 * rng.random(len(signed))), np.float64)


def _terms(deals: Deals) -> pa.Array:
    half = (
        np.subtract(
            deals.ends,
            deals.signed,
            out=np.full(deals.companies, 365.0),
            where=np.isfinite(deals.signed),
        )
        < 200
    )
    kinds: Ints = half.astype(np.int64)
    return pa.array([',"months":12', ',"months":6']).take(pa.array(kinds))
