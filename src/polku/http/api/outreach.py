"""Lead-magnet forms and offers: drafts, versions, closing."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from polku.http.auth import asker, needs
from polku.http.desk import Asked, AtDesk
from polku.http.shapes.outreach import FormRow, OfferRow, PublishOutreach, SaveOutreach
from polku.store.users import User

router = APIRouter()
Editor = Annotated[User, asker("editor")]


@router.get("/forms", dependencies=[needs("viewer")])
def forms(desk: AtDesk, language: Asked) -> list[FormRow]:
    """All forms by key."""
    found = desk.workspace.outreach.all("form", language=language)
    return [FormRow.model_validate(each) for each in found]


@router.get("/forms/{key}", dependencies=[needs("viewer")])
def form(desk: AtDesk, key: str, language: Asked) -> FormRow:
    """One form."""
    return FormRow.model_validate(desk.workspace.outreach.one("form", key, language=language))


@router.put("/forms/{key}")
def save_form(desk: AtDesk, key: str, saved: SaveOutreach, who: Editor, language: Asked) -> FormRow:
    """Keep the draft. 422 with every problem, 409 when somebody saved in between."""
    row = desk.workspace.outreach.save(
        "form", key, saved.body, edition=saved.edition, who=who.name, language=language
    )
    return FormRow.model_validate(row)


@router.post("/forms/{key}/publish")
def publish_form(
    desk: AtDesk, key: str, asked: PublishOutreach, who: Editor, language: Asked
) -> FormRow:
    """Show the draft from now on."""
    row = desk.workspace.outreach.publish(
        "form", key, who=who.name, note=asked.note, language=language
    )
    return FormRow.model_validate(row)


@router.post("/forms/{key}/close")
def close_form(desk: AtDesk, key: str, who: Editor, language: Asked) -> FormRow:
    """Take the page down; links in messages that were sent go on working."""
    row = desk.workspace.outreach.close("form", key, who=who.name, language=language)
    return FormRow.model_validate(row)


@router.get("/offers", dependencies=[needs("viewer")])
def offers(desk: AtDesk, language: Asked) -> list[OfferRow]:
    """All offers by key, with their versions and how many were shown each."""
    found = desk.workspace.outreach.all("offer", language=language)
    return [OfferRow.model_validate(each) for each in found]


@router.get("/offers/{key}", dependencies=[needs("viewer")])
def offer(desk: AtDesk, key: str, language: Asked) -> OfferRow:
    """One offer."""
    return OfferRow.model_validate(desk.workspace.outreach.one("offer", key, language=language))


@router.put("/offers/{key}")
def save_offer(
    desk: AtDesk, key: str, saved: SaveOutreach, who: Editor, language: Asked
) -> OfferRow:
    """Keep the draft. 422 with every problem, 409 when somebody saved in between."""
    row = desk.workspace.outreach.save(
        "offer", key, saved.body, edition=saved.edition, who=who.name, language=language
    )
    return OfferRow.model_validate(row)


@router.post("/offers/{key}/publish")
def publish_offer(
    desk: AtDesk, key: str, asked: PublishOutreach, who: Editor, language: Asked
) -> OfferRow:
    """The next version; who was shown an earlier one keeps it until it expires."""
    row = desk.workspace.outreach.publish(
        "offer", key, who=who.name, note=asked.note, language=language
    )
    return OfferRow.model_validate(row)


@router.post("/offers/{key}/close")
def close_offer(desk: AtDesk, key: str, who: Editor, language: Asked) -> OfferRow:
    """Show it to nobody new."""
    row = desk.workspace.outreach.close("offer", key, who=who.name, language=language)
    return OfferRow.model_validate(row)
