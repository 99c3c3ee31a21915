"""Whether there is an address to send to."""

from __future__ import annotations

from polku.delivery.policy.cases import Facts, Ints, Words
from polku.delivery.wants import Want


def reachability(_want: Want, channel: str, facts: Facts, people: Ints, against: Words) -> None:
    """No address, no number, no browser that listens."""
    found = facts.reachable[channel][people]
    against[(against == "") & ~found] = f"delivery.no-address-{channel}"
