"""`split`: an arm by chance."""

from __future__ import annotations

from pydantic import Field

from polku.errors import Language
from polku.journey.part import Key, Part
from polku.journey.text import Text
from polku.programmes.actions import SplitAction
from polku.programmes.choice import WholePercent
from polku.programmes.phrases import phrase
from polku.programmes.steps.base import ArmView, Frame, Step, Steps


class SplitArm(Part):
    """Of a hundred people about `weight` go here."""

    weight: WholePercent
    key: Key = ""
    name: Text | None = None
    steps: Steps = ()


class SplitStep(Step):
    """The weights sum to 100. The same person always gets the same arm."""

    kind = "split"

    split: tuple[SplitArm, ...] = Field(max_length=50)

    @property
    def arms(self) -> tuple[ArmView, ...]:
        return tuple(
            ArmView(arm.key, arm.name, arm.steps, ("split", i, "steps"))
            for i, arm in enumerate(self.split)
        )

    @property
    def falls_through(self) -> bool:
        return False

    def action(self, frame: Frame) -> SplitAction:
        arms = tuple((arm.key, arm.weight, frame.arms[arm.key]) for arm in self.split)
        return SplitAction(self.key, arms)

    def words(self, language: Language) -> str:
        weights = " / ".join(str(arm.weight) for arm in self.split)
        return phrase("split", language, weights=weights)
