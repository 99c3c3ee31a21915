"""A condition of people as a field of a programme."""

from __future__ import annotations

from polku.conditions.person import PersonCondition

ConditionField = PersonCondition
