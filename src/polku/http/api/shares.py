"""Read-only links of the map: made, listed, revoked."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.status import HTTP_201_CREATED

from polku.errors import Problem, RequestRefused
from polku.http.auth import asker, needs
from polku.http.desk import AtDesk
from polku.http.shapes.shares import NewShare, SharedMap
from polku.store.shares import Share
from polku.store.users import User
from polku.studio.place import get

router = APIRouter()
Editor = Annotated[User, asker("editor")]
KINDS = ("map", "live-map")


@router.get("/shares", dependencies=[needs("editor")])
def shares(desk: AtDesk, journey: str | None = None) -> list[SharedMap]:
    """The links of a journey's map, or of all, the newest first; revoked ones too."""
    found = desk.workspace.control.shares.all(target=journey)
    return [_body(desk, each) for each in found if each.kind in KINDS]


@router.post("/shares", status_code=HTTP_201_CREATED)
def share(desk: AtDesk, new: NewShare, who: Editor) -> SharedMap:
    """A link that anybody can read the map by, until it expires or is revoked."""
    if new.expires is not None and new.expires <= desk.now():
        raise RequestRefused(Problem("team.bad-time", "expires"), 422)
    key = get(desk.workspace.studio.at, new.journey).key
    made = desk.workspace.control.shares.make(
        "live-map" if new.live else "map", key, who=who.name, name=new.name, expires=new.expires
    )
    details = {"journey": key, "live": new.live}
    desk.workspace.control.audit.record(who.name, "shares.make", details)
    return _body(desk, made)


@router.delete("/shares/{token}")
def revoke(desk: AtDesk, token: str, who: Editor) -> SharedMap:
    """The link opens nothing any more."""
    revoked = desk.workspace.control.shares.revoke(token)
    details = {"journey": revoked.target, "kind": revoked.kind}
    desk.workspace.control.audit.record(who.name, "shares.revoke", details)
    return _body(desk, revoked)


def _body(desk: AtDesk, found: Share) -> SharedMap:
    path = f"/p/map/{found.token}"
    public = (desk.workspace.settings.public.url or "").rstrip("/")
    return SharedMap(
        token=found.token,
        journey=found.target,
        name=found.name,
        who=found.who,
        live=found.kind == "live-map",
        created=found.created,
        expires=found.expires,
        revoked=found.revoked,
        path=path,
        url=f"{public}{path}" if public else None,
    )
