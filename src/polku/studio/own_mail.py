"""A plain e-mail of the workspace itself: an invitation, or a try of the mail server."""

from __future__ import annotations

import asyncio
from html import escape
from typing import TYPE_CHECKING

from polku.channels.channel import Outgoing
from polku.channels.content import EmailContent
from polku.store.micros import to_micros

if TYPE_CHECKING:
    from polku.app import Workspace

ANSWER_WITHIN = 8  # seconds: somebody waits for it


def mail(workspace: Workspace, address: str, subject: str, text: str) -> None:
    """Hands it to the mail server. Raises DeliveryError, PolkuError (the key that signs), OSError."""
    settings = workspace.settings
    body = "".join(f"<p>{escape(part)}</p>" for part in text.strip().split("\n\n"))
    content = EmailContent(
        subject=subject,
        html=f"<!doctype html><html><body>{body}</body></html>",
        text=text,
        sender=settings.email.sender,
        reply_to=settings.email.reply_to or None,
        return_path="",
        unsubscribe=None,
        language=settings.workspace.language,
    )
    moment = to_micros(workspace.clock())
    asyncio.run(_send(workspace, Outgoing(moment, address, content, transactional=True)))


async def _send(workspace: Workspace, message: Outgoing) -> None:
    from polku.channels.email import EmailChannel

    channel = EmailChannel(
        workspace.settings.email, workspace.directory, answer_within=ANSWER_WITHIN
    )
    try:
        await channel.send(message)
    finally:
        await channel.close()
