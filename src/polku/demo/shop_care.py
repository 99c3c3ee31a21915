"""After the sale: support, answers, reviews, referrals; and leaving the mailing list."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from polku.demo.chance import delays, happens
from polku.demo.rows import Rows
from polku.demo.shop_goods import CHANNEL, DEVICES, REVIEWS, SCORES, TOPICS, WORDINGS
from polku.demo.shop_lives import Lives
from polku.demo.shop_visits import favourites
from polku.demo.text import joined, numbered, objects
from polku.demo.truths import ShopTruths


def care(rng: np.random.Generator, truths: ShopTruths, rows: Rows, lives: Lives) -> None:
    """Support Ticket …, NPS Answered, Review Submitted, Referral Made, Unsubscribed."""
    _support(rng, truths, rows, lives)
    person, at, score = lives.answer_person, lives.answer_at, lives.answer_score
    rows.add("NPS Answered", person, at, rows.texts(SCORES) + score, channel=CHANNEL["email"])
    tells = np.flatnonzero(happens(rng, np.where(score >= 9, 0.25, 0.06), len(person)))
    rating = np.clip(np.rint(score[tells] / 2), 1, 5).astype(np.int64)
    product = favourites(rng, lives.taste[person[tells]])
    told_at = rows.pace.later(at[tells], delays(rng, 1.5, 0.8, len(tells)))
    said = (product * 5 + rating - 1) * WORDINGS + tells % WORDINGS
    review = rows.texts(REVIEWS) + said
    rows.add("Review Submitted", person[tells], told_at, review)

    count = len(lives.referral_person)
    codes = numbered("S", np.arange(count), 6)
    made = rows.texts(joined('{"code":"', codes, '"}'))
    rows.add("Referral Made", lives.referral_person, lives.referral_at, made + np.arange(count))
    came = np.flatnonzero(lives.referred >= 0)
    landing = joined(
        '{"path":"/?suositus=',
        codes.take(pa.array(lives.referred[came])),
        pa.array([f'","device":"{name}"}}' for name in DEVICES]).take(pa.array(lives.device[came])),
    )
    rows.add(
        "Page Viewed",
        came,
        lives.arrives[came],
        rows.texts(landing) + np.arange(len(came)),
        0,
        channel=CHANNEL["referral"],
    )

    left = np.flatnonzero(np.isfinite(lives.leaves_list))
    rows.add(
        "Unsubscribed",
        left,
        lives.leaves_list[left],
        rows.texts(objects({"list": "uutiskirje"})),
        channel=CHANNEL["email"],
    )


def _support(rng: np.random.Generator, truths: ShopTruths, rows: Rows, lives: Lives) -> None:
    count = len(lives.ticket_person)
    number = numbered('{"ticket_id":"T-', np.arange(1, count + 1), 5)
    topic = rng.choice(len(TOPICS), count, p=[0.45, 0.25, 0.2, 0.1])
    about = pa.array([f'","topic":"{name}"}}' for name in TOPICS]).take(pa.array(topic))
    texts = rows.texts(joined(number, about)) + np.arange(count)
    mended = lives.ticket_at > rows.pace.hours[-1] - truths.answers_faster_days
    share = np.where(mended, truths.answers_faster, 1.0)
    closed = rows.pace.later(lives.ticket_at, share * delays(rng, 1.3, 0.9, count))
    rows.add("Support Ticket Opened", lives.ticket_person, lives.ticket_at, texts)
    rows.add("Support Ticket Closed", lives.ticket_person, closed, texts)
