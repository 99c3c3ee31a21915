"""The routes under /p/, each with the page that answers it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from polku.errors import NotFound, PolkuError, StoreError
from polku.http.public import (
    confirm,
    exit,
    files,
    form,
    ideas,
    images,
    offer,
    permission,
    preferences,
    referral,
    review,
    shared_map,
    sms,
    survey,
    unsubscribe,
)
from polku.http.public.page import HERE, words
from polku.http.public.push import push_routes
from polku.http.public.site import Site
from polku.http.public.visit import LARGEST, Visit

if TYPE_CHECKING:
    from polku.app import Workspace
    from polku.store.accept_log import AcceptLog

Answer = Callable[[Visit], Response]
Endpoint = Callable[[Request], Awaitable[Response]]

PAGES: tuple[tuple[str, Answer, tuple[str, ...]], ...] = (
    ("form", form.answer, ("GET", "POST")),
    ("confirm", confirm.answer, ("GET", "POST")),
    ("file", files.answer, ("GET",)),
    ("img", images.answer, ("GET",)),
    ("survey", survey.answer, ("GET", "POST")),
    ("preferences", preferences.answer, ("GET", "POST")),
    ("unsubscribe", unsubscribe.answer, ("GET", "POST")),
    ("offer", offer.answer, ("GET", "POST")),
    ("permission", permission.answer, ("GET", "POST")),
    ("exit", exit.answer, ("GET", "POST")),
    ("ideas", ideas.answer, ("GET", "POST")),
    ("review", review.answer, ("GET",)),
    ("r", referral.answer, ("GET",)),
    ("map", shared_map.answer, ("GET",)),
    ("sms/status", sms.status, ("POST",)),
)

log = structlog.get_logger("polku.pages")


def public_routes(
    workspace: Workspace, accept_log: AcceptLog | None, wake: Callable[[], None] = lambda: None
) -> list[Route]:
    """The pages of a workspace. `accept_log` is the running server's; `wake` its delivery's."""
    site = Site(workspace, accept_log, wake)
    pages = [
        Route(f"/p/{name}/{{key}}", _endpoint(site, answer), methods=list(methods))
        for name, answer, methods in PAGES
    ]
    return [
        Route("/p/style.css", _file("style.css", "text/css"), methods=["GET"]),
        Route("/p/page.js", _file("page.js", "text/javascript"), methods=["GET"]),
        Route("/p/sms/in", _endpoint(site, sms.incoming), methods=["POST"]),
        *push_routes(site),
        *pages,
    ]


def _endpoint(site: Site, answer: Answer) -> Endpoint:
    async def serve(request: Request) -> Response:
        body = await _body(request) if request.method == "POST" else b""
        visit = Visit(site, request, request.path_params.get("key", ""), body or b"", site.now())
        if body is None:
            return visit.message(
                visit.language(), words(visit.language())["wrong_title"], status=413
            )
        return await run_in_threadpool(_answered, answer, visit)

    return serve


def _answered(answer: Answer, visit: Visit) -> Response:
    """Whatever goes wrong, the visitor sees a page that says what to do."""
    try:
        return answer(visit)
    except NotFound as error:
        return visit.gone(error.problems[0].code)
    except Exception as error:
        # no values and no address: either may tell who it was
        code = error.problems[0].code if isinstance(error, PolkuError) else type(error).__name__
        frame = error.__traceback__
        while frame is not None and frame.tb_next is not None:
            frame = frame.tb_next
        log.error(
            "a public page failed",
            code=code,
            place=f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame else "",
        )
        t = words(visit.language())
        status = 503 if isinstance(error, StoreError) else 500
        return visit.message(visit.language(), t["wrong_title"], t["wrong_text"], status=status)


async def _body(request: Request) -> bytes | None:
    """What was posted; None when it is larger than any form of ours."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST:
            return None
        parts.append(part)
    return b"".join(parts)


def _file(name: str, kind: str) -> Endpoint:
    content = (HERE / name).read_bytes()

    async def serve(_: Request) -> Response:
        headers = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(content, media_type=f"{kind}; charset=utf-8", headers=headers)

    return serve
