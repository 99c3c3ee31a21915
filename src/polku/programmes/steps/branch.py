"""`branch`: the first arm whose condition the person meets."""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from polku.conditions.field import PersonConditionField
from polku.errors import Language
from polku.journey.part import Key, Part
from polku.journey.text import Text
from polku.programmes.actions import BranchAction
from polku.programmes.phrases import phrase
from polku.programmes.steps.base import ArmView, Frame, Step, Steps

ELSE = "else"


class Arm(Part):
    """`{if: condition, steps: […]}`, or the last one `{else: […]}` for everybody else."""

    if_: PersonConditionField | None = Field(default=None, alias="if")
    key: Key = ""
    name: Text | None = None
    steps: Steps = ()
    else_: Steps | None = Field(default=None, alias="else")

    @model_validator(mode="before")
    @classmethod
    def _else_is_its_key(cls, value: Any) -> Any:
        return {**value, "key": ELSE} if isinstance(value, dict) and "else" in value else value

    @model_validator(mode="after")
    def _one_kind(self) -> Arm:
        if self.else_ is not None and (self.if_ is not None or self.steps):
            raise PydanticCustomError("programme.if-and-else", "both", {})
        return self


class BranchStep(Step):
    """Arms are tried in their order; who meets none goes to `else`, or on."""

    kind = "branch"

    branch: tuple[Arm, ...] = Field(max_length=50)

    @model_validator(mode="after")
    def _else_is_last(self) -> BranchStep:
        if any(arm.else_ is not None for arm in self.branch[:-1]):
            raise PydanticCustomError("programme.else-not-last", "not last", {})
        return self

    @property
    def arms(self) -> tuple[ArmView, ...]:
        return tuple(
            ArmView(arm.key, arm.name, arm.steps, ("branch", i, "steps"))
            if arm.else_ is None
            else ArmView(ELSE, arm.name, arm.else_, ("branch", i, "else"))
            for i, arm in enumerate(self.branch)
        )

    @property
    def falls_through(self) -> bool:
        return not any(arm.else_ is not None for arm in self.branch)

    def action(self, frame: Frame) -> BranchAction:
        arms = tuple(
            (arm.key, arm.if_, frame.arms[arm.key]) for arm in self.branch if arm.if_ is not None
        )
        return BranchAction(self.key, arms, frame.arms.get(ELSE, frame.next))

    def words(self, language: Language) -> str:
        asked: list[Any] = [arm for arm in self.branch if arm.else_ is None]
        if len(asked) == 1 and asked[0].if_ is not None:
            return phrase("branch-one", language, condition=asked[0].if_.words(language))
        return phrase("branch", language, count=len(asked))
