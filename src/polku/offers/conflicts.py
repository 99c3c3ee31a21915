"""Where an offer would contradict what has been said already. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal

from polku.offers.model import Offer

Term = Literal["price", "terms", "acceptors"]

_NUMBER = r"\d{1,3}(?:[ .\u00a0\u202f]\d{3})+(?:,\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_SIGNS = {
    "EUR": "€|eur(?:oa|o|a)?\\b|eur\\b",
    "SEK": "kr\\b|sek\\b",
    "USD": "\\$|usd\\b",
    "GBP": "£|gbp\\b",
}


def changed_terms(before: Offer, after: Offer) -> tuple[Term, ...]:
    """What of the deal is another: the price, the terms, or who must accept. Other words are no other deal."""
    found: list[Term] = []
    if (before.price, before.currency) != (after.price, after.currency):
        found.append("price")
    if _words(before) != _words(after):
        found.append("terms")
    if [each.key for each in before.acceptors] != [each.key for each in after.acceptors]:
        found.append("acceptors")
    return tuple(found)


def same_thing(one: Offer, other: Offer) -> bool:
    """Whether both offer the same: by subject, else by where the next step leads."""
    if one.subject is not None and other.subject is not None:
        return one.subject == other.subject
    if one.next is not None and other.next is not None:
        return one.next.url == other.next.url
    return False


def overlap(one: Offer, other: Offer) -> bool:
    """Whether there is a day on which both are shown."""
    begins = max(one.valid_from or date.min, other.valid_from or date.min)
    ends = min(one.valid_until or date.max, other.valid_until or date.max)
    return begins <= ends


def contradicts(one: Offer, other: Offer) -> bool:
    """Two prices for one thing on one day."""
    return (
        same_thing(one, other)
        and overlap(one, other)
        and (one.price, one.currency) != (other.price, other.currency)
    )


def prices_in(text: str, currency: str) -> Iterator[tuple[str, Decimal]]:
    """The prices of a currency that a text names: as written, and what they are. "1 290,50 €", "€490"."""
    sign = _SIGNS.get(currency, f"{currency}\\b")
    number = _NUMBER
    pattern = (
        rf"(?<![\d.,])(?:(?P<after>{number})[ \u00a0\u202f]?(?:{sign})"
        rf"|(?:{sign})[ \u00a0]?(?P<before>{number}))"
    )
    for found in re.finditer(pattern, text, re.IGNORECASE):
        written = found["after"] or found["before"]
        yield found[0].strip(), _amount(written)


def _amount(written: str) -> Decimal:
    plain = re.sub(r"[ \u00a0\u202f]", "", written)
    if "," in plain:
        return Decimal(plain.replace(".", "").replace(",", "."))
    # a point before three digits parts thousands
    return Decimal(plain.replace(".", "") if re.search(r"\.\d{3}(\D|$)", plain) else plain)


def _words(offer: Offer) -> dict[str, str] | None:
    return offer.terms.both() if offer.terms else None
