"""Lead-magnet forms and offers: drafts, versions, closing, and what both share."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from polku.care.outreach_rows import Kind
from polku.http.auth import asker, needs
from polku.http.desk import Asked, AtDesk
from polku.http.shapes.outreach import (
    BeginOutreach,
    FormRow,
    OfferRow,
    PublishOutreach,
    Ready,
    SaveOutreach,
)
from polku.store.users import User

Editor = Annotated[User, asker("editor")]


def _router(kind: Kind, row: type[FormRow] | type[OfferRow]) -> APIRouter:
    """The same routes for both: they differ in what a row tells."""
    router = APIRouter(prefix=f"/{kind}s")

    @router.get("", dependencies=[needs("viewer")], name=f"{kind}s", response_model=list[row])  # type: ignore[valid-type]
    def every(desk: AtDesk, language: Asked) -> object:
        """All of them by key."""
        return desk.workspace.outreach.all(kind, language=language)

    @router.get("/ready", dependencies=[needs("viewer")], name=f"ready_{kind}s")
    def ready(desk: AtDesk) -> list[Ready]:
        """Ready ones to begin from."""
        return [Ready.model_validate(each) for each in desk.workspace.outreach.ready(kind)]

    @router.post("", name=f"begin_{kind}", response_model=row)
    def begin(desk: AtDesk, asked: BeginOutreach, who: Editor, language: Asked) -> object:
        """Begin a draft from a ready one. 409 when the key is taken."""
        return desk.workspace.outreach.begin(
            kind, asked.template, asked.key, who=who.name, language=language, words=asked.words
        )

    @router.get("/{key}", dependencies=[needs("viewer")], name=kind, response_model=row)
    def one(desk: AtDesk, key: str, language: Asked) -> object:
        """One, with its draft, its problems and what came of it."""
        return desk.workspace.outreach.one(kind, key, language=language)

    @router.put("/{key}", name=f"save_{kind}", response_model=row)
    def save(desk: AtDesk, key: str, saved: SaveOutreach, who: Editor, language: Asked) -> object:
        """Keep the draft, right or wrong: `problems` tell what is wrong. 409 when somebody saved in between."""
        return desk.workspace.outreach.save(
            kind, key, saved.body, edition=saved.edition, who=who.name, language=language
        )

    @router.delete("/{key}", status_code=204, name=f"delete_{kind}")
    def delete(desk: AtDesk, key: str, who: Editor) -> None:
        """Take a draft away that was never published."""
        desk.workspace.outreach.delete(kind, key, who=who.name)

    @router.post("/{key}/publish", name=f"publish_{kind}", response_model=row)
    def publish(
        desk: AtDesk, key: str, asked: PublishOutreach, who: Editor, language: Asked
    ) -> object:
        """Show the draft from now on; who was shown an earlier version of an offer keeps it until it expires.
        422 with what stands in the way: also when other terms still hold for somebody and `as_new` is not said."""
        return desk.workspace.outreach.publish(
            kind, key, who=who.name, note=asked.note, language=language, as_new=asked.as_new
        )

    @router.post("/{key}/close", name=f"close_{kind}", response_model=row)
    def close(desk: AtDesk, key: str, who: Editor, language: Asked) -> object:
        """Show it to nobody new; links in messages that were sent go on working."""
        return desk.workspace.outreach.close(kind, key, who=who.name, language=language)

    return router


forms, offers = _router("form", FormRow), _router("offer", OfferRow)
