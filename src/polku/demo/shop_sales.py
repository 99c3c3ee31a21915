"""The shop's checkouts, orders and refunds as events."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from polku.demo.chance import delays, happens
from polku.demo.pace import Bools, Ints
from polku.demo.rows import Rows
from polku.demo.shop_goods import (
    BOUGHT,
    CATEGORIES,
    CATEGORY_OF,
    CHANNEL,
    DEVICES,
    MOST,
    PRICES,
    VIEWED,
)
from polku.demo.shop_lives import Lives
from polku.demo.shop_visits import SECOND, Devices, Visits, favourites, pages
from polku.demo.text import joined, numbered

CHECKOUT = 200 * SECOND
_ORDERED = CHECKOUT + 180 * SECOND
_LINES = 3


def sell(rng: np.random.Generator, rows: Rows, lives: Lives, has: Devices) -> None:
    """Product Viewed, Product Added, Checkout Started, Order Completed, Order Refunded."""
    seen = lives.checkouts.at <= rows.pace.hours[-1]
    person, at = lives.checkouts.person[seen], lives.checkouts.at[seen]
    done, count = lives.checkouts.done[seen], int(seen.sum())
    back = np.where(happens(rng, 0.5, count), CHANNEL["direct"], CHANNEL["email"])
    first = lives.checkouts.number[seen] == 1
    channel = np.where(first & happens(rng, 0.6, count), lives.channel[person], back)
    visits = Visits(person, at, np.zeros(count, np.int64), channel)
    device = has.of(visits)
    pages(rng, rows, visits, device, 0.5)

    product = favourites(rng, np.repeat(lives.taste[person], _LINES)).reshape(count, _LINES)
    pieces = np.minimum(rng.geometric(0.72, (count, _LINES)), MOST)
    lines = 1 + (rng.random(count) < 0.42) + (rng.random(count) < 0.18)
    bought = np.arange(_LINES) < lines[:, None]
    cents = np.where(bought, PRICES[product] * pieces, 0)
    total = cents.sum(axis=1)

    views = rows.texts(VIEWED)
    row, line = np.nonzero(bought)
    item = views + product[row, line] * len(DEVICES) + device[row]
    late = (20 + 50 * line) * SECOND
    rows.add("Product Viewed", person[row], at[row] + late, item, 0, channel=channel[row])
    rows.add(
        "Product Added", person[row], at[row] + late + 25 * SECOND, item, 0, channel=channel[row]
    )

    which = pa.array([f'","device":"{name}"' for name in DEVICES]).take(pa.array(device))
    number = numbered("", np.arange(1, count + 1), 6)
    euros = pc.ascii_ltrim(numbered("", total // 100, 4), "0")
    value = joined(',"value":', euros, numbered(".", total % 100, 2))
    started = joined('{"checkout_id":"KLC-', number, which, value, "}")
    rows.add(
        "Checkout Started",
        person,
        at + CHECKOUT,
        rows.texts(started) + np.arange(count),
        0,
        channel=channel,
    )

    bill = joined(
        '{"order_id":"KL-',
        number,
        which,
        pa.array([f',"category":"{name}"' for name in CATEGORIES]).take(
            pa.array(CATEGORY_OF[product[:, 0]])
        ),
        ',"products":[',
        *(_line(n, product[:, n], pieces[:, n], bought[:, n]) for n in range(_LINES)),
        "]}",
    ).filter(pa.array(done))
    orders = np.flatnonzero(done)
    rows.add(
        "Order Completed",
        person[orders],
        at[orders] + _ORDERED,
        rows.texts(bill) + np.arange(len(orders)),
        0,
        channel=channel[orders],
        revenue=total[orders],
    )

    back_again = orders[happens(rng, 0.06, len(orders))]
    returned_at = rows.pace.later(at[back_again] + _ORDERED, delays(rng, 8.0, 0.4, len(back_again)))
    part = happens(rng, 0.4, len(back_again))
    returned = np.where(part, cents[back_again, 0], total[back_again])
    why = joined('{"order_id":"KL-', number.take(pa.array(back_again)), '"}')
    rows.add(
        "Order Refunded",
        person[back_again],
        returned_at,
        rows.texts(why) + np.arange(len(back_again)),
        revenue=-returned,
    )


def _line(n: int, product: Ints, pieces: Ints, bought: Bools) -> pa.Array:
    texts = pa.array([("," if n else "") + text for text in BOUGHT])
    return texts.take(pa.array(product * MOST + pieces - 1, mask=~bought))
