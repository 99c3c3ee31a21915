"""`set`: traits of the person."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, RootModel

from polku.errors import Language
from polku.programmes.actions import EffectAction
from polku.programmes.choice import Scalar, TraitName
from polku.programmes.phrases import phrase
from polku.programmes.steps.base import Frame, Step


class Traits(RootModel[Annotated[dict[TraitName, Scalar], Field(max_length=50)]]):
    """Trait → its new value; null takes it away."""

    model_config = {"frozen": True}


class SetStep(Step):
    """`set: {interest: guide, segment_hint: null}`."""

    kind = "set"

    set: Traits

    def action(self, frame: Frame) -> EffectAction:
        return EffectAction(self.key, "set", self.set, frame.next)

    def words(self, language: Language) -> str:
        parts = [_shown(name, value, language) for name, value in self.set.root.items()]
        return phrase("set", language, traits=", ".join(parts) or "–")


def _shown(name: str, value: Any, language: Language) -> str:
    if value is None:
        return phrase("set-empty", language, trait=name)
    if isinstance(value, bool):
        value = phrase("yes" if value else "no", language)
    return f"{name} = {value}"
