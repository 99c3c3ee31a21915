"""Patterns of steps as a person writes them: "Product Viewed → * → Order Completed"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from polku.errors import Problem
from polku.reports.path_asked import Steps
from polku.science.paths.pattern import ANY, GAP

if TYPE_CHECKING:
    from polku.reports.report import Scene

Pattern = Annotated[str, Field(min_length=1, max_length=1000)]
_ARROW = re.compile(r"\s*(?:→|->|=>)\s*")
WORDS = {"*": GAP, "…": GAP, "...": GAP, "?": ANY}


def pattern_of(steps: Steps, text: str) -> tuple[tuple[int, ...], list[Problem]]:
    """Codes of the pattern, in which * is any number of steps (or none) and ? exactly one, and what is wrong."""
    tokens, unknown = [], []
    for word in _ARROW.split(text.strip()):
        if word in WORDS:
            tokens.append(WORDS[word])
        elif word in steps.codes:
            tokens.append(steps.codes[word])
        else:
            unknown.append(word)
    if unknown:
        params = {"names": ", ".join(unknown[:10])}
        return (), [Problem("paths.unknown", params=params, level="warning")]
    if all(token < 0 for token in tokens):
        return (), [Problem("paths.empty-pattern", params={"pattern": text}, level="warning")]
    return tuple(tokens), []


def usual_anchor(scene: Scene, steps: Steps) -> str | None:
    """What one asks about first: becoming a customer; else None."""
    customer = scene.path.customer(scene.money.customer or "")
    if customer is None:
        return None
    if steps.of == "stages":
        return customer.key if customer.key in steps.codes else None
    for rule in scene.journey.stage(customer.key).enter:
        event = getattr(rule.condition, "event", None)
        if event in steps.codes:
            return str(event)
    return None
