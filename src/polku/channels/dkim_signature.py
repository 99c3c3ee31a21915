"""DKIM (RFC 6376, RFC 8463): the signature by which receivers know who sent a message.

Relaxed canonicalization of both parts; RSA and Ed25519 by `cryptography`, for the field's usual
library signs with Python's own arithmetic, twenty times slower. Tests let that library verify.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from polku.errors import DocumentError, Problem

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

SIGNED = (
    *("from", "to", "subject", "date", "message-id", "reply-to", "mime-version", "content-type"),
    *("list-unsubscribe", "list-unsubscribe-post", "feedback-id", "auto-submitted"),
)
_ONCE_ONLY = (
    "from",
    "to",
    "subject",
    "reply-to",
)  # signed once more than there are: none can be added

_BLANKS = re.compile(rb"[ \t]+")
_AT_END = re.compile(rb"[ \t]+(?=\r\n|\Z)")
_FOLDS = re.compile(rb"\r\n(?=[ \t])")


@dataclass(frozen=True)
class DkimKey:
    """Who signs: the private key of `selector._domainkey.domain`."""

    domain: str
    selector: str
    key: RSAPrivateKey | Ed25519PrivateKey

    @property
    def algorithm(self) -> str:
        """The value of `a=`."""
        return "rsa-sha256" if hasattr(self.key, "key_size") else "ed25519-sha256"

    def signed(self, message: bytes, at: int) -> bytes:
        """The message with its signature in front. `at`: seconds since 1970."""
        head, _, body = message.partition(b"\r\n\r\n")
        fields = [_relaxed(field) for field in _FOLDS.sub(b"", head).split(b"\r\n")]
        present = {name.decode() for name, _ in fields}
        names = [name for name in SIGNED if name in present]
        names += [name for name in _ONCE_ONLY if name in SIGNED]
        digest = base64.b64encode(hashlib.sha256(_relaxed_body(body)).digest()).decode()
        value = (
            f"v=1; a={self.algorithm}; c=relaxed/relaxed; d={self.domain}; s={self.selector};"
            f" t={at};\r\n h={_folded(names)};\r\n bh={digest};\r\n b="
        )
        own = _relaxed(b"DKIM-Signature: " + _FOLDS.sub(b"", value.encode()))
        chosen = [*_in_order(fields, names), own]
        text = b"\r\n".join(name + b":" + value for name, value in chosen)
        signature = base64.b64encode(self._sign(text)).decode()
        lines = "\r\n ".join(signature[i : i + 70] for i in range(0, len(signature), 70))
        return f"DKIM-Signature: {value}{lines}\r\n".encode() + message

    def _sign(self, text: bytes) -> bytes:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.hashes import SHA256

        if isinstance(self.key, Ed25519PrivateKey):
            return self.key.sign(hashlib.sha256(text).digest())
        return self.key.sign(text, PKCS1v15(), SHA256())


def dkim_key(path: Path, domain: str, selector: str) -> DkimKey:
    """The key in a PEM file. Raises DocumentError (`mail.bad-key`) when there is none in it."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise DocumentError(
            Problem("mail.bad-key", "polku.toml [email]", {"path": path, "said": str(error)[:100]})
        ) from None
    if not isinstance(key, (RSAPrivateKey, Ed25519PrivateKey)):
        params = {"path": path, "said": type(key).__name__}
        raise DocumentError(Problem("mail.bad-key", "polku.toml [email]", params))
    return DkimKey(domain, selector, key)


def _relaxed(field: bytes) -> tuple[bytes, bytes]:
    name, _, value = field.partition(b":")
    return name.strip().lower(), _BLANKS.sub(b" ", value).strip()


def _relaxed_body(body: bytes) -> bytes:
    text = body
    if b"  " in text or b"\t" in text:
        text = _BLANKS.sub(b" ", text)
    if b" \r\n" in text or text.endswith(b" "):
        text = _AT_END.sub(b"", text)
    text = text.rstrip(b"\r\n") if text.endswith(b"\r\n") else text
    return text + b"\r\n" if text else b""


def _in_order(fields: list[tuple[bytes, bytes]], names: list[str]) -> list[tuple[bytes, bytes]]:
    """The fields that `names` mean: of equal ones the last first; none when they run out."""
    left: dict[bytes, list[bytes]] = {}
    for name, value in fields:
        left.setdefault(name, []).append(value)
    return [(n, left[n].pop()) for n in (name.encode() for name in names) if left.get(n)]


def _folded(names: list[str]) -> str:
    """The list of fields, on lines that are not too long."""
    half = (len(names) + 1) // 2
    return ":".join(names[:half]) + ":\r\n  " + ":".join(names[half:])
