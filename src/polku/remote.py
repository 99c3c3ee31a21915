"""The workspace of a running server: the same methods as `polku.app.Workspace`, over HTTP on loopback."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import httpx
import pyarrow as pa

from polku.errors import NotFound, PolkuError, Problem, RequestRefused
from polku.remote_care import RemoteCare
from polku.remote_content import RemoteContent, RemoteVoices
from polku.remote_outreach import RemoteOutreach
from polku.remote_records import RemoteRecords
from polku.remote_reports import RemoteReports
from polku.remote_segments import RemoteSegments
from polku.remote_studio import RemoteStudio
from polku.remote_tasks import RemoteTasks
from polku.serverfile import ServerFile
from polku.table import Table

if TYPE_CHECKING:
    from polku.delivery.inbound import Inbound

POLL_SECONDS = 0.2  # how often a running import is asked how far it is


class RemoteWorkspace:
    """Asks the server that owns this workspace's warehouse. Use it as a context manager."""

    def __init__(self, directory: Path, server: ServerFile) -> None:
        self.directory = directory
        self._server = server
        self.care = RemoteCare(self._json)
        self.segments = RemoteSegments(self._json)
        self.studio = RemoteStudio(self._json)
        self.content = RemoteContent(self._json)
        self.voices = RemoteVoices(self._json)
        self.outreach = RemoteOutreach(self._json)
        self.records = RemoteRecords(self._json)
        self.tasks = RemoteTasks(self._json)
        self.reports = RemoteReports(self._json)
        self._http = httpx.Client(
            base_url=server.url,
            headers={
                "Authorization": f"Bearer {server.token}",
                "X-Polku": "1",
                "Accept-Language": "en",
            },
            timeout=httpx.Timeout(600, connect=5),
            trust_env=False,
        )

    def __enter__(self) -> RemoteWorkspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; the server goes on."""
        self._http.close()

    def stages(self, as_of: datetime | None = None) -> Table:
        """As `Workspace.stages`."""
        return self._table("stages", as_of=as_of)

    def transitions(self, as_of: datetime | None = None) -> Table:
        """As `Workspace.transitions`."""
        return self._table("transitions", as_of=as_of)

    def person(self, id: str, as_of: datetime | None = None) -> Table:
        """As `Workspace.person`."""
        return self._table("person", id=id, as_of=as_of)

    def events(self, limit: int | None = None) -> Table:
        """As `Workspace.events`."""
        return self._table("events", limit=limit)

    def spend(self) -> Table:
        """As `Workspace.spend`."""
        return self._table("spend")

    def export_all(self, path: Path, *, people: bool) -> dict[str, int]:
        """As `Workspace.export_all`: the server makes the file, and it is written here whole."""
        unfinished = path.with_name(path.name + ".part")
        try:
            with self._http.stream("GET", "/api/export", params={"people": people}) as answer:
                if answer.is_error:
                    answer.read()
                    raise PolkuError(_problems(answer.json()["errors"]))
                with unfinished.open("wb") as file:
                    for part in answer.iter_bytes(1 << 20):
                        file.write(part)
            unfinished.chmod(0o600)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
        with ZipFile(path) as archive:
            found: dict[str, int] = json.loads(archive.read("manifest.json"))["rows"]
        return found

    def deliver_once(self) -> dict[str, int]:
        """A server delivers by itself: gives how many messages stand in each state."""
        found: dict[str, int] = self._json("GET", "/api/messages/counts")
        return found

    def take_mail(self, raw: bytes) -> Inbound:
        """As `Workspace.take_mail`."""
        from polku.delivery.inbound import Inbound

        found = self._json("POST", "/api/inbound", content=raw)
        message = found["message"]
        return Inbound(found["outcome"], message and int(message), found["hard"], found["status"])

    def count(self) -> dict[str, int]:
        """As `Workspace.count`."""
        found: dict[str, int] = self._json("GET", "/api/events/count")
        return found

    def create_key(self, name: str) -> dict[str, str]:
        """As `Workspace.create_key`."""
        made: dict[str, str] = self._json("POST", "/api/keys", json={"name": name})
        return made

    def list_keys(self) -> list[dict[str, Any]]:
        """As `Workspace.list_keys`."""
        found: list[dict[str, Any]] = self._json("GET", "/api/keys")
        return found

    def revoke_key(self, id: str) -> None:
        """As `Workspace.revoke_key`."""
        self._ask("DELETE", f"/api/keys/{id}")

    def propose(
        self,
        path: Path,
        map: Mapping[str, str] | None = None,
        timezone: str | None = None,
    ) -> dict[str, Any]:
        """As `Workspace.propose`. The file is read here, since it is this machine's."""
        from polku.app import propose_import
        from polku.settings import load_settings

        return propose_import(load_settings(self.directory), path, map=map, timezone=timezone)

    def import_file(
        self,
        path: Path,
        *,
        map: Mapping[str, str],
        timezone: str | None = None,
        progress: Callable[[float], None] = lambda _: None,
    ) -> dict[str, Any]:
        """As `Workspace.import_file`: the file is sent to the server, which does the work."""
        with path.open("rb") as file:
            sent = self._json(
                "POST", "/api/imports", content=file, headers={"X-Filename": path.name}
            )
        self._json(
            "POST", f"/api/imports/{sent['id']}/run", json={"map": dict(map), "timezone": timezone}
        )
        while True:
            state = self._json("GET", f"/api/imports/{sent['id']}")
            progress(state["progress"])
            if state["state"] == "done":
                result: dict[str, Any] = state["result"]
                return result
            if state["state"] == "failed":
                raise PolkuError(_problems(state["errors"]))
            time.sleep(POLL_SECONDS)

    def _table(self, name: str, **params: Any) -> Table:
        asked = {key: _param(value) for key, value in params.items() if value is not None}
        answer = self._ask("GET", f"/api/tables/{name}", params=asked)
        return Table(pa.ipc.open_stream(answer.content).read_all())

    def _json(self, method: str, path: str, **rest: Any) -> Any:
        answer = self._ask(method, path, **rest)
        return answer.json() if answer.content else None

    def _ask(self, method: str, path: str, **rest: Any) -> httpx.Response:
        try:
            answer = self._http.request(method, path, **rest)
        except httpx.TransportError:
            raise PolkuError(
                Problem(
                    "cli.server-gone",
                    str(self.directory),
                    {"url": self._server.url, "pid": self._server.pid},
                )
            ) from None
        if answer.is_success:
            return answer
        try:
            problems = _problems(answer.json()["errors"])
        except (ValueError, KeyError, TypeError):
            answer.raise_for_status()
            raise
        if answer.status_code == httpx.codes.NOT_FOUND:
            raise NotFound(problems)
        raise (
            RequestRefused(problems[0], answer.status_code)
            if len(problems) == 1
            else PolkuError(problems)
        )


def _problems(found: list[dict[str, Any]]) -> list[Problem]:
    return [Problem(each["code"], each["where"], each["params"], each["level"]) for each in found]


def _param(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
