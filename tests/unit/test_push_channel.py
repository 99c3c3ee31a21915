"""Web push against a push service on loopback: what a browser would read, and what a service would verify."""

from __future__ import annotations

import asyncio
import json
import os
from base64 import urlsafe_b64encode

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from polku.channels.channel import DeliveryError, Outgoing
from polku.channels.content import PushContent
from polku.channels.push import PushChannel
from tests.http_peer import Reply, http_peer

KEY = bytes(range(1, 33))


class Browser:
    """The keys that a browser makes when it subscribes."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.auth = os.urandom(16)
        point = self.private.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        self.keys = (text(point), text(self.auth))

    def read(self, body: bytes) -> dict[str, str]:
        found = http_ece.decrypt(
            body, private_key=self.private, auth_secret=self.auth, version="aes128gcm"
        )
        return dict(json.loads(found))


def text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def channel(browser: Browser, *, private: bool = True) -> PushChannel:
    def keys(endpoint: str) -> tuple[str, str] | None:
        return browser.keys if endpoint.endswith("/one") else None

    return PushChannel(KEY, "mailto:posti@kauppa.fi", keys, allow_private=private)


def send(out: PushChannel, *messages: Outgoing) -> list[str]:
    async def all_of_them() -> list[str]:
        try:
            return [await out.send(each) for each in messages]
        finally:
            await out.close()

    return asyncio.run(all_of_them())


HELLO = PushContent("Tilauksesi lähti", "Paketti on perillä pian.", "https://kauppa.fi/p/c/x")


def test_the_browser_reads_what_was_sent_and_the_service_verifies_who_sent_it() -> None:
    browser = Browser()
    with http_peer(lambda got, n: Reply(201, headers={"Location": "/m/1"})) as peer:
        out = channel(browser)
        public = out.public_key
        assert send(out, Outgoing(7, peer.url + "/one", HELLO)) == ["/m/1"]
    (got,) = peer.got
    assert browser.read(got.body) == {
        "title": HELLO.title,
        "body": HELLO.body,
        "url": HELLO.url,
        "tag": "7",
    }
    scheme, _, rest = got.headers["authorization"].partition(" ")
    said = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert scheme == "vapid"
    assert said["k"] == public
    assert Vapid02.verify(got.headers["authorization"])
    assert got.headers["topic"] == "polku-7"


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(status: int) -> None:
    with http_peer(lambda got, n: Reply(status)) as peer, pytest.raises(DeliveryError) as failed:
        send(channel(Browser()), Outgoing(7, peer.url + "/one", HELLO))
    error = failed.value
    assert (error.code, error.permanent, error.suppress) == ("channel.push-gone", True, True)


def test_a_busy_service_is_asked_again_later() -> None:
    busy = Reply(429, headers={"Retry-After": "30"})
    with http_peer(lambda got, n: busy) as peer, pytest.raises(DeliveryError) as failed:
        send(channel(Browser()), Outgoing(7, peer.url + "/one", HELLO))
    assert (failed.value.permanent, failed.value.retry_after) == (False, 30.0)


def test_an_endpoint_in_the_own_network_is_refused() -> None:
    """Browsers write endpoints, so anyone could."""
    with http_peer() as peer, pytest.raises(DeliveryError) as failed:
        send(channel(Browser(), private=False), Outgoing(7, peer.url + "/one", HELLO))
    assert failed.value.code == "channel.address-refused"
    assert peer.got == []


def test_one_signature_serves_many_messages() -> None:
    browser = Browser()
    with http_peer(lambda got, n: Reply(201)) as peer:
        send(channel(browser), *(Outgoing(n, peer.url + "/one", HELLO) for n in range(5)))
    assert len({got.headers["authorization"] for got in peer.got}) == 1
    assert len({got.body for got in peer.got}) == 5


def test_a_text_that_no_service_takes_is_said_before_sending() -> None:
    long = PushContent("Hei", "ä" * 2_000, "https://kauppa.fi")
    with http_peer() as peer, pytest.raises(DeliveryError) as failed:
        send(channel(Browser()), Outgoing(7, peer.url + "/one", long))
    assert failed.value.code == "channel.push-long"
