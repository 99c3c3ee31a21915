"""/p/form/<key>: the form, and what comes of sending it.

Nobody is who they say they are before they have answered from their e-mail: until then a submission
belongs to the visitor's own anonymous id, or to one made for it, and never to a known person.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from zoneinfo import ZoneInfo

from starlette.responses import Response

from polku.errors import Language, NotFound, Problem, StoreError
from polku.forms.answers import LONGEST, LONGEST_OTHER, Answers, read_answers
from polku.forms.load import load_form
from polku.forms.model import Form
from polku.forms.origin import origin
from polku.http.public.page import paragraphs, words
from polku.http.public.referral import read_referral
from polku.http.public.submission import Submission, keep
from polku.http.public.thanks import thanks
from polku.http.public.tickets import Ticket
from polku.http.public.visit import Visit
from polku.store.definitions import Definitions

TYPES = {"email": ("email", "email"), "phone": ("tel", "tel")}
AUTOCOMPLETE = {
    "first_name": "given-name",
    "last_name": "family-name",
    "company": "organization",
}
VISITOR_LONGEST = 100


def published(definitions: Definitions, key: str) -> Form:
    """The form as it was published last. Raises NotFound (`care.unknown`)."""
    versions = definitions.versions("form", key)
    if not versions:
        raise NotFound(Problem("care.unknown", f"form {key}", {"kind": "form", "key": key}))
    return load_form(versions[0].body, where=f"form {key}")


def answer(visit: Visit) -> Response:
    """Shows the form; takes a submission."""
    definitions = visit.site.control.definitions
    form = published(definitions, visit.key)
    language = visit.language(form.language)
    if definitions.get("form", form.key).state == "closed":
        return visit.gone(language=language)
    if not visit.posted:
        _count(visit, form)
        return _page(visit, form, language)
    return _take(visit, form, language)


def _count(visit: Visit, form: Form) -> None:
    """One more opening: a number, and nothing of whose it was. The page is shown whatever becomes of it."""
    machine = visit.by_machine or visit.request.method != "GET"  # HEAD: a checker of links
    if machine or not visit.site.limits.openings.allows(visit.address):
        return
    control = visit.site.control
    zone = ZoneInfo(visit.site.settings.workspace.timezone)
    version = control.definitions.versions("form", form.key)[0].version
    with suppress(StoreError):
        control.form_openings.count(form.key, version, visit.now.astimezone(zone).date())


def _take(visit: Visit, form: Form, language: Language) -> Response:
    fields = visit.fields
    answers = read_answers(form, fields)
    if fields.get("website"):  # only a machine sees that field: it is told what it wants to hear
        return sent(visit, form, language, answers.values.get("email", ""))
    ticket = visit.site.tickets.read(f"form:{form.key}", fields.get("ticket", ""), visit.now)
    if ticket is None or not answers.good or ticket.too_old or ticket.too_young:
        return _again(visit, form, language, answers, ticket)
    limits = visit.site.limits
    if not (limits.posts.allows(visit.address) and limits.tickets.allows(ticket.number)):
        return visit.slow_down(language)
    request = visit.request
    referral = read_referral(visit, fields.get("ref", ""))
    submission = Submission(
        form=form,
        values=answers.values,
        consent=answers.consent,
        language=language,
        at=visit.now,
        ticket=ticket.number,
        # who came by a friend's link and has no other id is known by that visit
        visitor=_visitor(fields.get("visitor", "")) or (referral and referral.visitor) or None,
        referral=referral,
        origin=origin(request.query_params),
        links=visit.site.links_from(request.headers.get("host", ""), request.url.scheme),
    )
    identity = keep(visit.site, submission)
    if form.double_opt_in:
        return sent(visit, form, language, answers.values["email"])
    return thanks(visit, form, language, identity, frames=frames(form))


def _again(
    visit: Visit, form: Form, language: Language, answers: Answers, ticket: Ticket | None
) -> Response:
    """The form once more, with what was written in it, and what to do."""
    t = words(language)
    if ticket is None or ticket.too_old:
        return _page(visit, form, language, answers, note=t["form_old"])
    # the same ticket: a person whose browser fills in fast is slow enough the next time
    note = t["form_again"] if answers.good else ""
    return _page(visit, form, language, answers, note=note, ticket=visit.fields["ticket"])


def sent(visit: Visit, form: Form, language: Language, email: str) -> Response:
    """What is said of every submission that waits for its confirmation, also of a machine's."""
    t = words(language)
    text = t["sent_text"].replace("{email}", email)
    return visit.message(
        language, t["sent_title"], text, quiet=t["sent_quiet"], frames=frames(form)
    )


def frames(form: Form) -> tuple[str, ...]:
    """The sites that may show the form in a frame of theirs."""
    # the scheme and host only: what follows in the address is no part of the policy
    return tuple("/".join(str(url).split("/")[:3]) for url in form.embed)


def _page(
    visit: Visit,
    form: Form,
    language: Language,
    answers: Answers | None = None,
    *,
    note: str = "",
    ticket: str | None = None,
) -> Response:
    values = form_values(
        form,
        language,
        answers,
        note=note,
        ticket=ticket or visit.site.tickets.give(f"form:{form.key}", visit.now),
        ref=visit.fields.get("ref", "") or visit.asked("ref"),
    )
    status = 422 if values["faults"] else 200
    title = form.title.in_(language)
    return visit.page("form", language, title=title, status=status, frames=frames(form), **values)


def form_values(
    form: Form, language: Language, answers: Answers | None, *, note: str, ticket: str, ref: str
) -> dict[str, Any]:
    """What the template of the page says."""
    t = words(language)
    fields = [_field(each, language, answers) for each in form.asked()]
    faults = [
        {"field": name, "label": _label(name, fields, t), "words": t[f"fault_{fault}"]}
        for name, fault in (answers.faults.items() if answers else ())
    ]
    return {
        "text": paragraphs(form.text.in_(language)) if form.text else [],
        "note": "" if faults else note,
        "faults": faults,
        "fields": fields,
        "consent": _consent(form, language, answers),
        "ticket": ticket,
        "ref": ref,
        "button": form.button.in_(language) if form.button else t["form_button"],
    }


def _field(asked: Any, language: Language, answers: Answers | None) -> dict[str, Any]:
    name, t = asked.field, words(language)
    kind, complete = TYPES.get(name, ("text", AUTOCOMPLETE.get(name, "off")))
    fault = answers.faults.get(name) if answers else None
    return {
        "name": name,
        "label": asked.label.in_(language) if asked.label else t[f"field_{name}"],
        "needed": asked.required,
        "type": kind,
        "autocomplete": complete,
        "longest": LONGEST.get(name, LONGEST_OTHER),
        "value": answers.values.get(name, "") if answers else "",
        "fault": t[f"fault_{fault}"] if fault else "",
    }


def _consent(form: Form, language: Language, answers: Answers | None) -> dict[str, Any] | None:
    if form.consent is None:
        return None
    t = words(language)
    return {
        "text": form.consent.text.in_(language),
        "needed": form.consent.required,
        "ticked": answers.consent if answers else False,
        "fault": t["fault_consent"] if answers and "consent" in answers.faults else "",
    }


def _label(name: str, fields: list[dict[str, Any]], t: Any) -> str:
    labels = {each["name"]: str(each["label"]) for each in fields}
    return labels.get(name, str(t["consent_label"]))


def _visitor(said: str) -> str | None:
    """The anonymous id of polku.js, when the browser let us have it."""
    said = said.strip()
    plain = said.isprintable() and " " not in said
    return said if plain and 0 < len(said) <= VISITOR_LONGEST else None
