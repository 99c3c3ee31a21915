"""/p/offer/<token>: the offer exactly as it was shown, and each party's yes or no."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from polku.delivery.links import Offer as OfferLink
from polku.delivery.receipts import Receipt
from polku.errors import Language, NotFound, Problem
from polku.http.public.page import paragraphs, words
from polku.http.public.site import Somebody
from polku.http.public.visit import Visit
from polku.offers.model import Offer
from polku.store.offers import Shown

NAME_LONGEST = 200


def answer(visit: Visit) -> Response:
    """Shows the frozen version; takes the answer of the party whose link it is."""
    site = visit.site
    link = site.links.read(OfferLink, visit.key)
    person = site.somebody(link.person)
    language = visit.language(person.language)
    if not person.person:
        return _preview(visit, link, language)
    shown = site.control.offers.get(link.shown)
    offer = site.control.offers.version(shown.offer, shown.version)
    party = link.party or (offer.acceptors[0].key if len(offer.acceptors) == 1 else "")
    if party and party not in {each.key for each in offer.acceptors}:
        raise NotFound(Problem("link.unknown", "offer"))
    expired = shown.expires is not None and visit.now >= shown.expires
    note = fault = ""
    if visit.posted and party and not expired:
        note, fault = _take(visit, link, shown, offer, party, language)
    elif not visit.posted and party and not visit.by_machine:
        _seen(visit, link, shown, party)
    return _page(visit, link, person, shown, offer, party, language, note=note, fault=fault)


def _take(
    visit: Visit, link: OfferLink, shown: Shown, offer: Offer, party: str, language: Language
) -> tuple[str, str]:
    """A note of what was done, or what is wrong with the name."""
    t, site = words(language), visit.site
    accepts = visit.fields.get("answer") == "accept"
    declines = visit.fields.get("answer") == "decline"
    name = " ".join(visit.fields.get("name", "").replace("\0", "").split())[:NAME_LONGEST]
    if accepts and not name:
        return "", t["offer_name_missing"]
    if not accepts and not declines:
        return "", ""
    if site.control.offers.answer(shown.id, party, name, visit.now, accepts):
        event = "Offer Accepted" if accepts else "Offer Declined"
        receipts = [_receipt(visit, link, shown, event, party, f"{party}:{event}")]
        if accepts and _all(site.control.offers.answers(shown.id), offer):
            receipts.append(_receipt(visit, link, shown, "Offer Accepted By All", None, "all"))
        site.receipts.tell_all(receipts)
    said = site.control.offers.answers(shown.id)
    if _all(said, offer) and len(offer.acceptors) > 1:
        return t["offer_all"], ""
    return (t["offer_accepted"] if said[party].accepted else t["offer_declined"]), ""


def _all(answers: Any, offer: Offer) -> bool:
    return all(
        (said := answers.get(each.key)) is not None and said.accepted for each in offer.acceptors
    )


def _seen(visit: Visit, link: OfferLink, shown: Shown, party: str) -> None:
    # a number for each version and party: who opens the page again has seen it already
    receipt = _receipt(visit, link, shown, "Offer Shown", party, f"{party}:seen")
    visit.site.receipts.tell_all([receipt])


def _receipt(
    visit: Visit, link: OfferLink, shown: Shown, event: str, party: str | None, number: str
) -> Receipt:
    offer = visit.site.control.offers.version(shown.offer, shown.version)
    properties = {
        "offer": shown.offer,
        "version": shown.version,
        "price": float(offer.price),
        "currency": offer.currency,
        "shown": str(shown.id),
        **({"party": party} if party else {}),
        **({"message": str(link.message)} if link.message else {}),
    }
    return Receipt(link.person, event, visit.now, properties, f"offer:{shown.id}:{number}")


def _page(
    visit: Visit,
    link: OfferLink,
    person: Somebody,
    shown: Shown,
    offer: Offer,
    party: str,
    language: Language,
    *,
    note: str,
    fault: str,
) -> Response:
    t, site = words(language), visit.site
    said = site.control.offers.answers(shown.id)
    expired = shown.expires is not None and visit.now >= shown.expires
    until = ""
    if shown.expires is not None and not expired:
        until = t["offer_expires"].replace(
            "{date}", visit.date(shown.expires, person.zone, language)
        )
    mine = said.get(party)
    name = next((each.name.in_(language) for each in offer.acceptors if each.key == party), "")
    parties = [
        {
            "name": each.name.in_(language),
            "state": _state(visit, said.get(each.key), person, language),
        }
        for each in offer.acceptors
    ]
    # Who has a link of their own passes the others theirs: the message goes to one person only.
    choose = [
        {"name": each.name.in_(language), "url": f"../offer/{_token(visit, link, each.key)}"}
        for each in offer.acceptors
        if not expired and each.key != party and each.key not in said
    ]
    accepted = mine is not None and mine.accepted
    return visit.page(
        "offer",
        language,
        title=offer.name.in_(language),
        status=422 if fault else 200,
        note=note or (t["offer_expired"] if expired else t["offer_accepted"] if accepted else ""),
        parties=parties,
        choose=choose,
        choose_title=t["offer_pass_on" if party else "offer_who"],
        open=bool(party) and not expired and not accepted,
        as_party=t["offer_as"].replace("{name}", name) if len(offer.acceptors) > 1 else "",
        fault=fault,
        name="",
        expires=until,
        next_url=offer.next.url if offer.next and accepted else "",
        next_label=offer.next.text.in_(language) if offer.next else "",
        frozen=t["offer_frozen"].replace("{version}", str(shown.version)),
        **offer_values(offer, language),
    )


def offer_values(offer: Offer, language: Language) -> dict[str, Any]:
    """What the offer itself says, for the template of the page."""
    return {
        "text": paragraphs(offer.text.in_(language)) if offer.text else [],
        "terms": paragraphs(offer.terms.in_(language)) if offer.terms else [],
        "price": price(offer, language),
    }


def price(offer: Offer, language: Language) -> str:
    """The price as it is written: "490,00 €", "€490.00"."""
    from babel.numbers import format_currency

    locale = "fi_FI" if language == "fi" else "en_GB"
    return str(format_currency(offer.price, offer.currency, locale=locale))


def _state(visit: Visit, said: Any, person: Somebody, language: Language) -> str:
    t = words(language)
    if said is None:
        return t["offer_waiting"]
    word = t["offer_yes"] if said.accepted else t["offer_no"]
    return word.replace("{date}", visit.date(said.at, person.zone, language))


def _token(visit: Visit, link: OfferLink, party: str) -> str:
    return visit.site.links.token(
        OfferLink(
            person=link.person,
            shown=link.shown,
            party=party,
            offer=link.offer,
            message=link.message,
        )
    )


def _preview(visit: Visit, link: OfferLink, language: Language) -> Response:
    """The newest version, of which nothing comes."""
    version, offer = visit.site.control.offers.latest(link.offer)
    t = words(language)
    return visit.page(
        "offer",
        language,
        title=offer.name.in_(language),
        inert=True,
        note="",
        parties=[],
        choose=[],
        choose_title="",
        open=False,
        as_party="",
        fault="",
        name="",
        expires="",
        next_url="",
        next_label="",
        frozen=t["offer_frozen"].replace("{version}", str(version)),
        **offer_values(offer, language),
    )
