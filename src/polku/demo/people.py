"""Ids and traits of the people, and which anonymous id turned out to be whom."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from polku.demo.data import LINKS, TRAITS
from polku.demo.names import emails, full_names, private_domains, towns
from polku.demo.pace import Bools, Floats, Ints, Pace
from polku.demo.rows import DAY
from polku.demo.text import numbered, random_ids


def ids(rng: np.random.Generator, prefix: str, people: int) -> pa.Array:
    """First anonymous, second anonymous and user ids of all: 3 × `people` texts."""
    anonymous = random_ids(f"{prefix}-web-", rng, 2 * people)
    user = numbered(f"{prefix}-", np.arange(1, people + 1), 5)
    return pa.concat_arrays([anonymous, user])


def links(pace: Pace, ids: pa.Array, identified: Floats, used: Bools) -> pa.Table:
    """Shape LINKS: a row a device that became known. `identified`: [2, people] days.

    Only of devices that were seen before: `used` tells which ids came with an event.
    """
    people = identified.shape[1]
    seen = used[: 2 * people].reshape(2, people)
    slot, person = np.nonzero((identified <= pace.hours[-1]) & seen)
    at = moments(pace, identified[slot, person])
    anonymous = ids.take(pa.array(slot * people + person))
    user = ids.take(pa.array(2 * people + person))
    return pa.table([anonymous, user, at], schema=LINKS)


def private_traits(
    rng: np.random.Generator,
    pace: Pace,
    ids: pa.Array,
    *,
    person: Ints,
    at: Floats,
    consent: Bools,
) -> pa.Table:
    """Shape TRAITS for consumers: `person` told their name and address at `at` (days)."""
    count = len(person)
    names, local = full_names(rng, count)
    columns = [
        ids.take(pa.array(2 * (len(ids) // 3) + person)),
        moments(pace, at),
        names,
        emails(local, person, private_domains(rng, count)),
        towns(rng, count),
        pa.array(consent),
        pa.nulls(count, pa.string()),
    ]
    return pa.table(columns, schema=TRAITS)


def moments(pace: Pace, days: Floats) -> pa.Array:
    """Days since the start as timestamps, UTC, microseconds."""
    start = np.datetime64(pace.start.replace(tzinfo=None), "us")
    return pa.array(start + (days * DAY).astype(np.int64).astype("timedelta64[us]"))
