"""The values of one message: who gets it, who writes, where its links lead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from polku.clock import Clock
from polku.delivery.job import Job
from polku.delivery.links import (
    Exit,
    Links,
    Offer,
    Permission,
    Preferences,
    Survey,
    Unsubscribe,
)
from polku.delivery.render.asking import SCALES, key_of
from polku.delivery.render.environment import RenderRefused
from polku.delivery.render.filters import told_money
from polku.delivery.render.variables import company_values, person_values, today, trait_values
from polku.errors import NotFound, Problem
from polku.settings import Settings
from polku.store.control import Control

NOT_LEFT = "transactional"
"""The purpose whose messages nobody unsubscribes from: an order, a confirmation."""


@dataclass(frozen=True)
class Sources:
    """Where values come from."""

    settings: Settings
    links: Links
    control: Control
    clock: Clock


def values_of(sources: Sources, job: Job, channel: str, *, inert: bool) -> dict[str, object]:
    """Variable → value. With `inert` (a preview, a test) no link does anything to anybody."""
    receiver = job.receiver
    found: dict[str, object] = {
        "language": receiver.language,
        "zone": receiver.zone,
        "today": today(sources.clock(), receiver.zone),
        "person": person_values(receiver) | _segments(job),
        "trait": trait_values(receiver.traits),
        "company": company_values(sources.settings.company),
        "programme": {"name": job.programme_name, "stage": job.programme_stage},
        "history": dict(job.history),
        "inert": inert,
        "links": LinkValues(sources, job, channel, inert=inert),
    }
    if getattr(job.step, "offer", None):
        found["offer"] = _offer(sources, job, inert=inert)
    return found


def _segments(job: Job) -> dict[str, object]:
    return {} if job.segments is None else {"segments": list(job.segments)}


class LinkValues(dict[str, str]):
    """`links.…`: each made when a template asks for it."""

    def __init__(self, sources: Sources, job: Job, channel: str, *, inert: bool) -> None:
        super().__init__(job.links)
        self._sources = sources
        self._job = job
        self._channel = channel
        self._person = 0 if inert else job.delivery.person
        self._message = 0 if inert else job.delivery.id

    def __missing__(self, key: str) -> str:
        if not self._sources.links.base_url:
            raise KeyError(key)  # nobody could open it: [public] url is not set
        makers: dict[str, Callable[[], str | None]] = {
            "unsubscribe": self._unsubscribe,
            "preferences": lambda: self._url(
                Preferences(person=self._person, message=self._message)
            ),
            "exit": lambda: self._url(
                Exit(
                    person=self._person,
                    message=self._message,
                    programme=self._job.delivery.programme,
                )
            ),
            "referral": self._referral,
            "permission": lambda: self._url(Permission(person=self._person, message=self._message)),
        }
        made = makers[key]() if key in makers else self._survey(key)
        if made is None:
            raise KeyError(key)
        self[key] = made
        return made

    def unsubscribe(self) -> str | None:
        """The one-click address; None for messages that nobody unsubscribes from."""
        try:
            return self["unsubscribe"]
        except KeyError:
            return None

    def _url(self, link: Any) -> str:
        return self._sources.links.url(link)

    def _unsubscribe(self) -> str | None:
        purpose = self._job.delivery.purpose
        if purpose == NOT_LEFT:
            return None
        return self._url(
            Unsubscribe(
                person=self._person, message=self._message, purpose=purpose, channel=self._channel
            )
        )

    def _referral(self) -> str:
        code = self._sources.control.referrals.code_of(self._person) if self._person else "preview"
        return self._sources.links.referral(code)

    def _survey(self, key: str) -> str | None:
        kind = getattr(self._job.step, "survey_kind", None)
        if kind is None:
            return None
        scores: dict[str, int | None] = {key_of(score): score for score in SCALES.get(kind, ())}
        scores["survey"] = None
        if key not in scores:
            return None
        link = Survey(
            person=self._person,
            message=self._message,
            survey=self._job.step.survey,
            kind=kind,
            score=scores[key],
        )
        return self._url(link)


def _offer(sources: Sources, job: Job, *, inert: bool) -> dict[str, object]:
    """`offer.…`: the version this person is shown, frozen from the first time on."""
    key, language = job.step.offer, job.receiver.language
    offers, now = sources.control.offers, sources.clock()
    try:
        if inert:
            offer, shown_id, expires = offers.latest(key)[1], 0, None
        else:
            shown = offers.show(
                job.delivery.person,
                key,
                now,
                job.delivery.id,
                zone=sources.settings.workspace.timezone,
            )
            offer = offers.version(key, shown.version)
            shown_id, expires = shown.id, shown.expires
    except NotFound:
        raise RenderRefused(Problem("render.no-offer", "", {"offer": key})) from None
    url = sources.links.url(
        Offer(
            person=0 if inert else job.delivery.person,
            shown=shown_id,
            party=offer.acceptors[0].key,
            offer=key,
            message=0 if inert else job.delivery.id,
        )
    )
    return {
        "name": offer.name.in_(language) if offer.name else key,
        "description": offer.text.in_(language) if offer.text else "",
        "price": told_money(offer.price, offer.currency, language),
        "currency": offer.currency,
        "terms": offer.terms.in_(language) if offer.terms else "",
        "expires": expires,
        "url": url,
    }
