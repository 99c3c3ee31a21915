"""An SMTP server in a process of its own that writes down each message before it says 250.

    python smtp_sink.py FILE [--slow SECONDS]

Prints its port when it listens. FILE gets a line for each message: Message-ID, a tab, the subject.
"""

from __future__ import annotations

import asyncio
import email
import os
import signal
import sys
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP


class Sink:
    def __init__(self, file: Path) -> None:
        self._file = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = email.message_from_bytes(envelope.content)
        os.write(self._file, f"{message['Message-ID']}\t{message['Subject']}\n".encode())
        return "250 OK"


async def main() -> None:
    sink = Sink(Path(sys.argv[1]))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(sink, hostname="sink"), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    ended = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    await ended.wait()


asyncio.run(main())
