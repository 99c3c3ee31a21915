"""What a failed hand-over means for the message: again later, never, or nobody knows."""

from __future__ import annotations

import random

from polku.channels.channel import DeliveryError
from polku.delivery.wants import MESSAGES, NEEDED
from polku.store.claims import Outcome
from polku.store.deliveries import Delivery
from polku.store.micros import to_micros

MOST_ATTEMPTS = 16
LONGEST_TRY = 3 * 86_400_000_000
_FIRST, _LONGEST = 30.0, 12 * 3600.0  # seconds between tries


def pause(attempts: int, chance: random.Random, retry_after: float | None = None) -> float:
    """Seconds until the next try after so many: doubling from half a minute, with jitter so that a
    thousand failed together do not come back together; never sooner than the other end asked."""
    base = min(_LONGEST, _FIRST * 2.0 ** max(0, attempts - 1))
    return max(retry_after or 0.0, base * (0.5 + chance.random()))


def may_repeat(delivery: Delivery) -> bool:
    """Whether it is better twice than not at all: what a contract needs, and what knows itself."""
    return delivery.purpose in NEEDED or delivery.kind not in MESSAGES


def failed(delivery: Delivery, error: DeliveryError, now: int, chance: random.Random) -> Outcome:
    """The outcome of a hand-over that did not succeed; `delivery.attempts` counts those before."""
    if error.permanent:
        return Outcome(delivery.id, "failed", error.code, error.params)
    params = {**error.params, "said": error.code}
    if error.uncertain and not may_repeat(delivery):
        return Outcome(delivery.id, "uncertain", "delivery.uncertain", params)
    attempts = delivery.attempts + 1
    # Deeds and messages of long ago count from their first try, else they would get none.
    late = attempts > 1 and now - to_micros(delivery.wanted) > LONGEST_TRY
    if attempts >= MOST_ATTEMPTS or late:
        params["attempts"] = attempts
        if error.uncertain:
            return Outcome(delivery.id, "uncertain", "delivery.uncertain", params)
        return Outcome(delivery.id, "failed", "delivery.gave-up", params)
    after = pause(attempts, chance, error.retry_after)
    at = now + round(after * 1_000_000)
    return Outcome(delivery.id, "ready", error.code, error.params, not_before=at)
