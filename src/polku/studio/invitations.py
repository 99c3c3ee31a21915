"""The invitation as an e-mail, when a sender is set up. The link is shown to the inviter in any case."""

from __future__ import annotations

import asyncio
from html import escape
from typing import TYPE_CHECKING

import structlog

from polku.channels.channel import DeliveryError, Outgoing
from polku.channels.content import EmailContent
from polku.errors import PolkuError
from polku.store.micros import to_micros
from polku.store.users import User
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
    content = _content(workspace, subject.format(**values), text.format(**values))
    moment = to_micros(workspace.clock())
    try:
        asyncio.run(
            _send(workspace, Outgoing(moment, made.user.email, content, transactional=True))
        )
    except (DeliveryError, PolkuError, OSError) as error:
        log.warning("an invitation was not mailed", kind=type(error).__name__)
        return False
    return True


def _content(workspace: Workspace, subject: str, text: str) -> EmailContent:
    settings = workspace.settings
    body = "".join(f"<p>{escape(part)}</p>" for part in text.strip().split("\n\n"))
    return EmailContent(
        subject=subject,
        html=f"<!doctype html><html><body>{body}</body></html>",
        text=text,
        sender=settings.email.sender,
        reply_to=settings.email.reply_to or None,
        return_path="",
        unsubscribe=None,
        language=settings.workspace.language,
    )


async def _send(workspace: Workspace, message: Outgoing) -> None:
    from polku.channels.email import EmailChannel

    channel = EmailChannel(workspace.settings.email, workspace.directory, answer_within=8)
    try:
        await channel.send(message)
    finally:
        await channel.close()
