"""Did the lot share people out as it was to? When not, nothing that follows can be believed.

Fabijan et al. (2019), KDD, "Diagnosing sample ratio mismatch in online controlled experiments".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from scipy import stats
from scipy.special import gammaln

BLOCKS = 0.001
CONCENTRATION = 1_000.0


@dataclass(frozen=True)
class Balance:
    """`p` of the chi-square test; `sequential` the same for whoever looks all the time. `blocks`: no verdict."""

    p: float | None
    sequential: float | None
    blocks: bool


def balance(counts: Sequence[int], expected: Sequence[float]) -> Balance:
    """Of people counted on each arm, against the shares `expected` (any scale). The gate is the chi-square test at
    p < 0.001. Nothing to test with fewer than two arms or nobody."""
    total, weight = sum(counts), sum(expected)
    if len(counts) < 2 or not total or weight <= 0:
        return Balance(None, None, False)
    shares = [each / weight for each in expected]
    if any(count and not share for count, share in zip(counts, shares, strict=True)):
        return Balance(0.0, 0.0, True)  # somebody on an arm where nobody was to be
    kept = [(c, s) for c, s in zip(counts, shares, strict=True) if s]
    chi = sum((c - total * s) ** 2 / (total * s) for c, s in kept)
    p = float(stats.chi2.sf(chi, len(kept) - 1)) if len(kept) > 1 else 1.0
    return Balance(p, sequential_p([c for c, _ in kept], [s for _, s in kept]), p < BLOCKS)


def balance_of_lots(
    people: Mapping[int, int],
    arms: Sequence[Mapping[int, float]],
    lots: Sequence[Sequence[int]],
) -> Balance:
    """Of people counted by place. `arms`: place -> the share of its lot that was to come there; `lots`: the places
    among which people were shared out together (the versions of a programme, whose shares may differ)."""
    totals = [sum(people.get(place, 0) for place in lot) for lot in lots]
    expected = [
        sum(
            total * sum(arm.get(place, 0.0) for place in lot)
            for total, lot in zip(totals, lots, strict=True)
        )
        for arm in arms
    ]
    return balance([sum(people.get(place, 0) for place in arm) for arm in arms], expected)


def sequential_p(counts: Sequence[int], shares: Sequence[float]) -> float:
    """1 over the Bayes factor of a Dirichlet-multinomial around the shares against the shares themselves: under them
    it is ever below alpha with probability at most alpha (Lindon and Malek 2022, NeurIPS, "Anytime-valid inference for
    multinomial count data"). The least over all looks so far is valid too."""
    total = sum(counts)
    priors = [CONCENTRATION * share for share in shares]
    factor = float(gammaln(CONCENTRATION) - gammaln(CONCENTRATION + total))
    for count, prior, share in zip(counts, priors, shares, strict=True):
        factor += float(gammaln(prior + count) - gammaln(prior)) - count * log(share)
    return 1.0 if factor <= 0 else exp(-factor)
