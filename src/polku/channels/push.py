"""Web push: encrypted for one browser (RFC 8291), signed with the workspace's VAPID key (RFC 8292)."""

from __future__ import annotations

import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import msgspec

from polku.channels.channel import DeliveryError, Outgoing
from polku.channels.content import PushContent
from polku.channels.http_peer import HttpPeer, refuse

Keys = Callable[[str], tuple[str, str] | None]
"""Endpoint → the browser's `p256dh` and `auth`, None when it listens no more."""

KEEP_SECONDS = 3 * 24 * 3600  # how long the service keeps a notification for a browser that is off
SIGNED_SECONDS = 12 * 3600  # the services refuse a signature that lasts over 24 hours
MOST_BYTES = 3_000  # services take 4,096 with the padding


class PushChannel:
    """`address` is the endpoint. `private_key`: 32 bytes, the workspace's own; `subject`: whom the
    service may ask ("mailto:…"). The endpoint came from a browser, so its address is checked."""

    name = "push"

    def __init__(
        self, private_key: bytes, subject: str, keys: Keys, *, allow_private: bool = False
    ) -> None:
        self._private_key = private_key
        self._subject = subject
        self._keys = keys
        self._peer = HttpPeer(allow_private=allow_private)
        self._signed: dict[str, tuple[float, str]] = {}

    @cached_property
    def _vapid(self) -> Any:
        from py_vapid import Vapid02

        return Vapid02.from_raw(urlsafe_b64encode(self._private_key))

    @cached_property
    def public_key(self) -> str:
        """What a page gives to `pushManager.subscribe` as `applicationServerKey`, base64url."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        point = self._vapid.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return urlsafe_b64encode(point).rstrip(b"=").decode()

    async def send(self, message: Outgoing) -> str:
        keys = self._keys(message.address)
        if keys is None:
            raise DeliveryError("channel.push-gone", permanent=True, suppress=True)
        parts = urlsplit(message.address)
        answer = await self._peer.post(
            message.address,
            self._sealed(message, *keys),
            {
                "content-encoding": "aes128gcm",
                "content-type": "application/octet-stream",
                "ttl": str(KEEP_SECONDS),
                "urgency": "normal",
                "topic": f"polku-{message.id:x}"[:32],  # a repetition takes the former one's place
                "authorization": self._authorization(f"{parts.scheme}://{parts.netloc}"),
            },
        )
        if answer.status in (404, 410):
            raise DeliveryError("channel.push-gone", permanent=True, suppress=True)
        refuse(answer, parts.hostname or "")
        return answer.headers.get("location", str(message.id))

    def _sealed(self, message: Outgoing, p256dh: str, auth: str) -> bytes:
        from pywebpush import WebPusher, WebPushException

        content: PushContent = message.content
        shown = {"title": content.title, "body": content.body, "url": content.url}
        data = msgspec.json.encode({**shown, "tag": str(message.id)})
        if len(data) > MOST_BYTES:
            raise DeliveryError("channel.push-long", permanent=True, params={"bytes": len(data)})
        info = {"endpoint": message.address, "keys": {"p256dh": p256dh, "auth": auth}}
        try:
            sealed: bytes = WebPusher(info).encode(data, content_encoding="aes128gcm")["body"]
        except (WebPushException, ValueError):  # keys that are no keys
            raise DeliveryError("channel.push-gone", permanent=True, suppress=True) from None
        return sealed

    def _authorization(self, audience: str) -> str:
        """One signature serves a push service for hours: signing each message would cost as much as sealing it."""
        now = time.time()
        expires, header = self._signed.get(audience, (0.0, ""))
        if expires < now + SIGNED_SECONDS / 2:
            if len(self._signed) > 100:  # audiences come from browsers
                self._signed.clear()
            expires = now + SIGNED_SECONDS
            claims = {"aud": audience, "sub": self._subject, "exp": int(expires)}
            header = self._vapid.sign(claims)["Authorization"]
            self._signed[audience] = (expires, header)
        return header

    async def close(self) -> None:
        await self._peer.close()
