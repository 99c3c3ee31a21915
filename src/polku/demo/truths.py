"""What is planted in the demo data, so that an analysis can be checked against the truth.

docs/reference/demo-data.md says each in words; tests find each again in the rows.
Rates are shares 0..1. Medians are busy days (see `polku.demo.pace`): an average day is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Rates = Mapping[str, float]


def _rates(**rates: float) -> Rates:
    return MappingProxyType({key.replace("_", " "): rate for key, rate in rates.items()})


@dataclass(frozen=True)
class ShopTruths:
    """The web shop."""

    # The leaking transition: of first-time buyers, those who buy again within 150 days …
    second_purchase: float = 0.24
    # … against those who buy again after their second order and later ones.
    further_purchase: float = 0.66

    # A channel that brings bad leads: paid social leaves its address gladly, and then does not buy.
    leads: Rates = field(
        default_factory=lambda: _rates(
            organic_search=0.42,
            paid_search=0.44,
            paid_social=0.56,
            email=0.55,
            direct=0.40,
            referral=0.60,
        )
    )
    lead_buys: Rates = field(
        default_factory=lambda: _rates(
            organic_search=0.50,
            paid_search=0.50,
            paid_social=0.08,
            email=0.58,
            direct=0.52,
            referral=0.62,
        )
    )

    # A stage that is slow on mobile: median days from lead to first checkout.
    first_checkout_days: Rates = field(
        default_factory=lambda: _rates(desktop=5.0, tablet=5.0, mobile=12.5)
    )

    # A leak that began on a known day, on phones: orders completed of checkouts started …
    checkout_completes: Rates = field(
        default_factory=lambda: _rates(desktop=0.86, tablet=0.84, mobile=0.80)
    )
    leak_device: str = "mobile"
    leak_completes: float = 0.44
    # … and forms submitted of forms started, which all are otherwise.
    leak_submits: float = 0.15
    leak_days: int = 7  # it began at the first Finnish midnight of the last seven days

    # Of those who would have bought once only, those who buy again because the programme "second-purchase"
    # cared for them; its holdout does not.
    care_buys: float = 0.12

    # Customer service answers in this share of the time it took, since so many days before the end.
    answers_faster: float = 0.4
    answers_faster_days: float = 120.0

    # Promoters (an NPS answer of 9 or 10) bring referrals; other buyers hardly do.
    promoter_refers: float = 0.30
    other_refers: float = 0.015


@dataclass(frozen=True)
class B2bTruths:
    """The maintenance service."""

    # Deals in which at least two people of the company have met us close more often.
    wins_alone: float = 0.14
    wins_together: float = 0.46

    # An offer shown later than this many days after the opportunity was created loses:
    # its chance is multiplied by `late_factor`.
    late_after_days: float = 21.0
    late_factor: float = 0.30
    late_share: float = 0.40


@dataclass(frozen=True)
class Truths:
    """All that is planted."""

    shop: ShopTruths = field(default_factory=ShopTruths)
    b2b: B2bTruths = field(default_factory=B2bTruths)
