"""Webhooks out, signed as Standard Webhooks says (https://www.standardwebhooks.com, `standardwebhooks`)."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

import msgspec

from polku.channels.channel import DeliveryError, Outgoing
from polku.channels.content import WebhookContent
from polku.channels.http_peer import HttpPeer, refuse
from polku.settings import WebhookSettings


class WebhookChannel:
    """`address` is the URL. The receiver knows a repetition by the header `webhook-id`, so a request
    without an answer is simply sent again."""

    name = "webhook"

    def __init__(self, settings: WebhookSettings) -> None:
        self._secret = settings.secret.reveal()
        self._peer = HttpPeer(allow_private=settings.allow_private)

    async def send(self, message: Outgoing) -> str:
        content: WebhookContent = message.content
        body = msgspec.json.encode(content.body)
        message_id, host = f"msg_{message.id}", urlsplit(message.address).hostname or ""
        now = datetime.now(UTC)
        headers = {
            "content-type": "application/json",
            "user-agent": "Polku-Webhook",
            "webhook-id": message_id,
            "webhook-timestamp": str(int(now.timestamp())),
        }
        if self._secret:
            headers["webhook-signature"] = self._sign(message_id, now, body)
        try:
            answer = await self._peer.post(message.address, body, headers)
        except DeliveryError as error:
            error.uncertain = False
            raise
        refuse(answer, host)
        return message_id

    def _sign(self, message_id: str, now: datetime, body: bytes) -> str:
        from standardwebhooks import Webhook

        try:
            return Webhook(self._secret).sign(message_id, now, body.decode())
        except ValueError:  # not base64
            raise DeliveryError(
                "channel.bad-secret", params={"setting": "[webhook] secret"}
            ) from None

    async def close(self) -> None:
        await self._peer.close()
