"""Small jobs for the tests of rendering."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from polku.delivery.job import Job, Receiver
from polku.delivery.links import Links
from polku.delivery.render.renderer import Renderer
from polku.programmes.steps.offer import Offer
from polku.programmes.steps.send import Send
from polku.programmes.steps.survey import Survey
from polku.settings import CompanySettings, EmailSettings, Settings
from polku.store.control import Control
from polku.store.deliveries import Delivery

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
BASE = "https://polku.kauppa.example"

SETTINGS = Settings(
    company=CompanySettings(
        name="Kauppa Oy",
        address="Mannerheimintie 1, 00100 Helsinki",
        phone="+358 9 1234 567",
        email="asiakaspalvelu@kauppa.example",
        privacy_url="https://kauppa.example/tietosuoja",
    ),
    email=EmailSettings(
        sender="Kauppa <posti@kauppa.example>",
        reply_to="asiakaspalvelu@kauppa.example",
        bounce_domain="bounce.kauppa.example",
    ),
)


def renderer(directory: Path, settings: Settings = SETTINGS) -> tuple[Renderer, Control]:
    """A renderer over a control database of its own; close the second."""
    control = Control.open(directory / "control.db", clock=lambda: NOW)
    links = Links(BASE, control.link_key)
    return Renderer(settings, links, control, lambda: NOW), control


def job(
    step: Any,
    *,
    id: int = 7001,
    person: int = 42,
    kind: str = "send",
    purpose: str = "marketing",
    **receiver: Any,
) -> Job:
    """A job for a step."""
    delivery = Delivery(
        id=id, seq=1, person=person, programme="welcome", version=1, node="send-1", entry=5,
        kind=kind, intent="welcome.send-1", purpose=purpose, priority=50, wanted=NOW, state="claimed",
        reason="", params={}, channel="email", not_before=NOW, attempts=0, updated=NOW, sent=None,
        reference=None,
    )  # fmt: skip
    who = {"email": "matti@example.com", "language": "fi", "traits": {}} | receiver
    return Job(delivery, Receiver(person=person, id="matti", **who), step, "Tervetuloa", "lead")


def letter_step(body: str, subject: str = "Aihe", **email: Any) -> Send:
    """A `send` with an e-mail."""
    return Send.model_validate({"email": {"subject": subject, "body": body, **email}})


def survey_step(kind: str, **more: Any) -> Survey:
    """A `survey`."""
    written = {"kind": kind, "survey": "palaute", "question": "Kuinka meni?", **more}
    return Survey.model_validate(written)


def offer_step(**more: Any) -> Offer:
    """An `offer`."""
    return Offer.model_validate({"offer": "kevat", **more})
