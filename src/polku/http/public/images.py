"""/p/img/<name>: a picture of a message, for whoever has its name."""

from __future__ import annotations

from starlette.responses import FileResponse, Response

from polku.http.public.visit import Visit


def answer(visit: Visit) -> Response:
    """Gives the picture as what it is and nothing else; it never changes under its name. Raises NotFound."""
    path, kind = visit.site.workspace.files.picture(visit.key)
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Content-Disposition": "inline",
    }
    return FileResponse(path, media_type=kind, headers=headers)
