"""What the policy is told of somebody who is not in the books: as they are described."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from polku.delivery.job import Receiver
from polku.delivery.policy.cases import CHANNELS, Facts, Past
from polku.delivery.policy.grounds import company_address
from polku.delivery.wants import NEEDED, Want
from polku.settings import Settings

_NONE = np.zeros(0, np.int64)
_NO_WORDS = np.empty(0, object)
NOTHING = Past(
    _NONE, _NONE, _NO_WORDS, _NO_WORDS, _NONE, _NONE.astype(bool), _NONE.astype(bool), _NONE, _NONE, _NONE
)  # fmt: skip
"""Nothing was ever sent."""


@dataclass(frozen=True)
class Supposed:
    """One receiver; `consent` holds for whatever purpose is asked, or for none."""

    receiver: Receiver
    consent: bool

    def facts(self, settings: Settings, wants: Iterable[Want], off: frozenset[str]) -> Facts:
        """As `read_facts` gives them of people in the books."""
        one = np.array([self.receiver.person], np.int64)
        return Facts(
            people=one,
            reachable={each: np.array([bool(self.receiver.address(each))]) for each in CHANNELS},
            suppressed={each: np.zeros(1, np.int64) for each in CHANNELS},
            ground={
                (want.purpose, way): np.array([self._ground(settings, way)], np.int64)
                for want in wants
                if want.purpose not in NEEDED
                for way in want.ways
            },
            zone=np.zeros(1, np.int64),
            zones=(self.receiver.zone,),
            past=NOTHING,
            off=off,
        )

    def _ground(self, settings: Settings, channel: str) -> int:
        interest = settings.policy.legitimate_interest and channel == "email"
        return int(self.consent or (interest and company_address(self.receiver.email or "")))
