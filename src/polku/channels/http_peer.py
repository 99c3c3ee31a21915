"""One request to another system over HTTP: checked address, no redirects, bounded time and size."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from polku.channels.address_guard import resolve
from polku.channels.channel import DeliveryError

if TYPE_CHECKING:
    import httpx

SECONDS = 10.0  # for the whole exchange, so that a peer that drips cannot hold a worker
MOST_BYTES = 64 * 1024  # of an answer; nobody needs more of it


@dataclass(frozen=True)
class Answer:
    """What the other end said. `body` is cut at MOST_BYTES."""

    status: int
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)

    @property
    def retry_after(self) -> float | None:
        """Seconds to wait, when the other end said so."""
        said = self.headers.get("retry-after", "").strip()
        if said.isdecimal():
            return float(min(int(said), 86_400))
        try:
            moment = parsedate_to_datetime(said)
        except (ValueError, TypeError):
            return None
        from datetime import UTC, datetime

        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return min(max(0.0, (moment - datetime.now(UTC)).total_seconds()), 86_400.0)


class HttpPeer:
    """Posts to other systems. `allow_private` lets requests into the own network."""

    def __init__(self, *, allow_private: bool, seconds: float = SECONDS) -> None:
        self._allow_private = allow_private
        self._seconds = seconds
        self._client: httpx.AsyncClient | None = None

    async def post(
        self,
        url: str,
        content: bytes,
        headers: Mapping[str, str],
        *,
        auth: tuple[str, str] | None = None,
    ) -> Answer:
        """The answer, whatever its status. Raises DeliveryError: `channel.address-refused`,
        `channel.unknown-host`, `channel.unreachable` (nothing was handed over), `channel.no-answer`
        (`uncertain`: it was, and no answer came)."""
        import httpx

        try:
            parts, whole = urlsplit(url), httpx.URL(url)
            host = parts.hostname or ""
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except (ValueError, httpx.InvalidURL):  # such as a port of 99999
            host = ""
        if not host or parts.scheme not in ("http", "https"):
            raise DeliveryError("channel.bad-address", permanent=True, params={"host": url[:80]})
        try:
            async with asyncio.timeout(self._seconds):
                address = await resolve(host, port, allow_private=self._allow_private)
                pinned = whole.copy_with(host=address)
                request = self._open().build_request(
                    "POST",
                    pinned,
                    content=content,
                    headers={**headers, "Host": parts.netloc.rpartition("@")[2]},
                    extensions={"sni_hostname": host},
                )
                answer = await self._open().send(
                    request, stream=True, auth=auth or httpx.USE_CLIENT_DEFAULT
                )
                try:
                    body = await _beginning(answer)
                finally:
                    await answer.aclose()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            params = {"host": host, "said": type(error).__name__}
            raise DeliveryError("channel.unreachable", params=params) from None
        except (TimeoutError, httpx.TransportError):
            # It may have read all of it before it fell silent.
            raise DeliveryError(
                "channel.no-answer", uncertain=True, params={"host": host}
            ) from None
        return Answer(answer.status_code, body, dict(answer.headers))

    def _open(self) -> httpx.AsyncClient:
        import httpx

        if self._client is None:
            self._client = httpx.AsyncClient(
                timeout=self._seconds,
                follow_redirects=False,  # a redirect could lead where the address may not go
                trust_env=False,
                limits=httpx.Limits(max_connections=32, max_keepalive_connections=8),
            )
        return self._client

    async def close(self) -> None:
        """Give the connections back."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None


async def _beginning(answer: httpx.Response) -> bytes:
    body = b""
    async for part in answer.aiter_raw():
        body += part
        if len(body) >= MOST_BYTES:
            break
    return body[:MOST_BYTES]


def refuse(answer: Answer, host: str) -> None:
    """Raises the DeliveryError of an answer that is not a success; 408, 425, 429 and 5xx may pass."""
    if 200 <= answer.status < 300:
        return
    params = {"host": host, "status": answer.status}
    if 300 <= answer.status < 400:
        raise DeliveryError("channel.redirected", permanent=True, params=params)
    passing = answer.status >= 500 or answer.status in (408, 425, 429)
    raise DeliveryError(
        "channel.refused",
        permanent=not passing,
        retry_after=answer.retry_after if passing else None,
        params=params,
    )
