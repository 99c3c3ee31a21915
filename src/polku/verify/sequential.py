"""Bounds of group-sequential experiments, as the tables have them."""

from __future__ import annotations

from collections.abc import Iterable

from polku.science.experiments.looks import constant
from polku.verify.check import Check

_SOURCE = "Jennison & Turnbull (2000), Group Sequential Methods, tables 2.1 and 2.3 (alpha 0.05)"
POCOCK = {1: 1.960, 2: 2.178, 3: 2.289, 4: 2.361, 5: 2.413}
OBRIEN_FLEMING = {1: 1.960, 2: 1.977, 3: 2.004, 4: 2.024, 5: 2.040}


def checks() -> Iterable[Check]:
    """One to five looks."""
    for looks, published in POCOCK.items():
        yield Check(f"Pocock, {looks} looks", published, constant("pocock", looks), 0.0005, _SOURCE)
    for looks, published in OBRIEN_FLEMING.items():
        yield Check(
            f"O'Brien and Fleming, {looks} looks, the last",
            published,
            constant("obrien-fleming", looks),
            0.0005,
            _SOURCE,
        )
