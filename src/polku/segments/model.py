"""Segment: a condition of people that has a name."""

from __future__ import annotations

from polku.conditions.field import PersonConditionField
from polku.journey.part import Named
from polku.journey.text import Text


class Segment(Named):
    """Who meets `condition` at the moment of asking."""

    description: Text | None = None
    condition: PersonConditionField
