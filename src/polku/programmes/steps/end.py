"""`end`: the person has gone through, and goes no further."""

from __future__ import annotations

from polku.errors import Language
from polku.journey.text import Text
from polku.programmes.actions import Action
from polku.programmes.phrases import phrase
from polku.programmes.steps.base import Frame, Step


class EndStep(Step):
    """`end:` alone, or with the reason. It takes no action of its own: what leads to it ends."""

    kind = "end"

    end: Text | None = None

    def action(self, frame: Frame) -> Action:
        raise NotImplementedError(f"{frame.programme}: an end is where actions lead, not one")

    def words(self, language: Language) -> str:
        if self.end is None:
            return phrase("end", language)
        return phrase("end-because", language, why=self.end.in_(language))
