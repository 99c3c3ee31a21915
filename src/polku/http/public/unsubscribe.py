"""/p/unsubscribe/<token>: one press, or one POST of a mail program (RFC 8058), stops the messages.

A GET changes nothing: mail scanners follow links. A POST needs no cookie, no header and no second
question; doing it twice is doing it once.
"""

from __future__ import annotations

from starlette.responses import PlainTextResponse, Response

from polku.delivery.consenting import say
from polku.delivery.links import Preferences, Unsubscribe
from polku.errors import Language
from polku.http.public.page import words
from polku.http.public.visit import Visit
from polku.store.consents import Consent

ONE_CLICK = b"One-Click"


def answer(visit: Visit) -> Response:
    """Shows the button; stops the messages."""
    link = visit.site.links.read(Unsubscribe, visit.key)
    person = visit.site.somebody(link.person)
    language = visit.language(person.language)
    live = bool(person.person and link.message)
    if visit.posted:
        if live:
            stop(visit, link)
        if ONE_CLICK in visit.body:  # urlencoded or multipart: both are allowed
            return PlainTextResponse("OK\n")
    t = words(language)
    values = {
        "{purpose}": purpose_name(link.purpose, language),
        "{channel}": t.get(f"channel_{link.channel}", link.channel),
    }
    text = t["unsubscribed_text" if visit.posted else "unsubscribe_text"]
    for name, value in values.items():
        text = text.replace(name, value)
    token = visit.site.links.token(Preferences(person=link.person, message=link.message))
    settings = f"../preferences/{token}"
    if visit.posted:
        return visit.message(
            language, t["unsubscribed_title"], text, settings=settings, inert=not live
        )
    return visit.page(
        "unsubscribe",
        language,
        title=t["unsubscribe_title"],
        inert=not live,
        text=text,
        settings=settings,
    )


def stop(visit: Visit, link: Unsubscribe) -> None:
    """Into the ledger, with the event `Unsubscribed`; nothing when it is so already."""
    site = visit.site
    person = site.person_of(link.person)
    before = site.control.consents.state([person], link.purpose, link.channel).get(person)
    if before is not None and not before.given:
        return
    found = site.control.deliveries.find([link.message]).get(link.message)
    details = {"message": str(link.message)}
    if found is not None:
        details |= {"programme": found.programme, "intent": found.intent, "node": found.node}
    row = Consent(
        link.person,
        link.purpose,
        link.channel,
        before.basis if before is not None else "consent",
        False,
        "unsubscribe",
        visit.now,
        details=details,
    )
    say(site.control, site.receipts, [row], withdrawal="Unsubscribed")


def purpose_name(purpose: str, language: Language) -> str:
    """What a purpose is called; a team's own purpose is called by its key."""
    plain = purpose.replace("-", " ").replace("_", " ")
    return words(language).get(f"purpose_{purpose}", plain[:1].upper() + plain[1:])
