"""/p/exit/<token>: why somebody leaves; the door stays open."""

from __future__ import annotations

from starlette.responses import Response

from polku.delivery.links import Exit
from polku.http.public.once import new_once, read_once
from polku.http.public.page import words
from polku.http.public.visit import Visit

REASONS = ("price", "need", "other", "service", "hard", "break", "else")
TEXT_LONGEST = 2000


def answer(visit: Visit) -> Response:
    """Asks for the reason; tells `Exit Reason Given`."""
    site = visit.site
    link = site.links.read(Exit, visit.key)
    person = site.somebody(link.person)
    language = visit.language(person.language)
    t = words(language)
    fault = ""
    if visit.posted:
        reason = visit.fields.get("reason", "")
        text = visit.fields.get("text", "").replace("\0", "").strip()[:TEXT_LONGEST]
        if reason in REASONS or text:
            if person.person:
                _tell(visit, link, reason if reason in REASONS else "else", text)
            return visit.message(language, t["exit_thanks"], t["exit_thanks_text"])
        fault = t["exit_missing"]
    return visit.page(
        "exit",
        language,
        title=t["exit_title"],
        status=422 if fault else 200,
        inert=not person.person,
        fault=fault,
        reasons=[{"key": key, "name": t[f"exit_{key}"]} for key in REASONS],
        once=new_once(),
    )


def _tell(visit: Visit, link: Exit, reason: str, text: str) -> None:
    site = visit.site
    properties = {
        "reason": reason,
        "has_text": bool(text),
        "stage": site.stage_of(site.person_of(link.person)),
        **({"programme": link.programme} if link.programme else {}),
        **({"message": str(link.message)} if link.message else {}),
    }
    once = read_once(visit.fields.get("once", ""))
    site.receipts.tell(
        link.person,
        "Exit Reason Given",
        visit.now,
        properties,
        f"exit:{link.person}:{once}",
        traits={"exit_words": text} if text else None,
    )
