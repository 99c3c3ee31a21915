"""Attribution: a chain small enough to be solved by hand, and whose answer is published."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from polku.science.attribution.markov import arrows, removal
from polku.science.attribution.paths import Paths
from polku.verify.check import Check

SOURCE = (
    "Bryl' (2016), Marketing Multi-Channel Attribution model with R, analyzecore.com: "
    "C1 > C2 > C3 > conversion; C1 > none; C2 > C3 > none"
)
EFFECTS = (0.5, 1.0, 1.0)
SHARES = (0.2, 0.4, 0.4)


def checks() -> Iterator[Check]:
    """The chance of converting (1/3), the removal effects and the credits of three paths."""
    paths = Paths(
        channels=3,
        path=np.array([0, 0, 0, 1, 2, 2]),
        channel=np.array([0, 1, 2, 0, 1, 2]),
        age=np.zeros(6),
        won=np.array([True, False, False]),
        minor=np.zeros(3, np.int64),
        person=np.arange(3),
    )
    found = removal(arrows(paths)[0])
    yield Check("Markov: conversion", 0.3333, float(found.conversion), 0.0001, SOURCE)
    for c, (effect, share) in enumerate(zip(EFFECTS, SHARES, strict=True)):
        name = f"Markov: C{c + 1}"
        yield Check(f"{name}, removal effect", effect, float(found.effect[c]), 1e-9, SOURCE)
        yield Check(f"{name}, credit", share, float(found.share[c]), 1e-9, SOURCE)
