"""Own customers: similar products may be told of by e-mail and SMS to whoever bought and could refuse."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from polku.delivery.policy.cases import Flags, Ints
from polku.store.warehouse import Warehouse

PURCHASE = "Order Completed"
ASKED = "refusal_offered"
"""Property of a purchase: true when refusing marketing was offered with it."""

_FEW = 200


def bought_and_was_asked(warehouse: Warehouse, people: Ints, open_: Flags, offered: Flags) -> Flags:
    """(p,) who bought something (`Order Completed`, or revenue) and was offered to refuse: by the
    ledger (`offered`, basis customer) or by the purchase itself. Only `open_` people are asked of."""
    found = np.zeros(len(people), bool)
    places = np.flatnonzero(open_)
    if not len(places):
        return found
    code = warehouse.names("event").get(PURCHASE, -1)
    asked = people[places]
    with warehouse.read() as con:
        if len(asked) <= _FEW:  # a list of numbers lets the clustered base be skipped through
            among = f"person IN ({','.join(map(str, asked.tolist()))})"
        else:
            con.register("polku_asked", pa.table({"person": asked}))
            among = "person IN (SELECT person FROM polku_asked)"
        rows = con.execute(
            f"""SELECT person, bool_or(coalesce(
                json_extract_string(properties, '$.{ASKED}') = 'true', false)) AS asked
            FROM events WHERE {among} AND (event = {code} OR revenue > 0) GROUP BY person"""
        ).fetchnumpy()
    buyers, told = np.asarray(rows["person"], np.int64), np.asarray(rows["asked"], bool)
    order = np.argsort(buyers)
    buyers, told = buyers[order], told[order]
    at = np.searchsorted(buyers, asked)
    at = np.minimum(at, max(len(buyers) - 1, 0))
    is_buyer = buyers[at] == asked if len(buyers) else np.zeros(len(asked), bool)
    was_told = told[at] if len(buyers) else is_buyer
    found[places] = is_buyer & (was_told | offered[places])
    return found
