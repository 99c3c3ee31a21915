"""Contracts of two segments over seven renewals, and the curve that Fader and Hardie fit to them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from polku.science.clv.contract import Renewals, fit_contract
from polku.verify.check import Check

_SOURCE = "Fader & Hardie (2007), J. Interactive Marketing 21(1)"
_LIVING = {
    "high end": ((1000, 869, 743, 653, 593, 551, 517, 491), (0.668, 3.806), -1611.2),
    "regular": ((1000, 631, 468, 382, 326, 289, 262, 241), (0.704, 1.182), -1680.3),
}


def checks() -> Iterable[Check]:
    """The parameters of both segments."""
    for segment, (living, published, likelihood) in _LIVING.items():
        alive = np.array(living, dtype=np.float64)
        going = np.zeros(len(alive))
        going[-1] = alive[-1]
        found = fit_contract(Renewals(-np.diff(alive), going))
        for name, value in zip(("alpha", "beta"), published, strict=True):
            yield Check(f"Contracts, {segment}: {name}", value, found.of(name), 0.001, _SOURCE)
        subject = f"Contracts, {segment}: log-likelihood"
        yield Check(subject, likelihood, found.likelihood, 0.05, _SOURCE)
