"""An SMTP server that takes everything and keeps a count: the other end of the e-mail benchmark.

python -m benchmarks.smtp_sink    prints its port, then serves until its input ends
"""

from __future__ import annotations

import asyncio
import sys


class Sink(asyncio.Protocol):
    """One connection."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.data = False
        self.buffer = b""
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while True:
            if self.data:
                end = self.buffer.find(b"\r\n.\r\n")
                if end < 0:
                    return
                self.buffer = self.buffer[end + 5 :]
                self.data = False
                self.transport.write(b"250 2.0.0 taken\r\n")
                continue
            line, found, rest = self.buffer.partition(b"\r\n")
            if not found:
                return
            self.buffer = rest
            self._answer(line[:4].upper())

    def _answer(self, word: bytes) -> None:
        if word == b"EHLO":
            self.transport.write(b"250-sink\r\n250-8BITMIME\r\n250 SIZE 50000000\r\n")
        elif word == b"DATA":
            self.data = True
            self.transport.write(b"354 go ahead\r\n")
        elif word == b"QUIT":
            self.transport.write(b"221 bye\r\n")
            self.transport.close()
        else:
            self.transport.write(b"250 2.0.0 ok\r\n")


async def main() -> None:
    """Serve until the parent is gone."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
