"""The workspaces that run beside this one: found by their data/server.json, asked on loopback with their own token."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import httpx

from polku import serverfile
from polku.documents import DATA, JOURNEY, workspaces_in
from polku.errors import Language, NotFound, PolkuError, Problem, RequestRefused
from polku.serverfile import SUPERVISED, ServerFile

ANSWER_SECONDS = 5.0
START_SECONDS = 30.0
Template = Literal["b2b", "shop", "subscription", "lifecycle"]


@dataclass(frozen=True)
class Neighbour:
    """A workspace that runs. `here`: this very one."""

    folder: str
    name: str
    here: bool
    server: ServerFile
    members: tuple[dict[str, Any], ...]

    def knows(self, email: str | None) -> bool:
        """Whether somebody there has the address."""
        return email is not None and any(
            each["email"] == email and not each["disabled"] for each in self.members
        )


class Neighbours:
    """Of the workspace in `directory`."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory.resolve()
        self._parent = self._directory.parent

    @property
    def supervised(self) -> bool:
        """Whether a new folder beside this one is served at once."""
        return SUPERVISED in os.environ

    def all(self) -> list[Neighbour]:
        """Those that run, this one too, by name."""
        folders = [each for each in workspaces_in(self._parent) if self._ours(each)]
        with ThreadPoolExecutor(max_workers=8) as pool:
            found = [each for each in pool.map(self._look, folders) if each is not None]
        return sorted(found, key=lambda each: (each.name.casefold(), each.folder))

    def one(self, folder: str) -> Neighbour:
        """Raises NotFound (`team.no-workspace`)."""
        for each in workspaces_in(self._parent):
            if each.name == folder and self._ours(each) and (found := self._look(each)):
                return found
        raise NotFound(Problem("team.no-workspace", params={"name": folder[:100]}))

    def hand_over(self, to: Neighbour, user: dict[str, Any]) -> str:
        """The address that signs the user in there, once. Raises what the other server says."""
        answer = _ask(to.server, "POST", "/api/hand-over", {"origin": self._directory.name, **user})
        return f"{to.server.url}/login?token={answer['token']}"

    def make(self, name: str, language: Language, template: Template) -> Neighbour:
        """Makes a workspace beside this one and waits until it is served.

        Raises RequestRefused: 409 (`team.one-alone`, `team.taken-folder`), 503 (`team.no-answer`).
        """
        if not self.supervised:
            raise RequestRefused(Problem("team.one-alone"), 409)
        folder = folder_name(name)
        target, unfinished = self._parent / folder, self._parent / f".{folder}.unfinished"
        if target.exists() or unfinished.exists():
            raise RequestRefused(Problem("team.taken-folder", params={"name": folder}), 409)
        command = ["-m", "polku.cli", "init", str(unfinished), "--template", template]
        done = subprocess.run(
            [sys.executable, *command, "--lang", language, f"--name={name}"],
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=START_SECONDS,
        )
        if done.returncode:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise RequestRefused(Problem("team.no-answer", params={"name": name[:100]}), 503)
        unfinished.rename(target)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if found := self._look(target):
                return found
            time.sleep(0.2)
        raise RequestRefused(Problem("team.no-answer", params={"name": name[:100]}), 503)

    def _ours(self, folder: Path) -> bool:
        # a token is sent there: only to what the same user of this machine has put there
        file = folder / DATA / "server.json"
        return (
            (folder / JOURNEY).is_file()
            and file.is_file()
            and file.stat().st_uid == os.getuid()
            and not folder.is_symlink()
        )

    def _look(self, folder: Path) -> Neighbour | None:
        server = serverfile.read(folder) if self._ours(folder) else None
        if server is None:
            return None
        here = folder == self._directory
        if here:
            return Neighbour(folder.name, "", here, server, ())
        try:
            session = _ask(server, "GET", "/api/session")
            members = _ask(server, "GET", "/api/team")
        except PolkuError:
            return None
        return Neighbour(folder.name, session["workspace"], here, server, tuple(members))


def folder_name(name: str) -> str:
    """A folder's name for a workspace's: plain letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "workspace"


def _ask(server: ServerFile, method: str, path: str, body: Any = None) -> Any:
    parts = urlsplit(server.url)
    host = parts.hostname or "127.0.0.1"
    local = "127.0.0.1" if host == "0.0.0.0" else "[::1]" if host == "::" else parts.netloc  # noqa: S104
    netloc = local if local == parts.netloc else f"{local}:{parts.port}"
    headers = {"Authorization": f"Bearer {server.token}"}
    try:
        with httpx.Client(trust_env=False, timeout=ANSWER_SECONDS) as client:
            answer = client.request(
                method, f"{parts.scheme}://{netloc}{path}", json=body, headers=headers
            )
            said = answer.json() if answer.content else None
    except (httpx.HTTPError, ValueError):
        raise RequestRefused(Problem("team.no-answer", params={"name": server.url}), 503) from None
    if answer.is_error:
        code = said["errors"][0]["code"] if isinstance(said, dict) and said.get("errors") else ""
        raise Refused(code, answer.status_code)
    return said


class Refused(PolkuError):
    """What another workspace's server said no to, by its code."""

    def __init__(self, code: str, status: int) -> None:
        super().__init__(Problem("team.no-answer", params={"name": "–"}))
        self.code = code
        self.status = status
