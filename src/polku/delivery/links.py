"""The addresses that people outside open: sealed, so that nobody can change, guess or read one.

A token is `version byte + AES-SIV(key, fields)` in base64url: the same fields always give the same
token, and a single changed bit makes it unknown. Which kind of link it is, is sealed in as well, so
that a token of one page does not open another. `person` or `message` 0 is a preview or a test:
the page is shown, and nothing comes of it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, TypeVar

import msgspec

from polku.errors import NotFound, Problem

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

PREFIX = "/p"
_VERSION = b"\x01"
_LONGEST = 8_000  # characters of a token: no address of a browser is longer


class Link(msgspec.Struct, frozen=True, array_like=True, kw_only=True):
    """What a link says. Fields are sealed in their order: new ones go last, with a default."""

    path: ClassVar[str] = ""
    suffix: ClassVar[str] = ""


class Click(Link, frozen=True, array_like=True, kw_only=True):
    """A link of a message: `number` counts from 1 in the order of the message; `url` is where it leads."""

    path: ClassVar[str] = "c"
    message: int
    number: int
    url: str


class Open(Link, frozen=True, array_like=True, kw_only=True):
    """The picture that tells that a message was opened."""

    path: ClassVar[str] = "o"
    suffix: ClassVar[str] = ".gif"
    message: int


class Trap(Link, frozen=True, array_like=True, kw_only=True):
    """A link no person sees: who follows it is a scanner."""

    path: ClassVar[str] = "t"
    message: int


class Unsubscribe(Link, frozen=True, array_like=True, kw_only=True):
    """One purpose on one channel; RFC 8058 posts to it."""

    path: ClassVar[str] = "unsubscribe"
    person: int
    message: int
    purpose: str
    channel: str


class Preferences(Link, frozen=True, array_like=True, kw_only=True):
    """A person's own message settings."""

    path: ClassVar[str] = "preferences"
    person: int
    message: int = 0


class Survey(Link, frozen=True, array_like=True, kw_only=True):
    """An answer (`score`), or the page that asks for one (`score` None). `kind`: nps, csat, ces, emotion, open."""

    path: ClassVar[str] = "survey"
    person: int
    message: int
    survey: str
    kind: str
    score: int | None = None


class Confirm(Link, frozen=True, array_like=True, kw_only=True):
    """Double opt-in: `person` (the identity) sent `form` as `submission`."""

    path: ClassVar[str] = "confirm"
    person: int
    form: str
    submission: int
    text_version: str = ""
    expires: int | None = None  # seconds since 1970, UTC


class Offer(Link, frozen=True, array_like=True, kw_only=True):
    """An offer as it was shown to a person: `shown` is offers_shown.id, `party` who accepts."""

    path: ClassVar[str] = "offer"
    person: int
    shown: int
    party: str = ""
    offer: str = ""
    message: int = 0


class Exit(Link, frozen=True, array_like=True, kw_only=True):
    """The page that asks why somebody leaves."""

    path: ClassVar[str] = "exit"
    person: int
    message: int = 0
    programme: str = ""


class Permission(Link, frozen=True, array_like=True, kw_only=True):
    """The page that asks whether something may be shown: what the event said, else the last that the person had said
    when the message was sent."""

    path: ClassVar[str] = "permission"
    person: int
    event: int = 0
    message: int = 0


class File(Link, frozen=True, array_like=True, kw_only=True):
    """A file that was promised: the asset of a form."""

    path: ClassVar[str] = "file"
    person: int
    form: str
    file: str = ""
    expires: int | None = None  # seconds since 1970, UTC


KINDS: tuple[type[Link], ...] = (
    Click,
    Open,
    Trap,
    Unsubscribe,
    Preferences,
    Survey,
    Confirm,
    Offer,
    Exit,
    Permission,
    File,
)

L = TypeVar("L", bound=Link)


class Links:
    """Makes and reads the addresses. `base_url` is where the public pages are reached from outside
    (polku.toml `[public] url`), without a slash at the end; `key` is `control.link_key`."""

    def __init__(self, base_url: str, key: bytes) -> None:
        self.base_url = base_url.rstrip("/")
        self.key = key

    @cached_property
    def _cipher(self) -> AESSIV:
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV

        own = hashlib.blake2b(key=self.key, person=b"polku.links", digest_size=64)
        return AESSIV(own.digest())

    def token(self, link: Link) -> str:
        """The sealed text of a link: letters, digits, - and _."""
        sealed = self._cipher.encrypt(msgspec.msgpack.encode(link), [_VERSION, _kind(type(link))])
        return base64.urlsafe_b64encode(_VERSION + sealed).rstrip(b"=").decode()

    def url(self, link: Link) -> str:
        """The whole address of a link: `https://…/p/unsubscribe/AbC…`."""
        return f"{self.base_url}{PREFIX}/{link.path}/{self.token(link)}{link.suffix}"

    def form(self, key: str) -> str:
        """The address of a form; it says nothing about anybody, so it is not sealed."""
        return f"{self.base_url}{PREFIX}/form/{key}"

    def referral(self, code: str) -> str:
        """The address that a person gives to friends."""
        return f"{self.base_url}{PREFIX}/r/{code}"

    def read(self, kind: type[L], token: str, now: datetime | None = None) -> L:
        """What the token says. With `now`, a link that has `expires` is refused after it.

        Raises NotFound: `link.unknown` for one that was not made here, for this kind, or is not
        whole; `link.expired`.
        """
        try:
            if len(token) > _LONGEST:
                raise ValueError
            raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
            # one spelling only: base64 would let the spare bits of the last letter differ
            if base64.urlsafe_b64encode(raw).rstrip(b"=").decode() != token:
                raise ValueError
            if raw[:1] != _VERSION:
                raise ValueError
            link = self._open(kind, raw)
        except (ValueError, binascii.Error, msgspec.DecodeError):
            raise NotFound(Problem("link.unknown", kind.path)) from None
        expires = getattr(link, "expires", None)
        if now is not None and expires is not None and now.timestamp() > expires:
            raise NotFound(Problem("link.expired", kind.path))
        return link

    def _open(self, kind: type[L], raw: bytes) -> L:
        from cryptography.exceptions import InvalidTag

        try:
            body = self._cipher.decrypt(raw[1:], [_VERSION, _kind(kind)])
        except InvalidTag:
            raise ValueError from None
        return msgspec.msgpack.decode(body, type=kind)


def _kind(kind: type[Link]) -> bytes:
    return kind.path.encode()
