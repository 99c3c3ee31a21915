"""The removal effect of each channel in the Markov chain of touches, solved exactly.

Anderl, Becker, von Wangenheim and Schumann (2016), Mapping the customer journey, International Journal of
Research in Marketing 33, 457-474: a channel's credit is in proportion to the share of conversions that
would be lost if every path broke where the channel comes in. In the chain of start → channels → conversion or
none, that is the probability of ever coming to the channel times the probability of converting from it; both
stand in one fundamental matrix (I - Q)⁻¹ (Kemeny and Snell 1960, Finite Markov Chains, chapter 3), so no
channel needs a solve of its own and nothing is simulated.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from polku.science.attribution.paths import Floats, Paths


@dataclass(frozen=True)
class Removal:
    """`conversion`: the chance that a path ends in a conversion. `effect[c]`: the share of conversions lost
    without channel c (0..1); `share[c]`: the effects made to sum to 1. Leading axes are those of the arrows;
    nan where nothing converts."""

    conversion: Floats
    effect: Floats
    share: Floats


def arrows(paths: Paths, group: npt.ArrayLike | None = None, groups: int = 1) -> Floats:
    """How often each step was walked: shape (groups, k + 1, k + 2). Rows: the channels, then the start;
    columns: the channels, then conversion, then none. `group`: the group of each path."""
    k = paths.channels
    where = np.zeros(paths.won.size, np.int64) if group is None else np.asarray(group, np.int64)
    base = where[paths.path] * (k + 1) * (k + 2)
    into = np.concatenate((paths.channel[1:], paths.channel[:1]))
    ending = np.where(paths.won[paths.path], k, k + 1)
    out = base + paths.channel * (k + 2) + np.where(paths.last, ending, into)
    size = groups * (k + 1) * (k + 2)
    count = np.bincount(out, minlength=size)
    start = (base + k * (k + 2) + paths.channel)[paths.first]
    count += np.bincount(start, minlength=size)
    return count.reshape(groups, k + 1, k + 2).astype(np.float64)


def removal(walked: npt.ArrayLike) -> Removal:
    """The removal effects from counts of steps of shape (…, k + 1, k + 2), as `arrows` gives them."""
    count = np.asarray(walked, np.float64)
    k = count.shape[-1] - 2
    total = count.sum(-1, keepdims=True)
    step = np.divide(count, total, out=np.zeros_like(count), where=total > 0)
    inner, start = step[..., :k, :k], step[..., k, :k]
    fundamental = np.linalg.inv(np.eye(k) - inner)
    converts = (fundamental @ step[..., :k, k, None])[..., 0]
    visits = (start[..., None, :] @ fundamental)[..., 0, :]
    reached = visits / np.diagonal(fundamental, axis1=-2, axis2=-1)
    conversion = (start * converts).sum(-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        effect = np.clip(reached * converts / conversion[..., None], 0.0, 1.0)
        share = effect / effect.sum(-1, keepdims=True)
    return Removal(conversion, effect, share)
