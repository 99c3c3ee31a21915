"""What the receivers of a batch have done: `history.…` of their messages, in one question for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa

from polku.clock import as_naive_utc
from polku.delivery.job import Job
from polku.delivery.policy.customers import PURCHASE
from polku.programmes.mentions import asks_history
from polku.store.warehouse import Warehouse

FIELDS = ("stage", "orders", "last_order", "days_since_order")
"""`stage` is the key of the stage they are on; `last_order` is a moment in UTC."""

_FOUND = """
SELECT a.person, any_value(p.stage) AS stage, count(e.person) AS orders, max(e.ts) AS last
FROM polku_history a LEFT JOIN people p USING (person)
LEFT JOIN (SELECT person, ts FROM events WHERE event = {code}
    AND person IN (SELECT person FROM polku_history)) e USING (person)
GROUP BY a.person"""


def with_history(warehouse: Warehouse, jobs: Sequence[Job], now: datetime) -> list[Job]:
    """The jobs whose texts ask for it with the history of their receiver; `now` is an aware moment."""
    asking = {job.receiver.person for job in jobs if asks_history(job.step)}
    if not asking:
        return list(jobs)
    found = histories(warehouse, sorted(asking), now)
    return [replace(job, history=found.get(job.receiver.person, {})) for job in jobs]


def histories(
    warehouse: Warehouse, people: Sequence[int], now: datetime
) -> dict[int, Mapping[str, Any]]:
    """Person → what is known of them; what is not known is missing. Orders are `Order Completed`."""
    stages = warehouse.words("stage")
    code = warehouse.names("event").get(PURCHASE, -1)
    asked = pa.table({"person": np.asarray(people, np.int64)})
    with warehouse.read() as con:
        con.register("polku_history", asked)
        try:
            rows = con.execute(_FOUND.format(code=code)).fetchall()
        finally:
            con.unregister("polku_history")
    today = as_naive_utc(now)
    return {
        int(person): {
            "orders": int(orders),
            **({"stage": stages[stage]} if stage in stages else {}),
            **({"last_order": last, "days_since_order": (today - last).days} if last else {}),
        }
        for person, stage, orders, last in rows
    }
