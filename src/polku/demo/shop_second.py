"""Second orders that are there only because somebody was cared for: a planted truth of the care programmes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from polku.demo.chance import delays, happens
from polku.demo.pace import Floats
from polku.demo.rows import Rows
from polku.demo.shop_goods import CHANNELS
from polku.demo.shop_lives import Lives
from polku.demo.shop_orders import Checkouts
from polku.demo.shop_sales import sell
from polku.demo.shop_visits import Devices
from polku.demo.truths import ShopTruths

_WAIT = 32.0  # busy days from the first order, after the message that suggests something
_SEED = 7  # draws of its own, so that the rest of the history stays as it is


def second_orders(
    truths: ShopTruths, rows: Rows, lives: Lives, has: Devices, ids: pa.Array, identified: Floats
) -> pa.Table:
    """Events of those who bought once by themselves, and buy again when they are cared for. Who is, depends on the
    workspace (the holdout), so these events are kept apart until they are loaded."""
    rng = np.random.default_rng(_SEED)
    done = lives.checkouts.done
    orders = np.bincount(lives.checkouts.person[done], minlength=lives.people)
    first = np.full(lives.people, np.inf)
    np.minimum.at(first, lives.checkouts.person[done], lives.checkouts.at[done])
    buys = np.flatnonzero((orders == 1) & happens(rng, truths.care_buys, lives.people))
    at = rows.pace.later(first[buys], delays(rng, _WAIT, 0.3, len(buys)))
    buys, at = buys[np.isfinite(at)], at[np.isfinite(at)]
    extra = Checkouts(buys, at, np.ones(len(buys), np.bool_), np.full(len(buys), 2))
    own = Rows(rows.pace, CHANNELS)
    sell(rng, own, replace(lives, checkouts=extra), has)
    events, _ = own.table(ids, identified, "kaislaranta-care-")
    return events
