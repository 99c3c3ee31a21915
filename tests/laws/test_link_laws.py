"""Laws of the sealed links: what goes in comes out, and nothing else opens."""

from __future__ import annotations

import string
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polku.delivery.links import KINDS, Click, Confirm, Link, Links, Unsubscribe
from polku.errors import NotFound

LINKS = Links("https://polku.example.fi/", b"k" * 32)
NUMBERS = st.integers(0, 2**63 - 1)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "number": st.integers(1, 999),
    "score": st.none() | st.integers(-2, 10),
    "expires": st.none() | st.integers(0, 2**40),
}
NUMERIC = {"person", "message", "submission", "shown", "event"}


@st.composite
def links(draw: st.DrawFn) -> Link:
    kind = draw(st.sampled_from(KINDS))
    values = {
        name: draw(FIELDS.get(name, NUMBERS if name in NUMERIC else st.text(max_size=40)))
        for name in kind.__struct_fields__
    }
    return kind(**values)


@given(links())
def test_a_link_reads_as_it_was_made(link: Link) -> None:
    """Every field comes back; the address is the base, /p, the kind's path and the token."""
    token = LINKS.token(link)
    assert LINKS.read(type(link), token) == link
    assert LINKS.url(link) == f"https://polku.example.fi/p/{link.path}/{token}{link.suffix}"
    assert set(token) <= set(string.ascii_letters + string.digits + "-_")
    assert LINKS.token(link) == token


@given(links(), st.data())
def test_a_changed_token_is_refused(link: Link, data: st.DataObject) -> None:
    """Any other letter anywhere, a cut or an addition: unknown, never another link."""
    token = LINKS.token(link)
    at = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from(string.ascii_letters + string.digits + "-_=.é"))
    changed = token[:at] + letter + token[at + 1 :]
    for wrong in (changed, token[:at], token + letter):
        if wrong != token:
            with pytest.raises(NotFound) as refused:
                LINKS.read(type(link), wrong)
            assert refused.value.problems[0].code == "link.unknown"


@given(links(), st.sampled_from(KINDS))
def test_a_token_opens_only_its_own_kind(link: Link, kind: type[Link]) -> None:
    """A token of one page is unknown to all others, and to a server with another key."""
    token = LINKS.token(link)
    if kind is not type(link):
        with pytest.raises(NotFound):
            LINKS.read(kind, token)
    with pytest.raises(NotFound):
        Links("https://polku.example.fi", b"x" * 32).read(type(link), token)


@given(st.text())
def test_any_text_is_refused_calmly(text: str) -> None:
    """Whatever stands in an address, the answer is "unknown"."""
    with pytest.raises(NotFound):
        LINKS.read(Click, text)


def test_nothing_of_a_link_can_be_read_in_its_token() -> None:
    """An address in the target, or a purpose, is not in the token in any reading of base64."""
    import base64

    url = "https://kauppa.fi/?email=matti.meikalainen@example.com"
    token = LINKS.token(Click(message=7, number=1, url=url))
    raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    assert b"matti" not in raw
    assert b"kauppa" not in raw


def test_a_link_is_short() -> None:
    """An unsubscribe link of a 63-bit person and message fits in 100 characters of token."""
    link = Unsubscribe(person=2**62, message=2**62 + 1, purpose="marketing", channel="email")
    assert len(LINKS.token(link)) <= 100


def test_a_link_expires() -> None:
    """At its last second it is good, after that it says it has expired."""
    link = Confirm(person=1, form="guide", submission=2, expires=1_000_000)
    token = LINKS.token(link)
    assert LINKS.read(Confirm, token, datetime.fromtimestamp(1_000_000, UTC)) == link
    with pytest.raises(NotFound) as refused:
        LINKS.read(Confirm, token, datetime.fromtimestamp(1_000_001, UTC))
    assert refused.value.problems[0].code == "link.expired"
