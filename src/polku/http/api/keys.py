"""Write keys: made, listed, revoked. The key itself is shown once."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.status import HTTP_201_CREATED, HTTP_204_NO_CONTENT

from polku.http.auth import asker, needs
from polku.http.desk import AtDesk
from polku.http.shapes.data import Key, MadeKey, NewKey
from polku.store.users import User

router = APIRouter()
Owner = Annotated[User, asker("owner")]


@router.get("/keys", dependencies=[needs("editor")])
def list_keys(desk: AtDesk) -> list[Key]:
    """All keys, the revoked too."""
    return [Key.model_validate(vars(key)) for key in desk.workspace.control.keys.list()]


@router.post("/keys", status_code=HTTP_201_CREATED)
def create_key(desk: AtDesk, asked: NewKey, who: Owner) -> MadeKey:
    """A new key; `write_key` is never shown again."""
    control = desk.workspace.control
    key_id, write_key = control.keys.create(asked.name)
    control.audit.record(who.name, "keys.create", {"id": key_id, "name": asked.name})
    return MadeKey(id=key_id, name=asked.name, write_key=write_key)


@router.delete("/keys/{key_id}", status_code=HTTP_204_NO_CONTENT)
def revoke_key(desk: AtDesk, key_id: str, who: Owner) -> None:
    """End a key at once."""
    control = desk.workspace.control
    control.keys.revoke(key_id)
    control.audit.record(who.name, "keys.revoke", {"id": key_id})
