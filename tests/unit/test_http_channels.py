"""Webhook, Slack and SMS against a real HTTP server on loopback, in good and bad weather."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from urllib.parse import parse_qs

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from polku.channels.channel import Channel, DeliveryError, Outgoing
from polku.channels.content import SlackContent, SmsContent, WebhookContent
from polku.channels.http_peer import MOST_BYTES, HttpPeer
from polku.channels.slack import SlackChannel, escaped
from polku.channels.sms import SmsChannel, e164
from polku.channels.webhook import WebhookChannel
from polku.settings import Secret, SlackSettings, SmsSettings, WebhookSettings
from tests.http_peer import Got, Peer, Reply, http_peer

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def send(channel: Channel, message: Outgoing) -> str:
    async def once() -> str:
        try:
            return await channel.send(message)
        finally:
            await channel.close()

    return asyncio.run(once())


def failure(channel: Channel, message: Outgoing) -> DeliveryError:
    with pytest.raises(DeliveryError) as failed:
        send(channel, message)
    return failed.value


def webhook(*, private: bool = True, secret: str = SECRET) -> WebhookChannel:
    return WebhookChannel(WebhookSettings(secret=Secret(secret), allow_private=private))


def to(peer: Peer, content: object = None) -> Outgoing:
    body = content or WebhookContent({"event": "Order Completed", "näin": "ä"})
    return Outgoing(7, peer.url + "/hook?a=1", body)


def test_a_webhook_is_signed_so_that_the_standard_library_verifies_it() -> None:
    with http_peer() as peer:
        assert send(webhook(), to(peer)) == "msg_7"
    (got,) = peer.got
    assert Webhook(SECRET).verify(got.body, got.headers) == {
        "event": "Order Completed",
        "näin": "ä",
    }
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(got.body + b" ", got.headers)
    assert got.headers["webhook-id"] == "msg_7"
    assert got.headers["host"] == peer.url.removeprefix("http://")
    assert got.path == "/hook?a=1"


def test_a_webhook_into_the_own_network_is_refused_before_anything_is_sent() -> None:
    with http_peer() as peer:
        error = failure(webhook(private=False), to(peer))
    assert (error.code, error.permanent) == ("channel.address-refused", True)
    assert peer.got == []


@pytest.mark.parametrize(
    "url", ["http://k.example:99999/", "http://[k.example/", "ftp://k.example/", "https://a\x00b/"]
)
def test_what_is_no_address_is_said_once_and_not_tried_again(url: str) -> None:
    async def ask() -> None:
        asker = HttpPeer(allow_private=True)
        try:
            await asker.post(url, b"", {})
        finally:
            await asker.close()

    with pytest.raises(DeliveryError) as refused:
        asyncio.run(ask())
    assert (refused.value.code, refused.value.permanent) == ("channel.bad-address", True)


@pytest.mark.parametrize(
    ("reply", "code", "permanent", "after"),
    [
        (Reply(429, headers={"Retry-After": "17"}), "channel.refused", False, 17.0),
        (Reply(503), "channel.refused", False, None),
        (Reply(404), "channel.refused", True, None),
        (
            Reply(302, headers={"Location": "http://169.254.169.254/"}),
            "channel.redirected",
            True,
            None,
        ),
        (Reply(reset=True), "channel.no-answer", False, None),
    ],
)
def test_what_the_other_end_says_decides_whether_to_try_again(
    reply: Reply, code: str, permanent: bool, after: float | None
) -> None:
    with http_peer(lambda got, n: reply) as peer:
        error = failure(webhook(), to(peer))
    assert (error.code, error.permanent, error.retry_after) == (code, permanent, after)
    assert not error.uncertain  # its id makes a repetition harmless
    assert len(peer.got) == 1


def test_a_huge_answer_is_read_only_so_far() -> None:
    async def ask(peer: Peer) -> int:
        asker = HttpPeer(allow_private=True)
        try:
            return len((await asker.post(peer.url, b"{}", {})).body)
        finally:
            await asker.close()

    with http_peer(lambda got, n: Reply(body=b"x" * 20_000_000)) as peer:
        assert asyncio.run(ask(peer)) == MOST_BYTES


def test_a_peer_that_drips_cannot_hold_a_worker() -> None:
    """The time limit is for the whole exchange, not for each byte."""

    async def ask(peer: Peer) -> None:
        asker = HttpPeer(allow_private=True, seconds=0.3)
        try:
            await asker.post(peer.url, b"{}", {})
        finally:
            await asker.close()

    with (
        http_peer(lambda got, n: Reply(body=b"x" * 100, drip=0.1)) as peer,
        pytest.raises(DeliveryError) as failed,
    ):
        asyncio.run(ask(peer))
    assert (failed.value.code, failed.value.uncertain) == ("channel.no-answer", True)


def test_nobody_listening_is_not_uncertain() -> None:
    with http_peer() as peer:
        gone = to(peer)
    error = failure(webhook(), gone)
    assert (error.code, error.permanent, error.uncertain) == ("channel.unreachable", False, False)


def test_a_secret_in_the_wrong_form_is_said_before_sending() -> None:
    with http_peer() as peer:
        assert failure(webhook(secret="whsec_not base64!"), to(peer)).code == "channel.bad-secret"
    assert peer.got == []


def test_one_failing_in_ten_does_not_touch_the_others() -> None:
    def tenth(got: Got, number: int) -> Reply:
        return Reply(500 if json.loads(got.body)["n"] % 10 == 0 else 200)

    async def many(peer: Peer) -> list[object]:
        channel = webhook()
        try:
            return await asyncio.gather(
                *(
                    channel.send(Outgoing(n, peer.url, WebhookContent({"n": n})))
                    for n in range(100)
                ),
                return_exceptions=True,
            )
        finally:
            await channel.close()

    with http_peer(tenth) as peer:
        answers = asyncio.run(many(peer))
    failed = [n for n, answer in enumerate(answers) if isinstance(answer, DeliveryError)]
    assert failed == list(range(0, 100, 10))
    assert len(peer.got) == 100


def test_slack_gets_a_text_and_its_control_characters_are_ours_to_write() -> None:
    with http_peer(lambda got, n: Reply(body=b"ok")) as peer:
        channel = SlackChannel(
            SlackSettings(webhook=Secret(peer.url + "/T0/B0/x")), allow_private=True
        )
        send(
            channel, Outgoing(9, "", SlackContent(f"*Uusi tehtävä* {escaped('<!channel> A & B')}"))
        )
    (got,) = peer.got
    assert json.loads(got.body) == {"text": "*Uusi tehtävä* &lt;!channel&gt; A &amp; B"}


def sms(peer: Peer, callback: str | None = None) -> SmsChannel:
    settings = SmsSettings(url=peer.url, account="AC1", token=Secret("t0p"), sender="Kauppa")
    return SmsChannel(settings, callback=callback)


def test_an_sms_goes_as_twilio_takes_it() -> None:
    answer = Reply(201, b'{"sid": "SM42", "status": "queued"}')
    with http_peer(lambda got, n: answer) as peer:
        channel = sms(peer, "https://polku.kauppa.fi/p/sms/{id}")
        assert (
            send(channel, Outgoing(5, "040 123 4567", SmsContent("Hei, tilauksesi lähti.")))
            == "SM42"
        )
    (got,) = peer.got
    assert got.path == "/2010-04-01/Accounts/AC1/Messages.json"
    assert got.headers["authorization"] == "Basic QUMxOnQwcA=="
    assert parse_qs(got.body.decode()) == {
        "To": ["+358401234567"],
        "From": ["Kauppa"],
        "Body": ["Hei, tilauksesi lähti."],
        "StatusCallback": ["https://polku.kauppa.fi/p/sms/5"],
    }


@pytest.mark.parametrize(
    ("reply", "seen"),
    [
        (Reply(400, b'{"code": 21610}'), ("channel.bad-number", True, True, False)),
        (Reply(401, b'{"code": 20003}'), ("channel.refused", True, False, False)),
        (Reply(500), ("channel.refused", False, False, False)),
        (Reply(reset=True), ("channel.no-answer", False, False, True)),
    ],
)
def test_what_the_sms_service_says_decides(
    reply: Reply, seen: tuple[str, bool, bool, bool]
) -> None:
    """Without an answer it may have gone: the protocol cannot tell a repetition."""
    with http_peer(lambda got, n: reply) as peer:
        error = failure(sms(peer), Outgoing(5, "+358401234567", SmsContent("Hei")))
    assert (error.code, error.permanent, error.suppress, error.uncertain) == seen


def test_a_number_that_is_none_is_not_sent() -> None:
    with http_peer() as peer:
        error = failure(sms(peer), Outgoing(5, "ei numeroa", SmsContent("Hei")))
    assert (error.code, error.suppress, peer.got) == ("channel.bad-number", True, [])


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("040 123 4567", "+358401234567"),
        ("+358 (40) 123-4567", "+358401234567"),
        ("00358401234567", "+358401234567"),
        ("09-123 456", "+3589123456"),
        ("12345", None),
        ("+0401234567", None),
        ("", None),
    ],
)
def test_phone_numbers_are_brought_to_one_form(written: str, number: str | None) -> None:
    assert e164(written) == number


def test_secrets_and_addresses_are_not_in_what_a_log_would_print() -> None:
    shown: Callable[[object], str] = repr
    settings = SmsSettings(token=Secret("t0p"))
    message = Outgoing(5, "+358401234567", SmsContent("Hei Anna"))
    for text in (shown(settings), shown(message)):
        assert "t0p" not in text
        assert "358" not in text
        assert "Anna" not in text
