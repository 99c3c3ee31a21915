"""The invitation as an e-mail, when a sender is set up. The link is shown to the inviter in any case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from polku.channels.channel import DeliveryError
from polku.errors import PolkuError
from polku.store.users import User
from polku.studio.own_mail import mail
from polku.studio.team import Invited

if TYPE_CHECKING:
    from polku.app import Workspace

log = structlog.get_logger("polku.team")
WORDS = {
    "fi": (
        "Kutsu työtilaan {workspace}",
        "Hei\n\n{by} kutsui sinut työtilaan {workspace}. Avaa linkki ja valitse salasana:\n\n"
        "{link}\n\nLinkki toimii kerran ja seitsemän päivää.\n",
    ),
    "en": (
        "Invitation to the workspace {workspace}",
        "Hello\n\n{by} invited you to the workspace {workspace}. Open the link and choose a password:\n\n"
        "{link}\n\nThe link works once and for seven days.\n",
    ),
}


def mail_invitation(workspace: Workspace, made: Invited, link: str, *, by: User) -> bool:
    """Whether it went. A mail server that fails is no fault of the inviting: the link is there."""
    settings = workspace.settings
    if not (made.user.email and settings.email.host and settings.email.sender):
        return False
    subject, text = WORDS[settings.workspace.language]
    values = {"workspace": settings.workspace.name, "by": by.name, "link": link}
    try:
        mail(workspace, made.user.email, subject.format(**values), text.format(**values))
    except (DeliveryError, PolkuError, OSError) as error:
        log.warning("an invitation was not mailed", kind=type(error).__name__)
        return False
    return True
