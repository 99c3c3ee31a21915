"""What an owner sets without the machine: the sender, the company, the public address, the hours."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Request, Response
from starlette.status import HTTP_204_NO_CONTENT

from polku.http.auth import asker, needs
from polku.http.desk import Asked, AtDesk
from polku.http.shapes.settings import SaveSettings, SettingsBody, TestMail
from polku.store.users import User
from polku.studio.mail_test import mail_test
from polku.studio.settings_file import read_settings, save_settings

router = APIRouter()


@router.get("/settings", dependencies=[needs("owner")])
def settings(desk: AtDesk) -> SettingsBody:
    """What polku.toml says now, of what can be changed here. No secrets."""
    return SettingsBody.model_validate(asdict(read_settings(desk.workspace.studio.at)))


@router.put("/settings")
def save(
    request: Request, desk: AtDesk, asked: SaveSettings, who: Annotated[User, asker("owner")]
) -> SettingsBody:
    """Write polku.toml; what it says holds at once. 409: it was changed meanwhile; 422: a problem for each field."""
    at = desk.workspace.studio.at
    saved = save_settings(at, asked.values.model_dump(), edition=asked.edition, who=who.name)
    request.app.state.delivery.renew()
    desk.changed()
    return SettingsBody.model_validate(asdict(saved))


@router.post("/settings/test", status_code=HTTP_204_NO_CONTENT)
def test(
    desk: AtDesk, asked: TestMail, who: Annotated[User, asker("owner")], language: Asked
) -> Response:
    """An e-mail from the sender to an own address. 422 with what the mail server said."""
    mail_test(desk.workspace, asked.address.strip(), language=language, who=who.name)
    return Response(status_code=HTTP_204_NO_CONTENT)
