"""The thank-you page of a form: the file that was promised, and the next step."""

from __future__ import annotations

from datetime import timedelta

from starlette.responses import Response

from polku.delivery.links import File, Preferences
from polku.errors import Language
from polku.forms.model import Form
from polku.http.public.page import paragraphs, words
from polku.http.public.visit import Visit

FILE_DAYS = 30


def thanks(
    visit: Visit,
    form: Form,
    language: Language,
    identity: int,
    *,
    frames: tuple[str, ...] = (),
) -> Response:
    """Said when the submission is believed. `identity` 0: a preview."""
    t, said, links = words(language), form.thank_you, visit.site.links
    file = ""
    if form.asset is not None:
        until = visit.now + timedelta(days=FILE_DAYS)
        name = form.asset.file or ""
        link = File(person=identity, form=form.key, file=name, expires=round(until.timestamp()))
        file = f"../file/{links.token(link)}"
    named = form.asset.name if form.asset else None
    return visit.message(
        language,
        said.title.in_(language) if said.title else t["thanks_title"],
        *(paragraphs(said.text.in_(language)) if said.text else [t["thanks_text"]]),
        file=file,
        file_label=named.in_(language) if named else t["file_label"],
        next_url=said.next.url if said.next else "",
        next_label=said.next.text.in_(language) if said.next else "",
        frames=frames,
        inert=not identity,
        settings=f"../preferences/{links.token(Preferences(person=identity))}",
    )
