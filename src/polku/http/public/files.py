"""/p/file/<token>: the file that a form promised."""

from __future__ import annotations

from pathlib import Path

from starlette.responses import FileResponse, RedirectResponse, Response

from polku.delivery.links import File
from polku.errors import NotFound, Problem
from polku.events.identity import uid_hash
from polku.http.public.form import published
from polku.http.public.submission import about
from polku.http.public.visit import Visit

FILES = "files"


def answer(visit: Visit) -> Response:
    """Gives the file, or leads to its address; tells `File Downloaded`."""
    site = visit.site
    link = site.links.read(File, visit.key, visit.now)
    form = published(site.control.definitions, link.form)
    if form.asset is None or (form.asset.file is None and form.asset.url is None):
        raise NotFound(Problem("link.unknown", "file"))
    found: Response
    if form.asset.file is not None:
        path = file_path(site.workspace.directory, form.asset.file)
        if path is None:
            raise NotFound(Problem("form.no-file", form.key, {"file": form.asset.file}))
        found = FileResponse(path, filename=path.name)
        found.headers["Content-Security-Policy"] = "sandbox"  # should a browser show it after all
    else:
        # the author's own address, checked when the form was saved; nothing of the request is in it
        found = RedirectResponse(form.asset.url or "", status_code=303)
    person = site.person_of(link.person) if link.person else 0
    if (
        person
        and not visit.by_machine
        and visit.request.method == "GET"
        and not visit.request.headers.get("range")
    ):
        # the same person within a minute: a browser that asks twice
        minute = int(visit.now.timestamp()) // 60
        number = uid_hash("file", f"{link.person}|{form.key}|{minute}")
        properties = {**about(form), "file": form.asset.file or form.asset.url}
        site.receipts.tell(link.person, "File Downloaded", visit.now, properties, f"file:{number}")
    return found


def file_path(directory: Path, name: str) -> Path | None:
    """The file in the workspace's folder `files/`; None when it is not there, or not in there."""
    folder = (directory / FILES).resolve()
    path = (folder / name).resolve()
    return path if path.is_relative_to(folder) and path.is_file() else None
