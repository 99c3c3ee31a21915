"""Proof items made of what customers said or showed, without their permission."""

from __future__ import annotations

from collections.abc import Iterator

from polku.care.workplace import Workplace
from polku.delivery.permission import PURPOSE
from polku.errors import Problem
from polku.journey import Journey


def unpermitted(at: Workplace, journey: Journey) -> Iterator[Problem]:
    """A warning for each: permission was never given, or has been taken back."""
    used = [proof for proof in journey.proof if proof.said]
    ledger = at.control.consents.about(PURPOSE) if used else {}
    for proof in used:
        held = ledger.get(proof.said or "")
        if held is None or not held[0].given:
            name = proof.name.both()
            params = {"name": name["fi"] or name["en"]}
            yield Problem("studio.not-permitted", f"proof {proof.key}", params, "warning")
