"""Slack: a text to an incoming webhook. The address itself is the secret, so it stands in no log."""

from __future__ import annotations

import msgspec

from polku.channels.channel import DeliveryError, Outgoing
from polku.channels.content import SlackContent
from polku.channels.http_peer import HttpPeer, refuse
from polku.settings import SlackSettings


def escaped(text: str) -> str:
    """A text of ours inside mrkdwn: Slack's three control characters lose their meaning."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class SlackChannel:
    """One channel of one workspace. Slack gives no id back, so ours is."""

    name = "slack"

    def __init__(self, settings: SlackSettings, *, allow_private: bool = False) -> None:
        self._address = settings.webhook.reveal()
        self._peer = HttpPeer(allow_private=allow_private)

    async def send(self, message: Outgoing) -> str:
        content: SlackContent = message.content
        if not self._address:
            raise DeliveryError("channel.not-set", params={"setting": "[slack] webhook"})
        body = msgspec.json.encode({"text": content.text})
        answer = await self._peer.post(
            self._address, body, {"content-type": "application/json; charset=utf-8"}
        )
        refuse(answer, "Slack")
        return str(message.id)

    async def close(self) -> None:
        await self._peer.close()
