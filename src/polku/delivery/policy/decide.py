"""The whole policy over a chunk. Pure: the same cases and facts give the same verdicts."""

from __future__ import annotations

import numpy as np

from polku.delivery.policy.caps import caps
from polku.delivery.policy.cases import DAY, HOLD, SEND, Cases, Facts, Verdicts
from polku.delivery.policy.intent import intent
from polku.delivery.policy.programme import programme
from polku.delivery.policy.quiet import quiet
from polku.delivery.policy.ways import ways
from polku.settings import PolicySettings

ENDLESS = ("delivery.paused", "delivery.spread")
"""Holds that the time for holding does not end."""


def decide(cases: Cases, facts: Facts, policy: PolicySettings, now: int) -> Verdicts:
    """Send, hold or not sent, for each message, at the moment `now` (µs).

    In order: the programme's own state, the channel (suppression, basis, reachability), the same
    intent once, quiet hours, caps with priority. What would wait longer than `hold_days` is not
    sent.
    """
    verdicts = Verdicts.open(len(cases))
    since = programme(cases, verdicts, now)
    ways(cases, facts, verdicts, now)
    intent(cases, facts, verdicts, now)
    quiet(cases, facts, policy, verdicts, now)
    caps(cases, facts, policy, verdicts, now)
    verdicts.state[verdicts.undecided] = SEND
    late = (verdicts.state == HOLD) & (verdicts.until > since + policy.hold_days * DAY)
    late &= ~np.isin(verdicts.reason, ENDLESS)
    verdicts.skipped[late] = "for:" + verdicts.reason[late] + " "
    verdicts.refuse(late, "delivery.held-too-long")
    return verdicts
