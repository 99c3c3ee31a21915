"""What somebody who writes a message can put in it: variables with an example each, and own addresses."""

from __future__ import annotations

import re
from typing import Any

from polku.care.own_addresses import own_addresses, own_domains
from polku.care.workplace import Workplace
from polku.delivery.render.letter import is_mjml
from polku.delivery.render.markdown import Block, Html, as_mjml, blocks_of
from polku.delivery.render.protect import Protected
from polku.delivery.render.variables import KNOWN, OWN
from polku.errors import Language
from polku.segments.saved import segments_of

_TRAITS = """
SELECT key, count(*) AS people, min(value) FROM (SELECT key, value FROM traits ORDER BY at DESC LIMIT 20000)
GROUP BY key ORDER BY people DESC, key LIMIT 40"""
_OF_PERSON = frozenset(
    (
        *("first_name", "last_name", "firstName", "lastName", "name", "email", "phone", "company"),
        *("language", "locale", "address", "timezone", "username"),
    )
)


def writing(at: Workplace, language: Language) -> dict[str, Any]:
    """{"variables": [{"name", "example", "own"}], "segments": [{"key", "name"}], "addresses": […], "domains": […]}.
    `own`: may be missing of some people, so it needs a default."""
    saved = segments_of(at.control.definitions)
    return {
        "variables": [*_known(at, language), *_traits(at)],
        "segments": [{"key": key, "name": each.name.both()} for key, each in saved.items()],
        "addresses": own_addresses(at.control, at.settings),
        "domains": own_domains(at.settings),
    }


def _known(at: Workplace, language: Language) -> list[dict[str, Any]]:
    company = at.settings.company.model_dump()
    examples = _EXAMPLES[language]
    return [
        {
            "name": name,
            "example": str(company.get(leaf) or "")
            if root == "company"
            else examples.get(name, ""),
            "own": root in OWN,
        }
        for root, leaves in KNOWN.items()
        if leaves is not None and root != "zone"
        for leaf in leaves or ("",)
        for name in (f"{root}.{leaf}".rstrip("."),)
        if name != "person.segments"  # a set: asked whether it has one, never printed
    ]


def _traits(at: Workplace) -> list[dict[str, Any]]:
    """The traits that people have. Of those that are personal no value is shown."""
    personal = {*at.settings.privacy.personal_properties, *_OF_PERSON}
    with at.control.read() as connection:
        rows = connection.exec_driver_sql(_TRAITS).all()
    return [
        {"name": f"trait.{key}", "example": str(value).strip('"')[:40], "own": True}
        for key, _, value in rows
        if key not in personal and key.isidentifier()
    ]


def as_blocks(body: str) -> str:
    """A body in Markdown as MJML, its Liquid untouched; MJML comes back as it is."""
    if is_mjml(body) or not body.strip():
        return body
    protected = Protected(body)
    return protected.restore(
        as_mjml([part for each in blocks_of(protected) for part in _apart(each)])
    )


_HEADING = re.compile(r"(<h[1-4]>.*?</h[1-4]>)\n?", re.DOTALL)


def _apart(block: Block) -> list[Block]:
    """Headings out of a stretch of text: each is a block of its own."""
    if not isinstance(block, Html):
        return [block]
    return [Html(part) for part in _HEADING.split(block.html) if part.strip()]


_EXAMPLES: dict[Language, dict[str, str]] = {
    "fi": {
        "person.first_name": "Aino", "person.last_name": "Virtanen", "person.name": "Aino Virtanen",
        "person.email": "aino@esimerkki.fi", "person.phone": "+358 40 123 4567",
        "person.company": "Esimerkki Oy", "person.language": "fi", "offer.name": "Kevätpaketti",
        "offer.price": "49,90 €", "offer.currency": "EUR", "offer.terms": "Voimassa 14 päivää",
        "offer.expires": "5.12.2026", "offer.description": "Kaikki yhdessä", "programme.name": "Tervetuloa",
        "programme.stage": "lead", "today": "22.11.2026", "language": "fi", "history.stage": "customer",
        "history.orders": "2", "history.last_order": "1.11.2026", "history.days_since_order": "21",
    },
    "en": {
        "person.first_name": "Aino", "person.last_name": "Virtanen", "person.name": "Aino Virtanen",
        "person.email": "aino@example.com", "person.phone": "+358 40 123 4567",
        "person.company": "Example Ltd", "person.language": "en", "offer.name": "Spring pack",
        "offer.price": "€49.90", "offer.currency": "EUR", "offer.terms": "Valid for 14 days",
        "offer.expires": "5 December 2026", "offer.description": "All in one", "programme.name": "Welcome",
        "programme.stage": "lead", "today": "22 November 2026", "language": "en",
        "history.stage": "customer", "history.orders": "2", "history.last_order": "1 November 2026",
        "history.days_since_order": "21",
    },
}  # fmt: skip
