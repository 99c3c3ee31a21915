"""`webhook`: tells another system."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from polku.errors import Language
from polku.journey.part import Part
from polku.programmes.actions import EffectAction
from polku.programmes.phrases import phrase
from polku.programmes.steps.base import Frame, Step


def _web(value: str) -> str:
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        good = False
    if not good:
        raise PydanticCustomError("programme.bad-url", "not an address", {"given": value[:80]})
    return value


WebAddress = Annotated[str, Field(max_length=2_000), AfterValidator(_web)]


class Webhook(Part):
    """A JSON body for an address. Texts of the body may have Liquid."""

    url: WebAddress
    body: Annotated[Any, WithJsonSchema({})] = None


class WebhookStep(Step):
    """`webhook: {url: "https://…", body: {…}}`."""

    kind = "webhook"

    webhook: Webhook

    def action(self, frame: Frame) -> EffectAction:
        return EffectAction(self.key, "webhook", self.webhook, frame.next)

    @property
    def reachable(self) -> bool:
        """Whether the address has a port that exists. Asked of drafts only: what was published stays readable."""
        try:
            return urlsplit(self.webhook.url).port != 0
        except ValueError:
            return False

    def words(self, language: Language) -> str:
        host = urlsplit(self.webhook.url).hostname or self.webhook.url
        return phrase("webhook", language, host=host)
