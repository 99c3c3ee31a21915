"""The application of a running server: ingest, API, login and the screens behind one guard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from anyio import CapacityLimiter
from fastapi import APIRouter, FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from polku.delivery.running import Delivery
from polku.http.api.routers import ROUTERS
from polku.http.api.signing import Door
from polku.http.auth import Sessions
from polku.http.desk import Desk
from polku.http.guard import Guard, allowed_hosts
from polku.http.ingest import IngestLane, ingest_routes
from polku.http.intake import Intake
from polku.http.pages import page_routes
from polku.http.problems import answer_problems
from polku.http.public.routes import public_routes
from polku.http.public.tracking import Tracking
from polku.http.shapes.parts import Errors
from polku.http.shapes.session import Health
from polku.http.start_desk import StartDesk

if TYPE_CHECKING:
    from polku.app import Workspace

REPORT_THREADS = (
    32  # in which reports are computed or wait for their turn, beside those of all else
)


def build_app(
    workspace: Workspace, *, program_token: str | None = None, host: str | None = None
) -> FastAPI:
    """The ASGI application of an open workspace. `program_token` is the bearer token that programs
    on this machine read from data/server.json; `host` the address it is bound to (the settings' own
    when not given): on loopback only loopback names are answered."""
    from polku import __version__

    desk = Desk(workspace)
    intake = Intake(workspace)
    delivery = Delivery(lambda: workspace.worker(intake.ingest.accept_log))
    tracking = Tracking(workspace, intake.ingest.accept_log)
    workspace.on_outbox = delivery.wake
    workspace.accept_log, workspace.settle = intake.ingest.accept_log, intake.settle

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        intake.start()
        delivery.start()
        # The first figures are made before somebody asks for them, and the first search is ready.
        warm = asyncio.ensure_future(run_in_threadpool(desk.prepare))
        yield
        app.state.start.close()
        await asyncio.gather(warm, return_exceptions=True)
        await tracking.close()
        await run_in_threadpool(delivery.stop)
        await run_in_threadpool(intake.stop)
        await run_in_threadpool(desk.close)

    app = FastAPI(
        title="Polku",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,  # they would fetch scripts from outside
        redoc_url=None,
        lifespan=life,
        separate_input_output_schemas=True,
    )
    app.state.desk = desk
    app.state.start = StartDesk(workspace)
    app.state.sessions = Sessions(workspace, program_token)
    app.state.door = Door()
    app.state.report_threads = CapacityLimiter(REPORT_THREADS)
    answer_problems(app)
    errors: dict[int | str, dict[str, Any]] = {"4XX": {"model": Errors}, "5XX": {"model": Errors}}
    for router in ROUTERS:
        app.include_router(router, prefix="/api", responses=errors)
    app.state.intake = intake
    app.state.delivery = delivery
    app.include_router(health_router)
    app.router.routes += [
        Route("/login", login, methods=["GET"]),
        *ingest_routes(intake.ingest),
        *tracking.routes(),
        *public_routes(workspace, intake.ingest.accept_log, delivery.wake),
        *page_routes(),
    ]
    app.add_middleware(IngestLane, ingest=intake.ingest)
    # the last one added is asked first
    app.add_middleware(
        Guard,
        hosts=allowed_hosts(host or workspace.settings.server.host),
        public=lambda: workspace.settings.public.url,
    )
    return app


health_router = APIRouter()


@health_router.get("/health")
def health(request: Request) -> Health:
    """That the server lives; open to all, so it tells nothing about people."""
    from polku import __version__

    desk: Desk = request.app.state.desk
    with desk.workspace.warehouse.read() as cursor:
        counted = cursor.execute("SELECT count(*) FROM events").fetchall()
    return Health(
        status="ok",
        version=__version__,
        workspace=desk.workspace.settings.workspace.name,
        events=counted[0][0],
        lag=request.app.state.intake.lag,
        failing=request.app.state.intake.failing,
        delivering=request.app.state.delivery.is_alive(),
    )


def login(request: Request) -> Response:
    """Trade the one-time token for a session. Without a good one the screens say what to do."""
    sessions: Sessions = request.app.state.sessions
    token = request.query_params.get("token", "")
    entered = sessions.enter(token, secure=request.url.scheme == "https") if token else None
    return entered or RedirectResponse("/", status_code=303)
