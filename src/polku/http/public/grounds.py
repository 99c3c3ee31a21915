"""What a person gets now, purpose by purpose and channel by channel, and on which legal basis:
asked of the contact policy itself, so that the page says what will happen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import numpy as np

from polku.delivery.permission import PURPOSE
from polku.delivery.policy.facts import read_facts
from polku.delivery.policy.grounds import company_address
from polku.delivery.wants import NEEDED, Want
from polku.errors import PolkuError
from polku.forms.load import load_form
from polku.http.public.site import Site, Somebody
from polku.journey.written import read
from polku.store.consents import ALL, Basis
from polku.store.micros import to_micros

CHANNELS = ("email", "sms", "push")
MARKETING = "marketing"


@dataclass(frozen=True)
class Setting:
    """One box of the page. `at` is when the person last said yes or no."""

    purpose: str
    channel: str
    on: bool
    basis: Basis | None
    withdrawn: bool
    at: datetime | None

    @property
    def name(self) -> str:
        return f"{self.purpose}:{self.channel}"


def settings_of(site: Site, person: Somebody, now: datetime) -> list[Setting]:
    """The boxes: each purpose that needs a basis, on each channel that reaches the person."""
    known = _purposes(site, person.person)
    if not person.person:
        return [Setting(p, "email", False, None, False, None) for p in known]
    channels = [c for c in CHANNELS if _reaches(site, person, c)]
    wants = [Want("", 0, "", "send", purpose=purpose, ways=tuple(channels)) for purpose in known]
    facts = read_facts(
        site.control,
        site.workspace.warehouse,
        site.settings,
        np.array([person.person], np.int64),
        wants,
        frozenset(),
        to_micros(now),
    )
    found = []
    for purpose in known:
        said = site.control.consents.states([person.person], purpose, channels)
        for channel in channels:
            ground = int(facts.ground[purpose, channel][0])
            statement = said[channel].get(person.person)
            by_ledger = statement is not None and statement.given
            basis: Basis | None = None
            if ground == 1:
                basis = statement.basis if by_ledger and statement else _derived(site, person)
            stopped = int(facts.suppressed[channel][0]) > 0
            at = statement.at if statement is not None else None
            withdrawn = ground == 2 and statement is not None
            on = ground == 1 and not stopped
            found.append(Setting(purpose, channel, on, basis, withdrawn, at))
    return found


def purposes_of(settings: Sequence[Setting]) -> list[str]:
    """The purposes in order, each once."""
    return list(dict.fromkeys(each.purpose for each in settings))


def _reaches(site: Site, person: Somebody, channel: str) -> bool:
    if channel == "push":
        return bool(site.control.push.of([person.person]).get(person.person))
    return bool(person.email if channel == "email" else person.phone)


def _derived(site: Site, person: Somebody) -> Basis:
    """A basis that nobody had to write down: an own customer, or a company's address."""
    by_company = site.settings.policy.legitimate_interest and person.email
    return (
        "legitimate_interest" if by_company and company_address(person.email or "") else "customer"
    )


def _purposes(site: Site, person: int) -> list[str]:
    """Marketing first, then what this person has been asked for, what forms ask for, and what live
    programmes send; what a contract needs is not a choice."""
    found = {MARKETING: None}
    if person:
        found |= {row.purpose: None for row in site.control.consents.of(person)}
    for each in site.control.definitions.all("form"):
        versions = site.control.definitions.versions("form", each.key)
        if versions and (purpose := _of_form(versions[0].body)):
            found[purpose] = None
    for each in site.control.definitions.all("programme"):
        if each.state in ("live", "paused"):
            found |= dict.fromkeys(_of_programme(each.body))
    return [purpose for purpose in found if purpose not in (*NEEDED, ALL, PURPOSE)]


@lru_cache(maxsize=256)
def _of_form(body: str) -> str | None:
    try:
        consent = load_form(body).consent
    except PolkuError:
        return None
    return consent.purpose if consent else None


@lru_cache(maxsize=256)
def _of_programme(body: str) -> tuple[str, ...]:
    # the purposes alone: the rest of the document need not be right for them
    try:
        value = read(body, "programme").value
    except PolkuError:
        return ()
    found: dict[str, None] = {}

    def walk(part: object) -> None:
        if isinstance(part, dict):
            if isinstance(purpose := part.get("purpose"), str):
                found[purpose] = None
            for each in part.values():
                walk(each)
        elif isinstance(part, list):
            for each in part:
                walk(each)

    walk(value)
    return tuple(found)
