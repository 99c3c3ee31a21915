"""`offer`: an offer; the version shown is frozen for the person."""

from __future__ import annotations

from polku.errors import Language
from polku.journey.part import Key
from polku.programmes.actions import EffectAction
from polku.programmes.phrases import phrase
from polku.programmes.steps.base import Frame, Step
from polku.programmes.steps.message import Message, settled


class Offer(Message):
    """`offer` is the key of the offer that the message carries."""

    offer: Key


class OfferStep(Step):
    """`offer: {offer: spring, email: {…}}`."""

    kind = "offer"

    offer: Offer

    def action(self, frame: Frame) -> EffectAction:
        return EffectAction(self.key, "offer", settled(self.offer, self.key, frame), frame.next)

    def words(self, language: Language) -> str:
        return phrase("offer", language, offer=self.offer.offer)
