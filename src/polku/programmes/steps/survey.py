"""`survey`: one question, answered from the message."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from polku.errors import Language
from polku.journey.part import Key
from polku.journey.text import Text
from polku.programmes.actions import EffectAction
from polku.programmes.choice import BLANK
from polku.programmes.phrases import phrase
from polku.programmes.steps.base import Frame, Step
from polku.programmes.steps.message import Message, settled

SurveyKind = Literal["nps", "csat", "ces", "emotion", "open"]


class Survey(Message):
    """`survey` names it: answers of the same name belong together. Asking is service unless it says otherwise."""

    survey_kind: SurveyKind = Field(alias="kind")
    survey: Key
    question: Text = BLANK
    purpose: Key | None = "service"


class SurveyStep(Step):
    """`survey: {kind: nps, survey: after-purchase, question: …, email: {…}}`."""

    kind = "survey"

    survey: Survey

    def action(self, frame: Frame) -> EffectAction:
        return EffectAction(self.key, "survey", settled(self.survey, self.key, frame), frame.next)

    def words(self, language: Language) -> str:
        question = self.survey.question.in_(language)
        what = phrase(f"survey-{self.survey.survey_kind}", language)
        if not question:
            return phrase("survey-unasked", language, what=what)
        return phrase("survey", language, what=what, question=question)
