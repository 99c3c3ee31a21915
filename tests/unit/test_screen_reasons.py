"""Reasons of the policy are words on every screen."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Refusals of a request, not of a message.
NOT_OF_A_PLAN = {"unknown", "not-uncertain", "bad-consents"}


@pytest.mark.parametrize("language", ["fi", "en"])
def test_each_reason_of_the_policy_has_a_word_in_plans_and_dry_runs(language: str) -> None:
    """`delivery.no-consent-email` is counted there, and stands as “ei suostumusta sähköpostiin”."""
    messages = tomllib.loads((ROOT / "src/polku/messages/delivery.toml").read_text("utf-8"))
    codes = set(messages["delivery"]) - NOT_OF_A_PLAN
    words = json.loads((ROOT / f"ui/src/locales/programmes/{language}.json").read_text("utf-8"))[
        "heldBack"
    ]
    assert {code.replace("-", "_") for code in codes} <= set(words)
