"""An e-mail as bytes: headers that cannot be broken into, a text and an HTML part.

Put together here and not by the standard library's generator, which writes a long List-Unsubscribe
as encoded words that no mailbox provider reads, and takes ten times as long. Its own pieces are
used: encoded words, quoted-printable, addresses, dates.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr, parseaddr
from functools import lru_cache

from polku.channels.content import EmailContent

_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")
_WIDTH = 76


def email_bytes(content: EmailContent, address: str, *, sent: datetime, sender_id: str) -> bytes:
    """The whole message, lines ending in CRLF. `sender_id` ends the Feedback-ID."""
    boundary = "=_" + hashlib.blake2s(content.message_id.encode(), digest_size=12).hexdigest()
    lines = [*_headers(content, address, sent, sender_id)]
    lines.append(f'Content-Type: multipart/alternative; boundary="{boundary}"')
    head = "\r\n".join(lines).encode()  # ASCII, but for an address that needs SMTPUTF8
    start = f"\r\n--{boundary}\r\n".encode()
    return b"".join(
        (
            head + b"\r\n",
            start,
            _part("plain", content.text),
            start,
            _part("html", content.html),
            f"\r\n--{boundary}--\r\n".encode(),
        )
    )


def _headers(content: EmailContent, address: str, sent: datetime, sender_id: str) -> Iterator[str]:
    yield f"From: {mailbox(content.sender)}"
    yield f"To: {mailbox(address)}"
    yield f"Subject: {_words(content.subject)}"
    yield f"Date: {format_datetime(sent)}"
    yield f"Message-ID: <{_clean(content.message_id)}>"
    if content.reply_to:
        yield f"Reply-To: {mailbox(content.reply_to)}"
    if content.unsubscribe:
        yield f"List-Unsubscribe: <{_clean(content.unsubscribe)}>"
        yield "List-Unsubscribe-Post: List-Unsubscribe=One-Click"
    if content.feedback:
        yield f"Feedback-ID: {_clean(content.feedback)}:{_clean(sender_id)}"
    yield "Auto-Submitted: auto-generated"
    yield "X-Auto-Response-Suppress: OOF, AutoReply"
    yield f"Content-Language: {_clean(content.language)}"
    yield "MIME-Version: 1.0"


@lru_cache(maxsize=256)  # the sender and the address for answers are the same in most messages
def mailbox(written: str) -> str:
    """ "Name <address>" as a header says it: the name encoded when it is not ASCII."""
    name, address = parseaddr(_UNSAFE.sub(" ", written))
    if not address.isascii():
        local, _, domain = address.rpartition("@")
        address = f"{local}@{domain.encode('idna').decode()}"
    return formataddr((name, address)) if name else address


def _words(text: str) -> str:
    line = _UNSAFE.sub(" ", text).strip()
    if line.isascii() and len(line) <= _WIDTH:
        return line
    return Header(line, "utf-8", maxlinelen=_WIDTH, header_name="Subject").encode(linesep="\r\n")


def _clean(text: str) -> str:
    return re.sub(r"[^\x21-\x7e]", "", text)


def _part(kind: str, text: str) -> bytes:
    head = (
        f"Content-Type: text/{kind}; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    lines = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")
    return head.encode() + binascii.b2a_qp(lines, istext=True).replace(b"\n", b"\r\n")
