"""The few words that the frame of a message says itself, in Finnish and English."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from polku.errors import Language


@cache
def words(language: Language) -> Mapping[str, Any]:
    """Key → word; "scale" → kind of survey → what its ends mean."""
    text = resources.files("polku.delivery.render").joinpath("words.toml").read_text("utf-8")
    found: Mapping[str, Any] = tomllib.loads(text)[language]
    return found
