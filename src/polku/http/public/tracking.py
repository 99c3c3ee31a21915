"""The addresses under /p/ that messages carry inside: links (c), the opening picture (o), the trap (t).

The visitor waits for nothing: the address itself says where to go, and what happened is told a
moment later, when it can be known whether a person or a scanner did it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from polku.delivery.links import Click, Links, Open, Trap
from polku.delivery.receipts import Receipt, Receipts, receipt_id
from polku.delivery.scanners import SETTLES, Scanners, names_itself, proxy_of, too_fast
from polku.delivery.telling import message_properties
from polku.errors import NotFound, StoreError
from polku.http.problems import asked_language
from polku.store.deliveries import Delivery

if TYPE_CHECKING:
    from polku.app import Workspace
    from polku.store.accept_log import AcceptLog

PIXEL = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"
)
"""A transparent GIF of one point."""

_MOST_WAITING = 10_000  # visits that are being judged at one time
_NOT_KEPT = {"Cache-Control": "no-store, private", "X-Robots-Tag": "noindex"}

log = structlog.get_logger("polku.tracking")


class Tracking:
    """`settles`: seconds until a visit is judged."""

    def __init__(
        self, workspace: Workspace, accept_log: AcceptLog | None, *, settles: float = SETTLES
    ) -> None:
        self._links = Links("", workspace.control.link_key)
        self._deliveries = workspace.control.deliveries
        self._receipts = Receipts(workspace.control, workspace.clock, accept_log)
        self._clock = workspace.clock
        self._scanners = Scanners()
        self._settles = settles
        self._waiting: set[asyncio.Task[None]] = set()
        self._closing = asyncio.Event()

    def routes(self) -> list[Route]:
        """GET (and HEAD, which only machines send) of the three addresses."""
        return [
            Route("/p/c/{token}", self.click, methods=["GET"]),
            Route("/p/o/{token}.gif", self.open, methods=["GET"]),
            Route("/p/t/{token}", self.trap, methods=["GET"]),
        ]

    async def click(self, request: Request) -> Response:
        """To where the sealed link leads, and nowhere else."""
        try:
            link = self._links.read(Click, request.path_params["token"])
        except NotFound as unknown:
            return _gone(request, unknown)
        if link.message:
            machine = names_itself(request.method, request.headers)
            visited = self._scanners.visited(link.message, link.number)
            self._later(self._clicked(link, self._clock(), visited, machine))
        return Response(status_code=302, headers={"Location": link.url, **_NOT_KEPT})

    async def open(self, request: Request) -> Response:
        """The picture, whatever the token; what it tells only when the token is ours."""
        try:
            link = self._links.read(Open, request.path_params["token"])
            if link.message:
                self._later(self._opened(link, self._clock(), request.method, request.headers))
        except NotFound:
            pass
        return Response(PIXEL, media_type="image/gif", headers=_NOT_KEPT)

    async def trap(self, request: Request) -> Response:
        """A page with nothing on it."""
        try:
            link = self._links.read(Trap, request.path_params["token"])
        except NotFound as unknown:
            return _gone(request, unknown)
        self._scanners.trapped(link.message)
        return PlainTextResponse("", headers=_NOT_KEPT)

    async def close(self) -> None:
        """Judges what is still waiting and tells it."""
        self._closing.set()
        await asyncio.gather(*self._waiting, return_exceptions=True)

    def _later(self, telling: Coroutine[Any, Any, None]) -> None:
        if len(self._waiting) >= _MOST_WAITING:
            telling.close()
            log.warning("too many visits at once: one is not told")
            return
        task = asyncio.ensure_future(telling)
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)

    async def _clicked(self, link: Click, at: datetime, visited: float, machine: bool) -> None:
        await self._settled()

        def receipt(delivery: Delivery) -> Receipt:
            judged = (
                machine
                or self._scanners.judged(link.message, visited)
                or too_fast(_handed_over(delivery), at)
            )
            parts = urlsplit(link.url)
            properties = {
                **message_properties(delivery),
                "link": link.number,
                # what follows the path may be of the person: it stays in the message
                "link_url": f"{parts.scheme}://{parts.hostname or ''}{parts.path}",
                "machine": judged,
            }
            id = receipt_id(link.message, "click", link.number, int(at.timestamp()))
            return Receipt(
                delivery.person, "Email Link Clicked", at, properties, id, channel="email"
            )

        await self._told(link.message, receipt)

    async def _opened(self, link: Open, at: datetime, method: str, headers: Headers) -> None:
        await self._settled()

        def receipt(delivery: Delivery) -> Receipt:
            proxy = proxy_of(headers.get("user-agent", ""))
            machine = (not proxy and names_itself(method, headers)) or too_fast(
                _handed_over(delivery), at
            )
            properties = {**message_properties(delivery), "machine": machine}
            if proxy:
                properties["proxy"] = proxy
            # a message opened again and again within the hour was opened once
            id = receipt_id(link.message, "open", int(machine), int(at.timestamp()) // 3600)
            return Receipt(delivery.person, "Email Opened", at, properties, id, channel="email")

        await self._told(link.message, receipt)

    async def _settled(self) -> None:
        try:
            async with asyncio.timeout(self._settles):
                await self._closing.wait()
        except TimeoutError:
            return

    async def _told(self, message: int, receipt: Callable[[Delivery], Receipt]) -> None:
        try:
            delivery = await asyncio.to_thread(self._deliveries.get, message)
            await self._receipts.told([receipt(delivery)])
        except NotFound:
            return  # erased meanwhile
        except StoreError as error:
            log.warning("a visit could not be told", code=error.problems[0].code)


def _handed_over(delivery: Delivery) -> datetime | None:
    # of an uncertain message nobody knows whether it went: who opens it shows that it did
    return delivery.sent or (delivery.updated if delivery.state == "uncertain" else None)


def _gone(request: Request, unknown: NotFound) -> Response:
    language = asked_language(request.headers.get("accept-language", ""))
    return PlainTextResponse(unknown.problems[0].line(language), 404, headers=_NOT_KEPT)
