"""The legal basis of a message, by purpose and channel."""

from __future__ import annotations

from polku.delivery.policy.cases import Facts, Ints, Words
from polku.delivery.wants import NEEDED, Want


def basis(want: Want, channel: str, facts: Facts, people: Ints, against: Words) -> None:
    """What a contract needs goes without asking; all else needs a basis that was not withdrawn."""
    if want.purpose in NEEDED:
        return
    ground = facts.ground[want.purpose, channel][people]
    against[(against == "") & (ground == 2)] = "delivery.withdrawn"
    against[(against == "") & (ground == 0)] = f"delivery.no-consent-{channel}"
