"""The word that names a delivery in a bounce: in the return path (VERP) and in the Message-ID.

It is signed, so that nobody can have an address suppressed by inventing a bounce, and in small
letters and digits alone, because mail servers on the way may fold the case.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re

_PREFIX = "b+"
_SIGNATURE = 7  # bytes
_WORD = re.compile(r"^[a-z2-7]{24}$")


def mail_word(message: int, key: bytes) -> str:
    """24 letters and digits that stand for a delivery. `key` is `control.link_key`."""
    body = message.to_bytes(8, "big")
    return base64.b32encode(body + _signature(body, key)).decode().lower()


def message_of(word: str, key: bytes) -> int | None:
    """The delivery that a word stands for; None when it was not made here."""
    lower = word.strip().lower()
    if not _WORD.match(lower):
        return None
    try:
        raw = base64.b32decode(lower.upper())
    except binascii.Error:
        return None
    body, signature = raw[:8], raw[8:]
    return int.from_bytes(body, "big") if signature == _signature(body, key) else None


def return_path(message: int, domain: str, key: bytes) -> str:
    """`b+<word>@domain`: where the mail server tells that it could not deliver."""
    return f"{_PREFIX}{mail_word(message, key)}@{domain}"


def message_in(text: str, key: bytes) -> int | None:
    """The delivery that an address or a Message-ID is about; None when it is not one of ours."""
    local = text.strip().strip("<>").partition("@")[0]
    return message_of(local.lower().removeprefix(_PREFIX), key)


def _signature(body: bytes, key: bytes) -> bytes:
    return hashlib.blake2b(body, key=key, person=b"polku.verp", digest_size=_SIGNATURE).digest()
