"""The care programme as it was written: one frozen, pure model."""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from polku.journey.part import Key, Named
from polku.journey.text import Text
from polku.programmes.choice import Priority, WholePercent
from polku.programmes.entry import EntryField
from polku.programmes.keys import with_keys
from polku.programmes.reentry import Reentry
from polku.programmes.steps.base import Steps
from polku.programmes.trigger import Goal, Trigger


class Programme(Named):
    """The whole document. What runs is made from it by `polku.programmes.compile`."""

    description: Text | None = None
    stage: Key | None = Field(default=None, description="The stage it belongs to")
    purpose: Key = Field(default="marketing", description="marketing, newsletter, service, …")
    priority: Priority = Field(default=50, description="When caps bite, the higher goes first")
    entry: EntryField
    reentry: Reentry = Reentry(mode="never")
    goal: Goal | None = None
    exits: tuple[Trigger, ...] = Field(default=(), max_length=50)
    holdout: WholePercent = Field(default=10, description="Percent that is not cared for")
    steps: Steps = ()

    @model_validator(mode="before")
    @classmethod
    def _keys_filled_in(cls, value: Any) -> Any:
        if isinstance(value, dict) and "steps" in value:
            return {**value, "steps": with_keys(value["steps"])}
        return value
