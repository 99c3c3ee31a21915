"""/p/preferences/<token>: what a person wants to get, and how; everything off in one press."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from polku.delivery.consenting import say
from polku.delivery.links import Preferences
from polku.delivery.policy.facts import is_zone
from polku.delivery.receipts import Receipt
from polku.errors import Language
from polku.http.public.grounds import Setting, purposes_of, settings_of
from polku.http.public.page import words
from polku.http.public.site import Somebody
from polku.http.public.submission import open_again
from polku.http.public.unsubscribe import purpose_name
from polku.http.public.visit import Visit
from polku.store.consents import ALL, Consent

SOURCE = "preferences"
ZONES = (
    "Europe/Helsinki", "Europe/Stockholm", "Europe/Oslo", "Europe/Copenhagen", "Europe/Tallinn",
    "Europe/Berlin", "Europe/London", "UTC", "America/New_York", "America/Chicago",
    "America/Los_Angeles", "Asia/Dubai", "Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo",
    "Australia/Sydney",
)  # fmt: skip


def answer(visit: Visit) -> Response:
    """Shows the settings; keeps the new ones."""
    site = visit.site
    link = site.links.read(Preferences, visit.key)
    person = site.somebody(link.person)
    language = visit.language(person.language)
    note = ""
    if visit.posted:
        t = words(language)
        all_off = visit.fields.get("do") == "all-off"
        note = t["preferences_off"] if all_off else t["preferences_saved"]
        if person.person and all_off:
            _all_off(visit, person)
        elif person.person:
            _save(visit, person, language)
        person = site.somebody(link.person)
    return _page(visit, person, language, note)


def _save(visit: Visit, person: Somebody, language: Language) -> None:
    """Each setting that was turned is a row of the ledger and an event; others stay as they are."""
    site = visit.site
    wanted = {value for name, value in visit.pairs if name == "on"}
    rows = []
    for setting in _settings(visit, person):
        on = setting.name in wanted
        if on == setting.on:
            continue
        version = _text_version(setting, language) if on else ""
        basis = "consent" if on else setting.basis or "consent"
        rows.append(
            Consent(
                person.person,
                setting.purpose,
                setting.channel,
                basis,
                on,
                SOURCE,
                visit.now,
                version,
            )
        )
        address = {"email": person.email, "sms": person.phone}.get(setting.channel)
        if on and address:
            open_again(visit.site, setting.channel, address)
    say(site.control, site.receipts, rows, withdrawal="Unsubscribed")
    _traits(visit, person)


def _traits(visit: Visit, person: Somebody) -> None:
    """Language and zone, when they were changed: as traits, and as the event that conditions see."""
    said: dict[str, Any] = {}
    language, zone = visit.fields.get("language", ""), visit.fields.get("timezone", "")
    if language in ("fi", "en") and language != person.language:
        said["language"] = language
    if zone != person.zone and is_zone(zone):
        said["timezone"] = zone
    if not said:
        return
    number = f"preferences:{person.person}:{visit.now.timestamp():.6f}"
    receipt = Receipt(person.person, "Identified", visit.now, said, number, traits=said)
    visit.site.control.traits.set(person.person, said, visit.now)  # the page shows it at once
    visit.site.receipts.tell_all([receipt])


def _all_off(visit: Visit, person: Somebody) -> None:
    """No marketing on any channel, under whatever id the address comes back."""
    site = visit.site
    row = Consent(person.person, ALL, ALL, "consent", False, SOURCE, visit.now)
    say(site.control, site.receipts, [row], withdrawal="Unsubscribed")
    for channel, address in (("email", person.email), ("sms", person.phone)):
        if address:
            site.control.suppressions.add(channel, address, "unsubscribed")


def _settings(visit: Visit, person: Somebody) -> list[Setting]:
    return settings_of(visit.site, person, visit.now)


def _text_version(setting: Setting, language: Language) -> str:
    """Which words stood beside the box: the page's own, in this language."""
    return f"preferences:{language}:{setting.name}"


def _page(visit: Visit, person: Somebody, language: Language, note: str) -> Response:
    t = words(language)
    settings = _settings(visit, person)
    zones = sorted({*ZONES, person.zone}, key=lambda zone: (zone != person.zone, zone))
    return visit.page(
        "preferences",
        language,
        title=t["preferences_title"],
        inert=not person.person,
        note=note,
        address=person.email or "",
        purposes=[
            {
                "name": purpose_name(purpose, language),
                "settings": [
                    _shown(visit, each, person, language)
                    for each in settings
                    if each.purpose == purpose
                ],
            }
            for purpose in purposes_of(settings)
        ],
        own_language=person.language or visit.site.settings.workspace.language,
        own_zone=person.zone,
        zones=[zone for zone in zones if is_zone(zone)],
    )


def _shown(visit: Visit, each: Setting, person: Somebody, language: Language) -> dict[str, Any]:
    t = words(language)
    key = "withdrawn" if each.withdrawn else each.basis if each.on else "none"
    basis = t[f"basis_{key or 'none'}"]
    if each.at is not None:
        basis = basis.replace("{date}", visit.date(each.at, person.zone, language))
    return {
        "name": each.name,
        "channel": t[f"channel_{each.channel}"].capitalize(),
        "on": each.on,
        "basis": basis,
    }
