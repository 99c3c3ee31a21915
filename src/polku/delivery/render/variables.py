"""What a template can ask for: the variables of a message, and their values for one receiver."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from polku.delivery.job import Receiver
from polku.settings import CompanySettings

KNOWN: Mapping[str, tuple[str, ...] | None] = {
    "person": (
        *("first_name", "last_name", "name", "email", "phone", "company", "language"),
        "segments",
    ),
    "trait": None,  # any trait
    "company": ("name", "address", "phone", "email", "privacy_url"),
    "links": (
        "unsubscribe",
        "preferences",
        "exit",
        "confirm",
        "survey",
        "offer",
        "referral",
        "permission",
    ),
    "offer": ("name", "price", "currency", "terms", "expires", "url", "description"),
    "programme": ("name", "stage"),
    "history": ("stage", "orders", "last_order", "days_since_order"),
    "today": (),
    "language": (),
    "zone": (),
}
"""Root → the names under it; None: any; (): it is a value itself."""

OWN = ("person", "trait", "history")
"""Roots that may be missing of some people, so they need a default."""

_NAME_LENGTH = 80
# a name that has an address in it is an advertisement somebody typed into a form
_ADDRESS = re.compile(
    r"https?:|www\.|[\w-]+\.(?:com|net|org|info|ru|cn|top|xyz|io|fi)\b|[<>\[\]{}@|]", re.I
)
# what would break a line, turn the writing direction, or read as template code
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ue000-\uf8ff\ufeff]"
)
_BRACES = re.compile(r"(?<=\{)(?=[{%])")

_FIRST = ("first_name", "firstName", "firstname", "etunimi")
_LAST = ("last_name", "lastName", "lastname", "surname", "sukunimi")


def person_values(receiver: Receiver) -> dict[str, object]:
    """`person.…` of one receiver; what is not known, or is not a name at all, is missing."""
    traits = receiver.traits
    found = {
        "first_name": a_name(receiver.first_name or _first_of(traits, _FIRST)),
        "last_name": a_name(_first_of(traits, _LAST)),
        "name": a_name(receiver.name),
        "company": a_name(_first_of(traits, ("company", "company_name", "yritys"))),
        "email": receiver.email,
        "phone": receiver.phone,
        "language": receiver.language,
    }
    return {key: value for key, value in found.items() if value}


def trait_values(traits: Mapping[str, Any]) -> dict[str, object]:
    """`trait.…`: every trait, cleaned."""
    return {str(key): cleaned(value) for key, value in traits.items()}


def company_values(company: CompanySettings) -> dict[str, object]:
    """`company.…`: what polku.toml says of the company."""
    return {key: value for key, value in company.model_dump().items() if value}


def today(now: datetime, zone: str) -> date:
    """`today`: the receiver's date."""
    return now.astimezone(ZoneInfo(zone)).date()


def a_name(value: object) -> str | None:
    """The value when it can be a name; None when it is empty, too long, or an advertisement."""
    if not isinstance(value, str):
        return None
    text = " ".join(_UNSEEN.sub("", value).split())
    if not text or len(text) > _NAME_LENGTH or _ADDRESS.search(text):
        return None
    return text


def cleaned(value: Any, depth: int = 0) -> Any:
    """A value of the data as a template may have it: without unseen characters and template code."""
    if isinstance(value, str):
        if value.isascii() and value.isprintable() and "{" not in value:
            return value
        return _BRACES.sub(" ", _UNSEEN.sub("", value))
    if isinstance(value, Mapping):
        return {str(k): cleaned(v, depth + 1) for k, v in value.items()} if depth < 5 else {}
    if isinstance(value, (list, tuple)):
        return [cleaned(each, depth + 1) for each in value] if depth < 5 else []
    return value


def _first_of(traits: Mapping[str, Any], keys: tuple[str, ...]) -> object:
    return next((traits[key] for key in keys if traits.get(key)), None)
