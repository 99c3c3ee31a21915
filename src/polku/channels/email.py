"""E-mail by SMTP: one connection serves many messages, and what an answer means is said exactly."""

from __future__ import annotations

import asyncio
import re
import ssl
import time
from dataclasses import replace
from email.utils import parseaddr
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from polku.channels.channel import DeliveryError, Outgoing
from polku.channels.content import EmailContent
from polku.channels.dkim_signature import DkimKey, dkim_key
from polku.channels.mime import email_bytes
from polku.channels.smtp_answer import failure_of
from polku.clock import Clock, system_clock
from polku.settings import EmailSettings

if TYPE_CHECKING:
    from aiosmtplib import SMTP

CONNECTIONS = 8
_IDLE = 20.0  # seconds after which an unused connection is closed: servers wait 30 or more
_MOST_EACH = 200  # messages on one connection; servers end it after some hundreds

_ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]\\\x00-\x20\x7f]+@[^@\s<>,;:\"()\[\]\\\x00-\x20\x7f]+")


class EmailChannel:
    """`directory` is the workspace's: the DKIM key's path starts there. `answer_within` seconds for
    the whole talk before the message and again for the answer to it; who takes longer is a tarpit.

    Raises DocumentError when the DKIM key cannot be read.
    """

    name = "email"

    def __init__(
        self,
        settings: EmailSettings,
        directory: Path,
        *,
        clock: Clock = system_clock,
        answer_within: float = 60.0,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._answer_within = answer_within
        self._trust = trust
        self._key: DkimKey | None = None
        if settings.dkim_key and settings.dkim_domain:
            path = directory / settings.dkim_key
            self._key = dkim_key(path, settings.dkim_domain, settings.dkim_selector)
        self._idle: list[
            tuple[SMTP, float, int]
        ] = []  # connection, when it was left, messages so far
        self._room = asyncio.Semaphore(CONNECTIONS)

    async def send(self, message: Outgoing) -> str:
        """Returns the Message-ID. Raises DeliveryError; `uncertain` when the connection was lost
        after the message had been given and before the answer."""
        content: EmailContent = message.content
        address = _deliverable(message.address)
        raw = self._written(content, address, message)
        async with self._room:
            await self._hand_over(content.return_path, address, raw)
        return content.message_id or str(message.id)

    async def close(self) -> None:
        """Says goodbye on every connection."""
        idle, self._idle = self._idle, []
        for connection, _, _ in idle:
            await _leave(connection)

    def _written(self, content: EmailContent, address: str, message: Outgoing) -> bytes:
        domain = self._settings.dkim_domain or _domain_of(content.sender)
        if not content.message_id:
            content = replace(content, message_id=f"{message.id:016x}@{domain}")
        now = self._clock()
        raw = email_bytes(content, address, sent=now, sender_id=domain)
        return self._key.signed(raw, int(now.timestamp())) if self._key else raw

    async def _hand_over(self, return_path: str, address: str, raw: bytes) -> None:
        from aiosmtplib import SMTPException

        while True:
            connection, count = await self._connection()
            try:
                async with asyncio.timeout(self._answer_within):
                    await _envelope(connection, return_path, address, len(raw))
            except (SMTPException, OSError, TimeoutError) as error:
                await self._after_failure(connection, count, error)
                if count and _ended(error):
                    continue  # the server had closed it meanwhile: nothing was said on it yet
                raise failure_of(error, host=self._settings.host) from error
            except BaseException:
                _drop(connection)
                raise
            break
        await self._give(connection, count, raw)

    async def _give(self, connection: SMTP, count: int, raw: bytes) -> None:
        """The message itself: from here on a lost connection leaves it open what became of it."""
        from aiosmtplib import SMTPDataError, SMTPException

        protocol = connection.protocol
        try:
            if protocol is None:
                raise ConnectionResetError("the connection is gone")
            async with asyncio.timeout(self._answer_within):
                protocol.write(raw.replace(b"\r\n.", b"\r\n..") + b".\r\n")
                answer = await protocol.read_response(timeout=self._answer_within)
        except (SMTPException, OSError, TimeoutError) as error:
            _drop(connection)
            raise failure_of(error, host=self._settings.host, given=True) from error
        except BaseException:
            _drop(connection)
            raise
        self._leave_idle(connection, count + 1)
        if answer.code != 250:
            refused = SMTPDataError(answer.code, answer.message)
            raise failure_of(refused, host=self._settings.host)

    async def _connection(self) -> tuple[SMTP, int]:
        while self._idle:
            connection, left, count = self._idle.pop()
            if connection.is_connected and time.monotonic() - left < _IDLE and count < _MOST_EACH:
                return connection, count
            await _leave(connection)
        return await self._connect(), 0

    async def _connect(self) -> SMTP:
        from aiosmtplib import SMTP, SMTPException

        settings = self._settings
        connection = SMTP(
            hostname=settings.host,
            port=settings.port,
            local_hostname=settings.bounce_domain or _domain_of(settings.sender) or "localhost",
            timeout=self._answer_within,
            use_tls=settings.tls == "tls",
            start_tls=False,  # below, so that a failure can be dropped at once
            tls_context=self._trust,
        )
        try:
            async with asyncio.timeout(self._answer_within):
                await connection.connect()
                if settings.tls == "starttls":
                    await connection.starttls()
                if settings.user:
                    await connection.login(settings.user, settings.password.reveal())
                if connection.is_ehlo_or_helo_needed:
                    await connection.ehlo()
        except (SMTPException, OSError, TimeoutError, ValueError) as error:
            _drop(connection)
            raise failure_of(error, host=settings.host) from error
        except BaseException:
            _drop(connection)
            raise
        return connection

    async def _after_failure(self, connection: SMTP, count: int, error: BaseException) -> None:
        """A refused recipient leaves the connection good for the next message; all else does not."""
        from aiosmtplib import SMTPException, SMTPResponseException

        if isinstance(error, SMTPResponseException) and error.code != 421:
            try:
                async with asyncio.timeout(self._answer_within):
                    await connection.rset()
                self._leave_idle(connection, count)
                return
            except (SMTPException, OSError, TimeoutError):
                pass
        _drop(connection)

    def _leave_idle(self, connection: SMTP, count: int) -> None:
        self._idle.append((connection, time.monotonic(), count))


async def _envelope(connection: SMTP, return_path: str, address: str, size: int) -> None:
    """MAIL, RCPT and DATA, up to the server's "go ahead"."""
    from aiosmtplib import SMTPDataError, SMTPNotSupported

    plain = address.isascii()
    options = [f"size={size}"] if connection.supports_extension("size") else []
    if not plain:
        if not connection.supports_extension("smtputf8"):
            raise SMTPNotSupported("SMTPUTF8")
        options.append("SMTPUTF8")
    encoding = "ascii" if plain else "utf-8"
    await connection.mail(return_path, options=options, encoding=encoding)
    await connection.rcpt(address, encoding=encoding)
    answer = await connection.execute_command(b"DATA")
    if answer.code != 354:
        raise SMTPDataError(answer.code, answer.message)


@lru_cache(maxsize=256)
def _domain_of(sender: str) -> str:
    return re.sub(r"[^A-Za-z0-9.-]", "", parseaddr(sender)[1].rpartition("@")[2])


def _ended(error: BaseException) -> bool:
    """Whether the server had ended the connection, which it may between two messages."""
    if isinstance(error, TimeoutError):
        return False
    return isinstance(error, OSError) or getattr(error, "code", 0) == 421


async def _leave(connection: SMTP) -> None:
    from aiosmtplib import SMTPException

    transport = connection.transport
    try:
        await connection.quit(timeout=2)
    except (SMTPException, OSError, TimeoutError):
        connection.close()
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()  # QUIT was the goodbye; TLS would wait for another
    await asyncio.sleep(0)


def _drop(connection: SMTP) -> None:
    transport = connection.transport
    connection.close()
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()


def _deliverable(address: str) -> str:
    """The address as SMTP takes it; a domain with umlauts in its ASCII form."""
    text = address.strip()
    local, _, domain = text.rpartition("@")
    try:
        if not _ADDRESS.fullmatch(text) or len(text) > 254:
            raise ValueError
        return f"{local}@{domain.encode('idna').decode()}"
    except (ValueError, UnicodeError):
        raise DeliveryError("mail.bad-address", permanent=True, suppress=True) from None
