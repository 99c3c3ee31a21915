"""The built user interface: its files, and index.html for every address that it knows itself."""

from __future__ import annotations

import gzip
import os
from functools import lru_cache
from mimetypes import guess_type
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    from starlette.types import Scope

STATIC = Path(__file__).parent / "static"
FOREVER = (
    "public, max-age=31536000, immutable"  # the names of these files change with their content
)
PACKED = {".js", ".css", ".svg"}
NOT_BUILT = """<!doctype html><html lang="en"><meta charset="utf-8">
<title>Polku: the screens are not built</title>
<h1>The screens are not built yet</h1>
<p>The server runs, and so does its API (<a href="/api/openapi.json">/api/openapi.json</a>).
From a checkout, build the screens with <code>make setup</code> and start again.
An installed Polku has them in its wheel.</p>
"""


class Hashed(StaticFiles):
    """Files with their hash in their name: a browser never asks for one twice. Texts go packed to those who can
    unpack them: a first page is less than half as much to fetch."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        accepted = dict(scope["headers"]).get(b"accept-encoding", b"")
        response: Response
        if Path(full_path).suffix in PACKED and b"gzip" in accepted:
            packed = _packed(str(full_path), stat_result.st_mtime_ns)
            kind = guess_type(full_path)[0]
            response = Response(packed, status_code, {"Content-Encoding": "gzip"}, kind)
        else:
            response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = FOREVER
        response.headers["Vary"] = "Accept-Encoding"
        return response


@lru_cache(maxsize=512)
def _packed(path: str, _changed: int) -> bytes:
    """A few milliseconds for the largest, once."""
    return gzip.compress(Path(path).read_bytes(), mtime=0)


def page_routes(static: Path = STATIC) -> list[Route | Mount]:
    """The last routes of the app: whatever nothing else answered."""
    if not (static / "index.html").is_file():
        return [Route("/{path:path}", _not_built, methods=["GET"])]

    def page(request: Request) -> Response:
        path = request.path_params["path"]
        if path.startswith(("api/", "v1/")):
            raise HTTPException(404)
        file = (static / path).resolve()
        if file.is_file() and file.is_relative_to(static.resolve()):
            return FileResponse(file, headers={"Cache-Control": "no-cache"})
        if "." in path.rsplit("/", 1)[-1] and "/people/" not in f"/{path}":
            raise HTTPException(404)  # a file, and not a page of the UI (ids may have dots)
        return FileResponse(static / "index.html", headers={"Cache-Control": "no-cache"})

    return [
        Mount("/assets", Hashed(directory=static / "assets", check_dir=False)),
        Route("/{path:path}", page, methods=["GET"]),
    ]


def _not_built(request: Request) -> Response:
    if request.path_params["path"].startswith(("api/", "v1/")):
        raise HTTPException(404)
    return HTMLResponse(NOT_BUILT, 503)
