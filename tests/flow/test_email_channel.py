"""The e-mail channel against real SMTP servers: what arrives, and what every bad answer means."""

from __future__ import annotations

import asyncio
import email
import ssl
import time
from datetime import UTC, datetime
from email import policy
from pathlib import Path
from typing import Any

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from polku.channels.channel import DeliveryError, Outgoing
from polku.channels.content import EmailContent
from polku.channels.email import EmailChannel
from polku.settings import EmailSettings
from tests.flow.smtp_servers import OK, Handler, certificate, free_port, server_tls, smtp_server

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


def content(**more: Any) -> EmailContent:
    given: dict[str, Any] = {
        "subject": "Tässä on oppaasi, ole hyvä",
        "html": "<!doctype html><html><body><p>Hyvää päivää</p>\n.\n..piste\n</body></html>",
        "text": "Hyvää päivää\n.\n..piste\nFrom alku\n" + "pitkä " * 400 + "loppu",
        "sender": "Kauppa Ääni <posti@kauppa.example>",
        "reply_to": "asiakaspalvelu@kauppa.example",
        "return_path": "b+abc@bounce.kauppa.example",
        "unsubscribe": "https://polku.kauppa.example/p/unsubscribe/" + "A" * 90,
        "language": "fi",
        "message_id": "abc234@kauppa.example",
        "feedback": "welcome:guide:marketing",
    }
    return EmailContent(**(given | more))


def send(
    port: int,
    *messages: Outgoing,
    directory: Path = Path(),
    trust: ssl.SSLContext | None = None,
    within: float = 5.0,
    **settings: Any,
) -> list[str | DeliveryError]:
    """What came of each message, sent one after the other through one channel."""

    async def run() -> list[str | DeliveryError]:
        given = {"host": "127.0.0.1", "port": port, "tls": "none"} | settings
        channel = EmailChannel(
            EmailSettings(**given),
            directory,
            clock=lambda: NOW,
            answer_within=within,
            trust=trust,
        )
        found: list[str | DeliveryError] = []
        for message in messages:
            try:
                found.append(await channel.send(message))
            except DeliveryError as error:
                found.append(error)
        await channel.close()
        return found

    return asyncio.run(run())


def outgoing(address: str = "matti@example.com", **more: Any) -> Outgoing:
    return Outgoing(7001, address, content(**more))


def parsed(raw: bytes) -> Any:
    return email.message_from_bytes(raw, policy=policy.default)


def written(part: Any) -> str:
    """A part's text with the line ends it had before it was sent."""
    return str(part.get_content()).replace("\r\n", "\n").rstrip("\n")


def test_a_message_arrives_as_it_was_meant() -> None:
    """Envelope, headers and both parts come through byte for byte, lone dots and long lines too."""
    handler = Handler()
    with smtp_server(handler) as port:
        assert send(port, outgoing()) == ["abc234@kauppa.example"]
    (taken,) = handler.taken
    assert taken.mail_from == "b+abc@bounce.kauppa.example"
    assert taken.rcpt_tos == ["matti@example.com"]
    raw = bytes(taken.content or b"")
    assert all(len(line) < 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    message = parsed(raw)
    assert message["From"].addresses[0].display_name == "Kauppa Ääni"
    assert message["Subject"] == content().subject
    assert message["Message-ID"] == "<abc234@kauppa.example>"
    assert message["Date"].datetime == NOW
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Feedback-ID"] == "welcome:guide:marketing:kauppa.example"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert written(text) == content().text
    assert written(html) == content().html
    assert not message.defects


def test_one_click_unsubscribe_stands_in_the_headers_whole() -> None:
    """RFC 8058 wants the address on plain lines: no encoded words, whatever its length."""
    handler = Handler()
    with smtp_server(handler) as port:
        send(port, outgoing())
    raw = bytes(handler.taken[0].content or b"")
    assert f"List-Unsubscribe: <{content().unsubscribe}>\r\n".encode() in raw
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw


def test_without_an_unsubscribe_address_there_is_no_such_header() -> None:
    """A confirmation cannot be unsubscribed from."""
    handler = Handler()
    with smtp_server(handler) as port:
        send(port, outgoing(unsubscribe=None))
    assert parsed(bytes(handler.taken[0].content or b""))["List-Unsubscribe"] is None


@pytest.mark.parametrize(
    "field", ["subject", "sender", "reply_to", "unsubscribe", "message_id", "feedback", "language"]
)
def test_no_field_can_add_a_header(field: str) -> None:
    """A line break in any text stays inside its header, or goes."""
    handler = Handler()
    evil = (
        "Nimi <a@kauppa.example>\r\nBcc: uhri@example.com\r\n\r\nruumis"
        if field != "subject"
        else "x\r\nBcc: uhri@example.com\u2028y\n\nz"
    )
    with smtp_server(handler) as port:
        (came,) = send(port, outgoing(**{field: evil}))
    assert isinstance(came, str)
    message = parsed(bytes(handler.taken[0].content or b""))
    assert message["Bcc"] is None
    assert handler.taken[0].rcpt_tos == ["matti@example.com"]
    assert written(message.get_body(("plain",))) == content().text


@pytest.mark.parametrize(
    "address",
    [
        "",
        "matti",
        "a@b@c",
        "a b@example.com",
        "a@example.com\r\nRCPT TO:<x@y.fi>",
        "<a@b.fi>",
        "a@",
        "@b.fi",
        "a@" + "b" * 300,
    ],
)
def test_what_is_no_address_never_reaches_the_server(address: str) -> None:
    """It is refused for good, and suppressed."""
    handler = Handler()
    with smtp_server(handler) as port:
        (came,) = send(port, outgoing(address))
    assert isinstance(came, DeliveryError)
    assert (came.code, came.permanent, came.suppress) == ("mail.bad-address", True, True)
    assert not handler.connections


def test_a_domain_with_umlauts_is_written_in_its_ascii_form() -> None:
    handler = Handler()
    with smtp_server(handler) as port:
        send(port, outgoing("matti@jäätelö.fi"))
    assert handler.taken[0].rcpt_tos == ["matti@xn--jtel-loaa3k.fi"]


def test_umlauts_before_the_at_need_a_server_that_knows_them() -> None:
    """With SMTPUTF8 it goes; without, it is refused and says why."""
    with smtp_server(Handler(), enable_SMTPUTF8=False) as port:
        (came,) = send(port, outgoing("pöllö@example.com"))
    assert isinstance(came, DeliveryError)
    assert (came.code, came.permanent) == ("mail.not-utf8", True)
    handler = Handler()
    with smtp_server(handler, enable_SMTPUTF8=True) as port:
        assert send(port, outgoing("pöllö@example.com")) == ["abc234@kauppa.example"]
    assert handler.taken[0].rcpt_tos == ["pöllö@example.com"]


ANSWERS: list[tuple[dict[str, str], str, bool, bool]] = [
    ({"rcpt": "550 5.1.1 <matti@example.com>: user unknown"}, "mail.no-mailbox", True, True),
    ({"rcpt": "550 No such user here"}, "mail.no-mailbox", True, True),
    ({"rcpt": "550 5.7.1 Message blocked by policy"}, "mail.refused", True, False),
    ({"rcpt": "552 5.2.2 Mailbox full"}, "mail.refused", True, False),
    ({"rcpt": "450 4.2.0 Greylisted, try again in 300 seconds"}, "mail.later", False, False),
    ({"rcpt": "451 4.7.1 Greylisting in action"}, "mail.later", False, False),
    ({"data": "554 5.7.1 Spam"}, "mail.refused", True, False),
    ({"data": "451 4.3.0 Try later"}, "mail.later", False, False),
    ({"mail": "550 5.7.1 Sender not allowed"}, "mail.sender-refused", False, False),
    ({"mail": "421 4.7.0 Too many connections, wait 2 minutes"}, "mail.later", False, False),
]


@pytest.mark.parametrize(("answers", "code", "permanent", "suppress"), ANSWERS)
def test_what_a_refusal_means(
    answers: dict[str, str], code: str, permanent: bool, suppress: bool
) -> None:
    """Each answer has one meaning, and the next message goes through the same channel."""
    handler = Handler(**answers)
    with smtp_server(handler) as port:
        (came,) = send(port, outgoing())
        assert isinstance(came, DeliveryError)
        assert (came.code, came.permanent, came.suppress, came.uncertain) == (
            code, permanent, suppress, False,
        )  # fmt: skip
        assert "matti" not in str(came.params)
        for name in answers:
            setattr(handler, name, OK)
        assert send(port, outgoing()) == ["abc234@kauppa.example"]


def test_a_server_says_when_to_come_again() -> None:
    waits = {
        "Greylisted, try again in 300 seconds": 300,
        "wait 2 minutes": 120,
        "greylist": 300,
        "later": None,
    }
    for said, seconds in waits.items():
        with smtp_server(Handler(rcpt=f"451 4.7.1 {said}")) as port:
            (came,) = send(port, outgoing())
        assert isinstance(came, DeliveryError)
        assert came.retry_after == seconds, said


def test_a_refused_recipient_does_not_spoil_the_connection() -> None:
    """A hundred messages go over one connection, refused ones among them."""
    handler = Handler()

    class Picky(Handler):
        async def handle_RCPT(
            self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
        ) -> str:  # type: ignore[override]
            if address.startswith("no"):
                return "550 5.1.1 no"
            return await super().handle_RCPT(server, session, envelope, address, options)

    handler = Picky()
    with smtp_server(handler) as port:
        came = send(
            port, *[outgoing(f"{'no' if i % 3 else 'yes'}{i}@example.com") for i in range(30)]
        )
    assert [isinstance(each, str) for each in came] == [i % 3 == 0 for i in range(30)]
    assert len(handler.taken) == 10
    assert handler.connections == 1


def test_a_connection_that_ended_between_messages_is_made_anew() -> None:
    """The server went away and came back: the next message goes, once."""
    first, second = Handler(), Handler()

    async def run(port: int) -> None:
        settings = EmailSettings(host="127.0.0.1", port=port, tls="none")
        channel = EmailChannel(settings, Path(), answer_within=5)
        with smtp_server_at(first, port):
            await channel.send(outgoing())
        with smtp_server_at(second, port):
            await channel.send(outgoing())
        await channel.close()

    asyncio.run(run(free_port()))
    assert (len(first.taken), len(second.taken)) == (1, 1)


def smtp_server_at(handler: Handler, port: int) -> Any:
    from contextlib import contextmanager

    from aiosmtpd.controller import Controller

    @contextmanager
    def running() -> Any:
        controller = Controller(handler, hostname="127.0.0.1", port=port)
        controller.start()
        try:
            yield
        finally:
            controller.stop()

    return running()


def test_nobody_listens() -> None:
    (came,) = send(free_port(), outgoing())
    assert isinstance(came, DeliveryError)
    assert (came.code, came.permanent, came.uncertain) == ("mail.unreachable", False, False)


@pytest.mark.parametrize(
    ("handler", "code", "uncertain"),
    [
        (Handler(drop="rcpt"), "mail.unreachable", False),
        (Handler(drop="data"), "mail.lost", True),
        (Handler(drop="taken"), "mail.lost", True),
        (Handler(quiet=30), "mail.no-answer", False),
        (Handler(quiet_data=30), "mail.lost", True),
    ],
    ids=[
        "lost before",
        "lost in the answer",
        "taken and lost",
        "tarpit",
        "tarpit after the message",
    ],
)
def test_a_lost_connection_is_uncertain_only_after_the_message(
    handler: Handler, code: str, uncertain: bool
) -> None:
    """Before the message is given, it may be tried again; afterwards nobody knows. A tarpit costs
    no more than the time the channel was told to wait."""
    started = time.monotonic()
    with smtp_server(handler) as port:
        (came,) = send(port, outgoing(), within=0.5)
    assert isinstance(came, DeliveryError)
    assert (came.code, came.uncertain, came.permanent) == (code, uncertain, False)
    assert time.monotonic() - started < 5


def test_a_greeting_that_never_comes_is_given_up() -> None:
    """A server that takes the connection and says nothing."""
    import socket

    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        (came,) = send(silent.getsockname()[1], outgoing(), within=0.5)
    assert isinstance(came, DeliveryError)
    assert (came.code, came.permanent) == ("mail.no-answer", False)


def test_tls_with_a_certificate_that_is_trusted(tmp_path: Path) -> None:
    """STARTTLS, and TLS from the first byte."""
    cert, key = certificate(tmp_path)
    trust = ssl.create_default_context(cafile=str(cert))
    handler = Handler()
    with smtp_server(handler, tls_context=server_tls(cert, key), require_starttls=True) as port:
        assert send(port, outgoing(), trust=trust, tls="starttls") == ["abc234@kauppa.example"]
    with smtp_server(handler, ssl_context=server_tls(cert, key)) as port:
        assert send(port, outgoing(), trust=trust, tls="tls") == ["abc234@kauppa.example"]
    assert len(handler.taken) == 2


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path, tls: str) -> None:
    """Nothing is sent, not even the password; it is tried again, for it will be mended."""
    cert, key = certificate(tmp_path)
    handler = Handler()
    how = (
        {"tls_context": server_tls(cert, key)}
        if tls == "starttls"
        else {"ssl_context": server_tls(cert, key)}
    )
    with smtp_server(handler, **how) as port:
        (came,) = send(port, outgoing(), tls=tls, user="polku", password="salaisuus")
    assert isinstance(came, DeliveryError)
    assert (came.code, came.permanent, came.uncertain) == ("mail.tls", False, False)
    assert not handler.taken


def test_a_server_without_starttls_gets_nothing() -> None:
    """No falling back to an open connection."""
    handler = Handler()
    with smtp_server(handler) as port:
        (came,) = send(port, outgoing(), tls="starttls")
    assert isinstance(came, DeliveryError)
    assert came.code == "mail.tls"
    assert not handler.taken


def test_a_wrong_password_is_told(tmp_path: Path) -> None:
    from aiosmtpd.smtp import AuthResult

    cert, key = certificate(tmp_path)
    trust = ssl.create_default_context(cafile=str(cert))

    def right(*given: Any) -> AuthResult:
        return AuthResult(handled=False, success=given[-1].password == b"oikea")

    handler = Handler()
    more = {"authenticator": right, "auth_required": True, "tls_context": server_tls(cert, key)}
    with smtp_server(handler, **more) as port:
        how: dict[str, Any] = {"trust": trust, "tls": "starttls", "user": "polku"}
        (came,) = send(port, outgoing(), password="väärä", **how)
        assert isinstance(came, DeliveryError)
        assert (came.code, came.permanent) == ("mail.login", False)
        assert send(port, outgoing(), password="oikea", **how) == ["abc234@kauppa.example"]


def private_pem(key: Any) -> bytes:
    return bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def public_record(key: Any) -> bytes:
    import base64

    public = key.public_key()
    if isinstance(key, rsa.RSAPrivateKey):
        kind, form = b"rsa", serialization.PublicFormat.SubjectPublicKeyInfo
        body = public.public_bytes(serialization.Encoding.DER, form)
    else:
        kind = b"ed25519"
        body = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return b"v=DKIM1; k=" + kind + b"; p=" + base64.b64encode(body)


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_the_signature_holds_for_what_arrived(tmp_path: Path, kind: str) -> None:
    """An independent verifier (dkimpy) accepts the bytes the server got, and nothing that was
    changed: body, subject, or the unsubscribe address; a second From breaks it too."""
    key: Any = (
        rsa.generate_private_key(65537, 2048)
        if kind == "rsa"
        else ed25519.Ed25519PrivateKey.generate()
    )
    (tmp_path / "dkim.pem").write_bytes(private_pem(key))
    handler = Handler()
    with smtp_server(handler) as port:
        send(
            port, outgoing(), outgoing(unsubscribe=None, reply_to=None), outgoing(text="", html=""),
            directory=tmp_path, dkim_key="dkim.pem", dkim_domain="kauppa.example", dkim_selector="polku",
        )  # fmt: skip

    def dns(name: bytes, timeout: int = 5) -> bytes:
        assert name == b"polku._domainkey.kauppa.example."
        return public_record(key)

    assert len(handler.taken) == 3
    for taken in handler.taken:
        raw = bytes(taken.content or b"")
        assert dkim.verify(raw, dnsfunc=dns)
        if b"List-Unsubscribe: " in raw:
            assert b"list-unsubscribe:list-unsubscribe-post" in raw.replace(b"\r\n  ", b"")
            assert not dkim.verify(
                raw.replace(b"/p/unsubscribe/A", b"/p/unsubscribe/B"), dnsfunc=dns
            )
        assert not dkim.verify(raw.replace(b"Subject: ", b"Subject: x"), dnsfunc=dns)
        assert not dkim.verify(
            raw.replace(b"\r\nTo: ", b"\r\nFrom: x@paha.example\r\nTo: "), dnsfunc=dns
        )
    raw = bytes(handler.taken[0].content or b"")
    assert not dkim.verify(raw.replace(b"piste", b"pilkku"), dnsfunc=dns)


def test_a_bad_key_is_told_when_the_channel_opens(tmp_path: Path) -> None:
    from polku.errors import DocumentError

    (tmp_path / "dkim.pem").write_text("ei avain")
    settings = EmailSettings(host="x", dkim_key="dkim.pem", dkim_domain="kauppa.example")
    with pytest.raises(DocumentError) as refused:
        EmailChannel(settings, tmp_path)
    assert refused.value.problems[0].code == "mail.bad-key"
