"""The body of an ingest request: read whole, unpacked when it is gzip, and never larger than
allowed."""

from __future__ import annotations

import asyncio
import zlib

from starlette.types import Receive

from polku.errors import Problem, RequestRefused
from polku.events.wire import MAX_BODY_BYTES

READ_SECONDS = 30.0
_GZIP = b"\x1f\x8b"
_GZIP_WINDOW = 31  # zlib: expect the gzip header and checksum


class Gone(Exception):
    """The sender hung up before its body was whole."""


async def read_body(receive: Receive) -> bytes:
    """The body as JSON bytes, at most MAX_BODY_BYTES before and after unpacking.

    gzip is known by its first two bytes, whatever the headers say. Raises RequestRefused: 413 too
    large, 400 broken gzip, 408 not whole in READ_SECONDS; Gone when the sender hung up.
    """
    message = await receive()
    if message["type"] == "http.disconnect":
        raise Gone
    body: bytes = message.get("body", b"")
    if message.get("more_body", False):
        try:
            async with asyncio.timeout(READ_SECONDS):
                body = await _rest(receive, body)
        except TimeoutError:
            params = {"seconds": READ_SECONDS}
            raise RequestRefused(Problem("ingest.slow-body", "body", params), 408) from None
    if len(body) > MAX_BODY_BYTES:
        raise too_large(len(body))
    return inflate(body) if body[:2] == _GZIP else body


async def _rest(receive: Receive, first: bytes) -> bytes:
    parts, size = [first], len(first)
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        part = message.get("body", b"")
        parts.append(part)
        size += len(part)
        if size > MAX_BODY_BYTES:
            raise too_large(size)
        if not message.get("more_body", False):
            return b"".join(parts)


def inflate(packed: bytes) -> bytes:
    """The content of a gzip body of one or more members. Stops as soon as the limit is passed, so a
    bomb costs no more memory than an honest body."""
    parts, size = [], 0
    while packed:
        unpacker = zlib.decompressobj(_GZIP_WINDOW)
        try:
            part = unpacker.decompress(packed, MAX_BODY_BYTES + 1 - size)
        except zlib.error as error:
            raise _broken(str(error)) from None
        size += len(part)
        if size > MAX_BODY_BYTES:
            raise too_large(size)
        if not unpacker.eof:
            raise _broken("cut short")
        parts.append(part)
        packed = unpacker.unused_data.lstrip(b"\0")  # padding after the last member is allowed
    return b"".join(parts)


def too_large(size: int) -> RequestRefused:
    params = {"bytes": size, "limit": MAX_BODY_BYTES}
    return RequestRefused(Problem("ingest.too-large", "body", params), 413)


def _broken(detail: str) -> RequestRefused:
    return RequestRefused(Problem("ingest.bad-gzip", "body", {"detail": detail}))
