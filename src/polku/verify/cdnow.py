"""CDNOW: how often customers come back and what they spend, as the papers have it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib import resources

import numpy as np

from polku.science.clv import bg_nbd, pareto_nbd
from polku.science.clv.gamma_gamma import fit_gamma_gamma
from polku.science.clv.histories import Buyers, Spenders, spenders
from polku.verify.check import Check

WEEK = 7.0
_BG = "Fader, Hardie & Lee (2005), Marketing Science 24(2)"
_NOTE = "Fader, Hardie & Lee (2005), Implementing the BG/NBD Model in Excel"
_PARETO = "Fader & Hardie (2005), Implementing the Pareto/NBD Model in MATLAB"
_GG = "Fader & Hardie (2013), The Gamma-Gamma Model of Monetary Value"


def cdnow() -> tuple[Buyers, Spenders]:
    """The 2,357 people of the sample until 30 September 1997: histories in weeks, spending in dollars."""
    text = (resources.files("polku.verify.data") / "cdnow.json").read_text("utf-8")
    found = json.loads(text)
    x, recency, age, people = np.array(found["rows"], dtype=np.float64).T
    times, cents = np.array(found["spent"], dtype=np.float64).T
    return Buyers(x, recency / WEEK, age / WEEK, people), spenders(times, cents / 100)


def checks() -> Iterable[Check]:
    """Parameters, likelihoods and predictions."""
    histories, spending = cdnow()
    bg = bg_nbd.fit_bg_nbd(histories)
    for name, published in (("r", 0.243), ("alpha", 4.414), ("a", 0.793), ("b", 2.426)):
        yield Check(f"CDNOW, BG/NBD: {name}", published, bg.of(name), 0.001, _BG)
    yield Check("CDNOW, BG/NBD: log-likelihood", -9582.4, bg.likelihood, 0.05, _BG)
    one = (np.array([2.0]), np.array([30.43]), np.array([38.86]))
    more = float(bg_nbd.expected_more(bg.values, *one, 39.0)[0])
    yield Check("CDNOW, BG/NBD: customer 1 in 39 weeks", 1.226, more, 0.001, _NOTE)
    pareto = pareto_nbd.fit_pareto_nbd(histories)
    for name, published, within in (
        ("r", 0.553, 0.001), ("alpha", 10.578, 0.003), ("s", 0.606, 0.001), ("beta", 11.669, 0.015),
    ):  # fmt: skip
        yield Check(f"CDNOW, Pareto/NBD: {name}", published, pareto.of(name), within, _PARETO)
    yield Check("CDNOW, Pareto/NBD: log-likelihood", -9595.0, pareto.likelihood, 0.05, _PARETO)
    money = fit_gamma_gamma(spending)
    for name, published in (("p", 6.25), ("q", 3.74), ("gamma", 15.45)):
        yield Check(f"CDNOW, Gamma-Gamma: {name}", published, money.of(name), 0.01, _GG)
