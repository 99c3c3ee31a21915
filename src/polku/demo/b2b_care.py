"""Life as a customer, as events: onboarding, use, support, answers, referrals, the end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from polku.demo.b2b_deals import Deals
from polku.demo.b2b_goods import CANCELS, PORTAL, SCORES, TOPICS
from polku.demo.b2b_people import Members
from polku.demo.chance import delays, happens
from polku.demo.pace import Bools, Floats, Ints, Pace
from polku.demo.rows import Rows, repeated
from polku.demo.text import joined, numbered, objects

_REFERS = 0.35  # of those who answer 9 or 10


@dataclass(frozen=True)
class Answers:
    """One row an answer to the quarterly question; and who recommends us after it, when."""

    person: Ints
    at: Floats
    score: Ints
    referrer: Ints
    refers_at: Floats


def answers(rng: np.random.Generator, pace: Pace, deals: Deals, who: Members) -> Answers:
    """Every quarter some of the users answer; satisfaction is mostly the person's own."""
    uses = np.flatnonzero(who.serves <= pace.hours[-1])
    content = rng.standard_normal(who.people)
    row, quarter = repeated(np.full(len(uses), 4))
    person = uses[row]
    at = pace.later(who.serves[person] + 40 + 90 * quarter, rng.exponential(3.0, len(person)))
    kept = happens(rng, 0.5, len(person)) & (at < deals.used_until[who.company[person]])
    person, at = person[kept], at[kept]
    stays = deals.renews[who.company[person]]
    feels = content[person] + 0.5 * rng.standard_normal(len(person)) - 1.2 * ~stays
    score = np.clip(np.rint(8.2 + 1.5 * feels), 0, 10).astype(np.int64)
    refers = (score >= 9) & happens(rng, _REFERS, len(person)) & np.isfinite(at)
    refers_at = pace.later(at[refers], delays(rng, 8.0, 0.6, int(refers.sum())))
    return Answers(person, at, score, person[refers], refers_at)


def keep(rng: np.random.Generator, rows: Rows, deals: Deals, who: Members, told: Answers) -> None:
    """Onboarding Completed, Portal Used, Support …, NPS Answered, Referral Made, Subscription …"""
    end = rows.pace.hours[-1]
    uses = np.flatnonzero(who.serves <= end)
    until = np.minimum(deals.used_until[who.company[uses]], end)
    new = ~deals.existing[who.company[uses]]
    rows.add("Onboarding Completed", uses[new], who.serves[uses[new]])
    row, n = repeated(1 + rng.poisson(np.maximum(until - who.serves[uses], 0) / 16))
    at = rows.pace.later(
        who.serves[uses[row]]
        + np.where(n > 0, rng.random(len(row)), 0) * np.maximum(until - who.serves[uses], 0)[row],
        np.where(n > 0, 0.05, 0.001),
    )
    seen = at <= until[row]
    row, at = row[seen], at[seen]
    page = rng.integers(0, len(PORTAL), len(row))
    rows.add("Portal Used", uses[row], at, rows.texts(PORTAL) + page)

    _support(rng, rows, uses[row], at)
    rows.add("NPS Answered", told.person, told.at, rows.texts(SCORES) + told.score)
    codes = numbered('{"code":"P', np.arange(len(told.referrer)), 5)
    made = rows.texts(joined(codes, '"}'))
    rows.add("Referral Made", told.referrer, told.refers_at, made + np.arange(len(told.referrer)))

    up = deals.ends[who.company]
    signer = who.signer & (who.serves < up)
    renews = np.flatnonzero(signer & deals.renews[who.company])
    rows.add(
        "Subscription Renewed",
        renews,
        up[renews],
        rows.texts(objects({"months": 12})),
        revenue=deals.value[who.company[renews]],
    )
    gone: Bools = (who.serves < up) & ~deals.renews[who.company]
    leaves = np.flatnonzero(gone)
    why = rng.integers(0, len(CANCELS), deals.companies)[who.company[leaves]]
    rows.add("Subscription Cancelled", leaves, up[leaves], rows.texts(CANCELS) + why)


def _support(rng: np.random.Generator, rows: Rows, person: Ints, at: Floats) -> None:
    asks = np.flatnonzero(happens(rng, 0.05, len(person)))
    number = numbered('{"ticket_id":"H-', np.arange(1, len(asks) + 1), 5)
    topic = rng.integers(0, len(TOPICS), len(asks))
    about = pa.array([f'","topic":"{name}"}}' for name in TOPICS]).take(pa.array(topic))
    texts = rows.texts(joined(number, about)) + np.arange(len(asks))
    closed = rows.pace.later(at[asks], delays(rng, 0.8, 0.9, len(asks)))
    rows.add("Support Ticket Opened", person[asks], at[asks], texts)
    rows.add("Support Ticket Closed", person[asks], closed, texts)
