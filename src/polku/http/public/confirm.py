"""/p/confirm/<token>: the second half of a double opt-in.

Opening the link changes nothing, for machines open links too. The page sends itself when a person
looks at it (page.js), and has a button for when it does not.
"""

from __future__ import annotations

from starlette.responses import Response

from polku.delivery.links import Confirm
from polku.delivery.receipts import Receipt
from polku.errors import NotFound, Problem
from polku.http.public.form import published
from polku.http.public.owner import Owner, owner
from polku.http.public.page import words
from polku.http.public.referral import referral_made
from polku.http.public.submission import about, record_consent
from polku.http.public.thanks import thanks
from polku.http.public.visit import Visit


def answer(visit: Visit) -> Response:
    """Asks for a press; believes it."""
    site = visit.site
    link = site.links.read(Confirm, visit.key, visit.now)
    form = published(site.control.definitions, link.form)
    somebody = site.somebody(link.person)
    language = visit.language(somebody.language or form.language)
    t = words(language)
    if not visit.posted:
        return visit.page(
            "press",
            language,
            itself=not visit.by_machine,
            title=t["confirm_title"],
            inert=not link.person,
            text=[t["confirm_text"]],
            button=t["confirm_button"],
            score="",
            once="",
        )
    if not link.person:  # a preview
        return thanks(visit, form, language, 0)
    found = owner(site.control, link.person)
    if found is None:  # erased meanwhile
        raise NotFound(Problem("link.unknown", "confirm"))
    # the consent first: a programme that begins with the confirmation asks for it at that moment
    record_consent(site, form, link.person, link.submission, link.text_version, visit.now)
    # read before they are one with the owner of the address, who may be somebody else by number
    referrer = site.control.traits.of(somebody.person).get("referred_by")
    _believe(visit, link, found)
    if isinstance(referrer, str) and referrer.isdigit():
        referral_made(site, int(referrer), found.user, form.key, visit.now)
    return thanks(visit, form, language, link.person)


def _believe(visit: Visit, link: Confirm, found: Owner) -> None:
    """The address is theirs: from now on the submission is that person's."""
    site = visit.site
    form = published(site.control.definitions, link.form)
    receipt = Receipt(
        ("user", found.user),
        "Form Confirmed",
        visit.now,
        {**about(form), "double_opt_in": True, "consent": bool(link.text_version)},
        f"form:{link.submission}:confirmed",
        anonymous=found.anonymous,
    )
    site.receipts.tell_all([receipt])
