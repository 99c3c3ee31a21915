"""Addresses that are not written to."""

from __future__ import annotations

from polku.delivery.policy.cases import Facts, Ints, Words
from polku.delivery.wants import NEEDED, Want


def suppression(want: Want, channel: str, facts: Facts, people: Ints, against: Words) -> None:
    """A bad, erased or barred address gets nothing; one that complained or unsubscribed gets only
    what a contract needs."""
    found = facts.suppressed[channel][people]
    stopped = found == 1 if want.purpose in NEEDED else found > 0
    against[(against == "") & stopped] = "delivery.suppressed"
