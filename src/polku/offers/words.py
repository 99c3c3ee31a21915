"""What changed between two versions of an offer, in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from polku.offers.model import Offer

_NAMES = {
    "subject": ("Kohde", "Subject"),
    "currency": ("Valuutta", "Currency"),
    "valid_days": ("Voimassa päiviä näyttämisestä", "Days valid from being shown"),
    "valid_from": ("Alkaa", "Begins"),
    "valid_until": ("Päättyy", "Ends"),
}
_TEXTS = {
    "name": ("Nimi muuttui.", "The name changed."),
    "text": ("Kuvaus muuttui.", "The description changed."),
    "terms": ("Ehdot muuttuivat.", "The terms changed."),
}


def differences(before: Offer, after: Offer) -> list[dict[str, str]]:
    """Each difference in both languages, the price first."""
    found = []
    if (before.price, before.currency) != (after.price, after.currency):
        found.append(_pair("Hinta", "Price", _price(before), _price(after)))
    for field, (fi, en) in _TEXTS.items():
        one, other = getattr(before, field), getattr(after, field)
        if (one.both() if one else None) != (other.both() if other else None):
            found.append({"fi": fi, "en": en})
    for field, (fi, en) in _NAMES.items():
        if field != "currency" and getattr(before, field) != getattr(after, field):
            found.append(_pair(fi, en, _said(getattr(before, field)), _said(getattr(after, field))))
    if before.acceptors != after.acceptors:
        one, other = (
            [
                ", ".join(each.name.both()[language] for each in side.acceptors)
                for side in (before, after)
            ]
            for language in ("fi", "en")
        )
        found.append(
            {
                "fi": f"Hyväksyjät: {one[0]} → {one[1]}.",
                "en": f"Acceptors: {other[0]} → {other[1]}.",
            }
        )
    if before.next != after.next:
        found.append({"fi": "Seuraava askel muuttui.", "en": "The next step changed."})
    return found


def _pair(fi: str, en: str, before: dict[str, str], after: dict[str, str]) -> dict[str, str]:
    return {
        "fi": f"{fi}: {before['fi']} → {after['fi']}.",
        "en": f"{en}: {before['en']} → {after['en']}.",
    }


def _price(offer: Offer) -> dict[str, str]:
    written = f"{offer.price:f}".removesuffix(".00") if isinstance(offer.price, Decimal) else ""
    sign = "€" if offer.currency == "EUR" else offer.currency
    return {"fi": f"{written.replace('.', ',')} {sign}", "en": f"{written} {offer.currency}"}


def _said(value: Any) -> dict[str, str]:
    if value is None:
        return {"fi": "ei asetettu", "en": "not set"}
    if hasattr(value, "isoformat"):
        return {"fi": f"{value.day}.{value.month}.{value.year}", "en": value.isoformat()}
    return {"fi": str(value), "en": str(value)}
