"""`send`: a message."""

from __future__ import annotations

from polku.errors import Language
from polku.programmes.actions import EffectAction
from polku.programmes.phrases import message_words
from polku.programmes.steps.base import Frame, Step
from polku.programmes.steps.message import Message, settled


class Send(Message):
    """A message to the person."""


class SendStep(Step):
    """`send: {intent: welcome-guide, email: {…}, sms: {…}, push: {…}}`."""

    kind = "send"

    send: Send

    def action(self, frame: Frame) -> EffectAction:
        return EffectAction(self.key, "send", settled(self.send, self.key, frame), frame.next)

    def words(self, language: Language) -> str:
        return message_words("send", self.send, self.name, language)
