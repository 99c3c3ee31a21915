"""Which channel: the first of the step's own that nothing speaks against."""

from __future__ import annotations

import numpy as np

from polku.delivery.policy.basis import basis
from polku.delivery.policy.cases import HOUR, Cases, Facts, Flags, Verdicts, Words
from polku.delivery.policy.reachability import reachability
from polku.delivery.policy.suppression import suppression

CHANNEL_RULES = (suppression, basis, reachability)
"""Asked in this order of each message and channel; the first that says no gives the reason."""

LOOK_AGAIN = HOUR // 6


def ways(cases: Cases, facts: Facts, verdicts: Verdicts, now: int) -> None:
    """Chooses the channel. Where none will do: not sent, with the reason of the one liked best; or
    held, when only a channel that is switched off would do."""
    speaks = cases.messages
    for place, want in enumerate(cases.wants):
        own = (cases.want == place) & verdicts.undecided
        if not own.any():
            continue
        if not speaks[np.argmax(own)]:
            verdicts.channel[own] = want.kind
            if want.kind in facts.off:
                verdicts.hold(own, "delivery.channel-off", now + LOOK_AGAIN)
            continue
        people = cases.person[own]
        open_ = np.ones(len(people), bool)
        off = np.zeros(len(people), bool)
        chosen, first, skipped = (np.full(len(people), "", object) for _ in range(3))
        for channel in want.ways:
            against = np.full(len(people), "", object)
            for rule in CHANNEL_RULES:
                rule(want, channel, facts, people, against)
            said_no = against != ""
            if channel in facts.off:
                off |= open_ & ~said_no
                against[~said_no] = "delivery.channel-off"
                said_no[:] = True
            chosen[open_ & ~said_no] = channel
            open_ &= said_no
            skipped[open_] += channel + ":" + against[open_] + " "
            first = np.where(first == "", against, first)
        _write(verdicts, own, chosen, first, skipped, off & open_, now)


def _write(
    verdicts: Verdicts,
    own: Flags,
    chosen: Words,
    first: Words,
    skipped: Words,
    off: Flags,
    now: int,
) -> None:
    rows = np.flatnonzero(own)
    verdicts.channel[rows] = chosen
    verdicts.skipped[rows] = skipped
    none = chosen == ""
    reasons = np.full(len(own), "delivery.no-channel", object)
    reasons[rows] = np.where(first == "", "delivery.no-channel", first)
    refused, held = np.zeros(len(own), bool), np.zeros(len(own), bool)
    refused[rows[none & ~off]] = True
    held[rows[none & off]] = True
    verdicts.refuse(refused, reasons)
    verdicts.hold(held, "delivery.channel-off", now + LOOK_AGAIN)
