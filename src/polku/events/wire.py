"""The Segment format as it comes over the wire: bytes in, calls out, nothing decided yet.

A body holds one call (`/v1/track`) or many (`/v1/batch`). Each call of a batch is decoded by
itself, so that a broken one does not take the others with it. Ids and times are left as they came;
what they mean is decided in `polku.events.envelope`.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from polku.errors import Problem, RequestRefused

MAX_BODY_BYTES = 500 * 1024
MAX_CALL_BYTES = 32 * 1024
MAX_CALLS = 2_500

KINDS = ("identify", "track", "page", "screen", "group", "alias")


class Call(msgspec.Struct, rename="camel"):
    """One call as the sender wrote it. Unknown keys are passed over; every value may be of any
    type."""

    type: Any = None
    user_id: Any = None
    anonymous_id: Any = None
    previous_id: Any = None
    group_id: Any = None
    event: Any = None
    name: Any = None
    category: Any = None
    properties: Any = None
    traits: Any = None
    context: msgspec.Raw = msgspec.Raw()
    timestamp: Any = None
    original_timestamp: Any = None
    sent_at: Any = None
    message_id: Any = None
    write_key: Any = None


class Batch(msgspec.Struct, rename="camel"):
    """Many calls in one body; `sent_at` and `context` hold for each of them."""

    batch: list[msgspec.Raw]
    sent_at: Any = None
    write_key: Any = None
    context: msgspec.Raw = msgspec.Raw()


class Broken(Exception):
    """One call that cannot be taken: the code of the problem, the field, and the parameters."""

    def __init__(self, code: str, field: str = "", **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.params = params

    def problem(self, where: str) -> Problem:
        """The problem with its place, such as `batch[3].timestamp`."""
        place = f"{where}.{self.field}" if where and self.field else where or self.field
        return Problem(self.code, place, self.params)


_batch = msgspec.json.Decoder(Batch)
_call = msgspec.json.Decoder(Call)
_BOM = b"\xef\xbb\xbf"
# half of an emoji, as JavaScript writes it when a text was cut in the middle; whole pairs are kept
_SURROGATES = re.compile(
    rb"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
)


def decode_batch(body: bytes) -> Batch:
    """The calls of a batch body, not yet decoded. Raises RequestRefused (400 bad JSON or not a
    batch; 413 more than MAX_CALLS)."""
    try:
        found: Batch = _decode(_batch, body)
    except Broken as broken:
        raise RequestRefused(broken.problem("body")) from None
    if len(found.batch) > MAX_CALLS:
        params = {"count": len(found.batch), "limit": MAX_CALLS}
        raise RequestRefused(Problem("ingest.too-many", "batch", params), 413)
    return found


def decode_call(raw: bytes | msgspec.Raw) -> Call:
    """One call. Raises Broken: bad JSON, not an object, too large, too deep."""
    if len(memoryview(raw)) > MAX_CALL_BYTES:
        raise Broken("ingest.event-too-large", bytes=len(memoryview(raw)), limit=MAX_CALL_BYTES)
    call: Call = _decode(_call, raw)
    return call


def _decode(decoder: msgspec.json.Decoder[Any], body: bytes | msgspec.Raw) -> Any:
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as error:
        raise Broken("ingest.bad-shape", detail=str(error)) from None
    except RecursionError:
        raise Broken("ingest.too-deep") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        text = bytes(body).removeprefix(_BOM)
        mended = _SURROGATES.sub(lambda m: rb"\ufffd" if len(m[0]) == 6 else m[0], text)
        if mended == bytes(body):
            raise Broken("ingest.bad-json", detail=str(error)) from None
        return _decode(decoder, mended)
