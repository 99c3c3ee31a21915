"""The e-mail test of Kevin Hillstrom (MineThatData, 2008): what two mailings did against none.

Counts, sums and sums of squares of each arm stand here (facts of the file, in dollars); a test holds them against it.
`x` is what a customer had spent in the year before (`history`), `y` what they spent in the two weeks after.
"""

from __future__ import annotations

from collections.abc import Iterable

from polku.science.experiments.effect import fixed
from polku.science.experiments.moments import Moments
from polku.science.experiments.point import mean
from polku.science.newcombe import newcombe
from polku.verify.check import Check

VISITS = {"No E-Mail": 2262, "Mens E-Mail": 3894, "Womens E-Mail": 3238}
SPEND = {
    "No E-Mail": Moments(21306, 13908.33, 2870050.3621, 5132245.81, 2597172414.5563, 4267933.8399),
    "Mens E-Mail": Moments(
        21307, 30311.69, 6759024.4973, 5174105.18, 2700687619.2752, 9857526.2586
    ),
    "Womens E-Mail": Moments(
        21387, 23038.11, 4911446.5763, 5187130.98, 2652326978.5210, 7513096.1923
    ),
}
_SOURCE = "Hillstrom (2008), MineThatData E-Mail Analytics and Data Mining Challenge"


def checks() -> Iterable[Check]:
    """Lifts of visits and spending, with Welch's interval."""
    none, men, women = (SPEND[arm] for arm in SPEND)
    for name, arm, published in (
        ("men's", "Mens E-Mail", 7.66),
        ("women's", "Womens E-Mail", 4.52),
    ):
        lift = newcombe(VISITS[arm], SPEND[arm].n, VISITS["No E-Mail"], none.n).value or 0.0
        yield Check(
            f"Hillstrom: {name} e-mail, visits, points", published, 100 * lift, 0.005, _SOURCE
        )
    effect = fixed(mean(men), mean(none))
    for name, value, published in (
        ("", effect.value, 0.770),
        (", low", effect.low, 0.485),
        (", high", effect.high, 1.055),
    ):
        yield Check(
            f"Hillstrom: men's e-mail, spending, $ per customer{name}",
            published,
            value or 0.0,
            0.0005,
            _SOURCE,
        )
    other = fixed(mean(women), mean(none)).value or 0.0
    yield Check(
        "Hillstrom: women's e-mail, spending, $ per customer", 0.424, other, 0.0005, _SOURCE
    )
