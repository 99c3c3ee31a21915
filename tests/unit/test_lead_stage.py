"""From which stage on somebody is a lead, when polku.toml does not say."""

from __future__ import annotations

import pytest

from polku.analytics.path import path_of
from polku.demo import journey_text
from polku.journey.load import load_journey


@pytest.mark.parametrize("kind", ["shop", "b2b"])
def test_a_lead_is_who_has_just_said_who_they_are(kind: str) -> None:
    """The second stage, also where trials and negotiations stand between it and the customers."""
    journey = load_journey(journey_text(kind)).journey
    found = path_of(journey, {}).lead()
    assert found is not None
    assert found.key == "lead"


def test_strangers_are_no_leads() -> None:
    """A path whose second stage is already the customers' has no leads; one that is named holds."""
    journey = load_journey(
        """
key: short
name: Lyhyt
stages:
- {key: visitor, name: Kävijät, enter: [{event: Page Viewed}]}
- {key: customer, name: Asiakkaat, axis: using, enter: [{event: Order Completed}]}
"""
    ).journey
    path = path_of(journey, {})
    assert path.lead() is None
    named = path.lead("visitor")
    assert named is not None
    assert named.key == "visitor"
