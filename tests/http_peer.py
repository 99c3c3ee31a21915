"""A real HTTP server on loopback that answers as it is told: the other end of webhooks, SMS and Slack."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Got:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Reply:
    """What to answer. `reset` cuts the connection instead; `drip` seconds pass between bytes."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    reset: bool = False
    wait: float = 0.0
    drip: float = 0.0


@dataclass
class Peer:
    """`got` are the requests in order; `reply` decides by the request and its number from 0."""

    url: str
    got: list[Got]
    reply: Callable[[Got, int], Reply]


@contextmanager
def http_peer(reply: Callable[[Got, int], Reply] = lambda got, n: Reply()) -> Iterator[Peer]:
    peer = Peer("", [], reply)
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            got = Got(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            with lock:
                peer.got.append(got)
                number = len(peer.got) - 1
            answer = peer.reply(got, number)
            time.sleep(answer.wait)
            if answer.reset:
                linger = struct.pack("ii", 1, 0)
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self.close_connection = True
                self.connection.close()
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(answer.body)))
            self.end_headers()
            try:
                if answer.drip:
                    for byte in answer.body:
                        self.wfile.write(bytes([byte]))
                        time.sleep(answer.drip)
                else:
                    self.wfile.write(answer.body)
            except OSError:
                self.close_connection = True

        def finish(self) -> None:
            with suppress(OSError):
                super().finish()

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, *_: object) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    peer.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield peer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
