"""How the programme itself stands: shadow, stopped, paused, or just resumed."""

from __future__ import annotations

import numpy as np

from polku.delivery.policy.cases import DAY, HOUR, Cases, Ints, Verdicts

LOOK_AGAIN = HOUR
SPREAD_AT_MOST = 3 * DAY


def programme(cases: Cases, verdicts: Verdicts, now: int) -> Ints:
    """Refuses, holds or skips by the programme's state. Returns (n,) the microseconds from which the
    time for holding runs: what was wanted during a pause waits from the end of it."""
    since = np.maximum(cases.wanted, 0)
    for place, want in enumerate(cases.wants):
        own = cases.want == place
        if want.state == "shadow":
            verdicts.refuse(own & verdicts.undecided, "delivery.shadow")
        elif want.state == "stopped":
            verdicts.refuse(own & verdicts.undecided, "delivery.stopped")
        elif want.state == "paused":
            verdicts.hold(own & verdicts.undecided, "delivery.paused", now + LOOK_AGAIN)
        for start, end, overdue in want.pauses:
            inside = own & (cases.wanted >= start) & (cases.wanted < end)
            if not inside.any():
                continue
            since = np.where(inside, np.maximum(since, end), since)
            if overdue == "skip":
                verdicts.refuse(inside & verdicts.undecided, "delivery.skipped")
            elif overdue == "spread":
                # By the id, so that asking again gives the same turn.
                span = max(1, min(end - start, SPREAD_AT_MOST))
                turn = end + cases.id % span
                verdicts.hold(inside & verdicts.undecided & (turn > now), "delivery.spread", turn)
                since = np.where(inside, np.maximum(since, turn), since)
    return since
